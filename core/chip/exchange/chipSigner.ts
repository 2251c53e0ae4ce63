import { calcSign } from '../../apdu/commands/calcSign.ts';
import type { Randomness } from '../../bridge/bytePort.ts';
import { createCsr } from '../../certificates/csr.ts';
import { curves, type CurveName } from '../../keys/curves.ts';
import { decodeSignatureIntegers } from '../../keys/der.ts';
import { isScalar } from '../../keys/ecdsa.ts';
import type { PublicKey } from '../../keys/publicKey.ts';
import { hashes } from '../../keys/rsa.ts';
import { checkHere, Signer, type CheckSignature } from '../../keys/signer.ts';
import { formatOid, type Oid } from '../../objects/oid.ts';
import { fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';
import type { Chip } from '../chip.ts';
import { sayBytes } from '../../result/format.ts';

/** What must be known of a key to read its signatures. */
export type KindOfKey = { readonly kind: 'ec'; readonly curve: CurveName } | { readonly kind: 'rsa'; readonly modulus: { readonly length: number } };

/**
 * Reads the chip's answer to CalcSign as a signature: two numbers from 1 to n-1, or as many bytes as the modulus has.
 * The fault `chip/no-signature` names the broken rule.
 */
function readSignature(answer: Uint8Array, key: Oid, of: KindOfKey): Result<Uint8Array, 'chip/no-signature'> {
  const none = (why: string) => err(fault('chip/no-signature', { object: formatOid(key), why }));
  if (of.kind === 'rsa') {
    return answer.length === of.modulus.length ? ok(answer) : none(`It has ${sayBytes(answer.length)}, and a signature of this key has ${of.modulus.length}.`);
  }
  const { bytes } = curves[of.curve];
  const signature = decodeSignatureIntegers(answer, bytes);
  if (!signature.ok) return none(`It is not two DER numbers of at most ${sayBytes(bytes)} each: ${signature.fault.data.why}.`);
  const parts = [['r', signature.value.subarray(0, bytes)], ['s', signature.value.subarray(bytes)]] as const;
  const [bad] = parts.filter(([, number]) => !isScalar(of.curve, number));
  if (bad === undefined) return signature;
  return none(`Its number ${bad[0]} is ${bad[1].every((byte) => byte === 0) ? 'zero' : 'not below the order of the curve'}.`);
}

/**
 * The chip signs a SHA-256 digest with one of its keys. The signature is not verified, because the public key may not
 * be known yet.
 * @returns r ‖ s padded, or the RSASSA-PKCS1-v1_5 block
 */
export async function signWithChip(chip: Chip, key: Oid, of: KindOfKey, digest: Uint8Array): Promise<Result<Uint8Array>> {
  const signed = await chip.run(calcSign(of.kind === 'ec' ? 'ecdsa' : 'rsaSha256', digest, key));
  return signed.ok ? readSignature(signed.value, key, of) : signed;
}

/**
 * Whether the chip has the private key of a public key: it signs a fresh random digest, and the public key must verify the signature.
 * Faults: `chip/refused`, `chip/no-signature`, link.
 */
export async function signsFresh(chip: Chip, key: Oid, publicKey: PublicKey, random: Randomness, check: CheckSignature = checkHere): Promise<Result<boolean>> {
  const challenge = random(32);
  const signature = await signWithChip(chip, key, publicKey, hashes.sha256(challenge));
  return signature.ok ? ok(check(publicKey, 'sha256', challenge, signature.value)) : signature;
}

/** Signs with a key of the chip, over SHA-256, which every chip accepts for every key. Throws for another hash (a bug in the caller). */
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
