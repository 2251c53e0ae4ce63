import { bitString, context, derTags, inSequence, integer, parseDer, readBitString, sequence } from '../keys/der.ts';
import { signDigest, type PrivateKey } from '../keys/privateKey.ts';
import { encodeSpki, readSpki, type PublicKey } from '../keys/publicKey.ts';
import { hashes } from '../keys/rsa.ts';
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

/** Hash that the request for this key is signed over: SHA-256, which every chip signs with. */
const chipHash = 'sha256';

function encodeInfo(publicKey: PublicKey, subject: string): Result<Uint8Array, 'certificate/bad-subject'> {
  const name = encodeName(subject);
  return name.ok ? ok(sequence(integer(0), name.value, encodeSpki(publicKey), context(0))) : name;
}

/**
 * Request for a key that someone else holds, for example the chip.
 * @param sign is given the SHA-256 digest; answers r ‖ s padded, or the RSASSA-PKCS1-v1_5 block
 * @returns DER
 */
export async function buildCsr(
  publicKey: PublicKey,
  subject: string,
  sign: (digest: Uint8Array) => Promise<Uint8Array>,
): Promise<Result<Uint8Array, 'certificate/bad-subject'>> {
  const info = encodeInfo(publicKey, subject);
  if (!info.ok) return info;
  const signature = await sign(hashes[chipHash](info.value));
  return ok(sequence(info.value, encodeSignatureAlgorithm(publicKey, chipHash), bitString(wrapSignature(publicKey, signature))));
}

/** Request for a key at hand, DER. */
export function createCsr(key: PrivateKey, subject: string): Result<Uint8Array, 'certificate/bad-subject'> {
  const info = encodeInfo(key.publicKey, subject);
  if (!info.ok) return info;
  const hash = hashFor(key.publicKey);
  const signature = signDigest(key, hash, hashes[hash](info.value));
  return ok(sequence(info.value, encodeSignatureAlgorithm(key.publicKey, hash), bitString(wrapSignature(key.publicKey, signature))));
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
