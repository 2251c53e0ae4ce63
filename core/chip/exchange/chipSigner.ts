import { calcSign } from '../../apdu/commands/calcSign.ts';
import { createCsr } from '../../certificates/csr.ts';
import { curves, type CurveName } from '../../keys/curves.ts';
import { decodeSignatureIntegers } from '../../keys/der.ts';
import type { PublicKey } from '../../keys/publicKey.ts';
import { hashes } from '../../keys/rsa.ts';
import { checkHere, Signer } from '../../keys/signer.ts';
import type { Oid } from '../../objects/oid.ts';
import type { Result } from '../../result/result.ts';
import type { Chip } from '../chip.ts';

/** What has to be known of a key to read its signatures. */
export type KindOfKey = { readonly kind: 'ec'; readonly curve: CurveName } | { readonly kind: 'rsa' };

/**
 * The chip signs a SHA-256 digest with one of its keys. Nothing is verified: for a key whose public part is not known yet.
 * @returns r ‖ s padded, or the RSASSA-PKCS1-v1_5 block
 */
export async function signWithChip(chip: Chip, key: Oid, of: KindOfKey, digest: Uint8Array): Promise<Result<Uint8Array>> {
  const signed = await chip.run(calcSign(of.kind === 'ec' ? 'ecdsa' : 'rsaSha256', digest, key));
  if (!signed.ok || of.kind === 'rsa') return signed;
  return decodeSignatureIntegers(signed.value, curves[of.curve].bytes);
}

/** Signs with a key of the chip. Over SHA-256, which every chip takes for every key; another hash is a bug here. */
function chipSigner(chip: Chip, key: Oid, publicKey: PublicKey): Signer {
  const make = (message: Uint8Array, hash: string): Promise<Result<Uint8Array>> => {
    if (hash !== 'sha256') throw new Error(`the chip is not asked for ${hash}`);
    return signWithChip(chip, key, publicKey, hashes.sha256(message));
  };
  return new Signer(publicKey, make, checkHere);
}

/**
 * A certificate request for a key of the chip, signed by the chip.
 * @param subject for example "CN=Device 1, O=Example"
 * @returns DER
 */
export const chipCsr = (chip: Chip, key: Oid, publicKey: PublicKey, subject: string): Promise<Result<Uint8Array>> => createCsr(chipSigner(chip, key, publicKey), subject, 'sha256');
