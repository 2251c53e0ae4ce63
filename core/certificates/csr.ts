import { bitString, context, derTags, inSequence, integer, parseDer, readBitString, sequence } from '../keys/der.ts';
import { encodeSpki, readSpki, type PublicKey } from '../keys/publicKey.ts';
import type { HashName } from '../keys/rsa.ts';
import type { Signer } from '../keys/signer.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { hashFor, encodeSignatureAlgorithm, readSignatureAlgorithm, verifySigned, wrapSignature } from './signatureAlgorithm.ts';
import { encodeName, isName, sayName } from './name.ts';

/** A certificate signing request (PKCS#10, RFC 2986) that was signed by its own key. */
export interface Csr {
  readonly der: Uint8Array;
  readonly subject: string;
  readonly subjectName: Uint8Array;
  readonly publicKey: PublicKey;
}

/**
 * A signing request, signed by the key that it is for.
 * @param subject for example "CN=Device 1, O=Example"
 * @param hash default: as strong as the key
 * @returns DER
 */
export async function createCsr(signer: Signer, subject: string, hash: HashName = hashFor(signer.publicKey)): Promise<Result<Uint8Array>> {
  const { publicKey } = signer;
  const name = encodeName(subject);
  if (!name.ok) return name;
  const info = sequence(integer(0), name.value, encodeSpki(publicKey), context(0));
  const signature = await signer.sign(info, hash);
  if (!signature.ok) return signature;
  return ok(sequence(info, encodeSignatureAlgorithm(publicKey, hash), bitString(wrapSignature(publicKey, signature.value))));
}

export type CsrFault = 'csr/malformed' | 'csr/unsupported-key' | 'csr/unsupported-signature' | 'csr/bad-signature';

/** Parses a request and checks that it was signed by the key in it. */
export function parseCsr(der: Uint8Array, file = 'the request'): Result<Csr, CsrFault> {
  const malformed = (why: string): Result<never, 'csr/malformed'> => err(fault('csr/malformed', { file, why }));
  const parsed = parseDer(der.slice(), 'The request');
  if (!parsed.ok) return malformed('Its bytes cannot be decoded.');
  const [info, algorithm, signatureNode, more] = inSequence(parsed.value);
  const [version, subject, spki] = inSequence(info);
  const signature = readBitString(signatureNode);
  if (info === undefined || version?.tag !== derTags.integer || subject === undefined || signature === undefined || more !== undefined) {
    return malformed('It does not have the parts of one.');
  }
  if (!isName(subject)) return malformed('The name in it cannot be read.');
  const publicKey = readSpki(spki, file);
  if (!publicKey.ok) return publicKey.fault.code === 'key/malformed' ? malformed(publicKey.fault.data.why) : err(fault('csr/unsupported-key', { file, name: publicKey.fault.data.name }));
  const csr: Csr = { der: parsed.value.whole, subject: sayName(subject), subjectName: subject.whole, publicKey: publicKey.value };
  const signedWith = readSignatureAlgorithm(algorithm);
  if (signedWith.kind === 'unknown') return err(fault('csr/unsupported-signature', { subject: csr.subject, algorithm: signedWith.name }));
  const signed = verifySigned(publicKey.value, signedWith, info.whole, signature);
  return signed ? ok(csr) : err(fault('csr/bad-signature', { subject: csr.subject }));
}
