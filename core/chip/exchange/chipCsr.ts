import { calcSign } from '../../apdu/commands/calcSign.ts';
import { buildCsr, parseCsr } from '../../certificates/csr.ts';
import { curves } from '../../keys/curves.ts';
import { decodeSignatureIntegers } from '../../keys/der.ts';
import type { PublicKey } from '../../keys/publicKey.ts';
import type { Oid } from '../../objects/oid.ts';
import type { Fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';
import type { Chip } from '../chip.ts';

/**
 * The chip signs a SHA-256 digest with one of its keys.
 * @param publicKey what kind of key it is
 * @returns r ‖ s padded, or the RSASSA-PKCS1-v1_5 block
 */
export async function signWithChip(chip: Chip, key: Oid, publicKey: PublicKey, digest: Uint8Array): Promise<Result<Uint8Array>> {
  const signed = await chip.run(calcSign(publicKey.kind === 'ec' ? 'ecdsa' : 'rsaSha256', digest, key));
  if (!signed.ok || publicKey.kind === 'rsa') return signed;
  return decodeSignatureIntegers(signed.value, curves[publicKey.curve].bytes);
}

/** What stands for a signature that the chip refused; it never leaves this file. */
const placeholder = (key: PublicKey): Uint8Array => new Uint8Array(key.kind === 'ec' ? 2 * curves[key.curve].bytes : key.modulus.length).fill(1);

/**
 * A certificate request for a key of the chip, signed by the chip and verified here.
 * @param subject for example "CN=Device 1, O=Example"
 * @returns DER
 */
export async function chipCsr(chip: Chip, key: Oid, publicKey: PublicKey, subject: string): Promise<Result<Uint8Array>> {
  let refusal: Fault | undefined;
  const built = await buildCsr(publicKey, subject, async (digest) => {
    const signed = await signWithChip(chip, key, publicKey, digest);
    if (signed.ok) return signed.value;
    refusal = signed.fault;
    return placeholder(publicKey);
  });
  if (!built.ok) return built;
  if (refusal !== undefined) return err(refusal);
  const verified = parseCsr(built.value, 'the request of the chip');
  return verified.ok ? ok(built.value) : verified;
}
