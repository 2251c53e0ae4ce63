import { signatureSchemes } from '../../apdu/commands/calcSign.ts';
import { curves } from '../../keys/curves.ts';
import { decodeSignatureIntegers } from '../../keys/der.ts';
import { ecdsaVerify } from '../../keys/ecdsa.ts';
import type { PublicKey } from '../../keys/publicKey.ts';
import { rsaVerify } from '../../keys/rsa.ts';
import { nothing, refused, type Outcome } from '../chip/outcome.ts';
import { parseTlvs } from '../chip/tlv.ts';
import type { Handler } from './handler.ts';
import { publicKeyInput } from './publicKeyInput.ts';
import { rsaHashOf } from './schemes.ts';

const longestSignature = 520;

function verify(key: PublicKey, scheme: number, digest: Uint8Array, signature: Uint8Array): Outcome<Uint8Array> {
  const hash = rsaHashOf(scheme);
  if (key.kind === 'rsa') {
    if (hash === undefined || digest.length !== hash.bytes) return 0x05;
    if (signature.length !== key.modulus.length) return 0x05;
    return rsaVerify(key, hash.name, digest, signature) ? nothing : 0x2c;
  }
  const { bytes } = curves[key.curve];
  if (hash !== undefined || digest.length === 0 || digest.length > Math.min(64, bytes)) return 0x05;
  const pair = decodeSignatureIntegers(signature, bytes);
  if (!pair.ok) return 0x05;
  return ecdsaVerify(key.curve, key.point, digest, pair.value) ? nothing : 0x2c;
}

/**
 * Verifies a signature over a digest, with a certificate object or a given public key. 05 when the signature has the
 * wrong form (it must be two INTEGERs, or as many bytes as the modulus has), 2C when it is wrong.
 */
export const verifySign: Handler = (machine, param, data) => {
  if (rsaHashOf(param) === undefined && param !== signatureSchemes.ecdsa) return 0x03;
  const tlvs = parseTlvs(data, [0x01, 0x02, 0x04, 0x05, 0x06]);
  if (refused(tlvs)) return tlvs;
  const [digest, signature] = [tlvs.get(0x01), tlvs.get(0x02)];
  if (digest === undefined || signature === undefined || signature.length > longestSignature) return 0x05;
  const key = publicKeyInput(machine, tlvs, 'verify');
  return refused(key) ? key : verify(key, param, digest, signature);
};
