import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { ecdsaSign } from '../../core/keys/ecdsa.ts';
import { encodePkcs8 } from '../../core/keys/encodePrivateKey.ts';
import type { PrivateKey } from '../../core/keys/privateKey.ts';
import { describePublicKey, type PublicKey } from '../../core/keys/publicKey.ts';
import { hashes } from '../../core/keys/rsa.ts';
import { Signer, type MakeSignature } from '../../core/keys/signer.ts';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { hostCheck } from './hostCheck.ts';

const failed = (key: PublicKey, why: string): Result<never, 'signer/failed'> => err(fault('signer/failed', { key: describePublicKey(key), why }));

/** Signs with the host's crypto: blinded for RSA, in constant time for the NIST curves, and twenty times as fast as ours. */
const signByHost = (object: KeyObject): MakeSignature => async (message, hash) => ok(new Uint8Array(sign(hash, message, { key: object, dsaEncoding: 'ieee-p1363' })));

function objectOf(key: PrivateKey): KeyObject {
  const der = encodePkcs8(key);
  try {
    return createPrivateKey({ key: Buffer.from(der.buffer, der.byteOffset, der.length), format: 'der', type: 'pkcs8' });
  } finally {
    der.fill(0);
  }
}

/** Chooses how to sign. Electron's crypto does not support Brainpool curves, so @noble/curves signs with them. */
const makerOf = (key: PrivateKey): MakeSignature =>
  key.kind === 'ec' && key.curve.startsWith('brainpool')
    ? async (message, hash) => ok(key.secret.open((scalar) => ecdsaSign(key.curve, scalar, hashes[hash](message))))
    : signByHost(objectOf(key));

async function orFailed(key: PublicKey, make: () => Promise<Result<Uint8Array>>): Promise<Result<Uint8Array>> {
  try {
    return await make();
  } catch {
    // The error message of the host's crypto does not help the user.
    return failed(key, 'The key is inconsistent: it cannot sign.');
  }
}

/** Signs with a key that the host's crypto has already read. */
export const hostSigner = (publicKey: PublicKey, object: KeyObject): Signer =>
  new Signer(publicKey, (message, hash) => orFailed(publicKey, () => signByHost(object)(message, hash)), hostCheck);

/** Signs with the key of a file until the key is wiped. Then the copy in the host's crypto is dropped too. */
export function keyFileSigner(key: PrivateKey): Signer {
  let made: MakeSignature | undefined;
  const make: MakeSignature = async (message, hash) => {
    if (key.secret.wiped) {
      made = undefined;
      return failed(key.publicKey, 'The key was removed from memory.');
    }
    return orFailed(key.publicKey, () => (made ??= makerOf(key))(message, hash));
  };
  return new Signer(key.publicKey, make, hostCheck);
}
