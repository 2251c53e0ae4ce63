import { sha256 } from '@noble/hashes/sha2.js';
import { z } from 'zod';
import { utf8 } from '../bytes/bytes.ts';
import { toHex } from '../bytes/hex.ts';
import { readStrictJson } from '../bytes/strictJson.ts';
import { fromBase64Url, toBase64Url } from '../keys/base64.ts';
import { describePublicKey, encodeSpki, type PublicKey } from '../keys/publicKey.ts';
import { rsaBits, type HashName } from '../keys/rsa.ts';
import type { CheckSignature, Signer } from '../keys/signer.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { canonicalJson } from './canonical.ts';
import type { JobFile, JobSignature } from './job.ts';

const hashOf = { ES256: 'sha256', ES384: 'sha384', ES512: 'sha512', RS256: 'sha256' } as const satisfies Readonly<Record<string, HashName>>;
type Algorithm = keyof typeof hashOf;

const leastRsaBits = 2048;
const ofCurve: Readonly<Partial<Record<string, Algorithm>>> = { secp256r1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };

/** The one algorithm of a key (RFC 7518); undefined for a key that may not sign jobs: Brainpool curves, RSA below 2048 bits. */
function jobAlgorithm(key: PublicKey): Algorithm | undefined {
  if (key.kind === 'ec') return ofCurve[key.curve];
  return rsaBits(key) >= leastRsaBits ? 'RS256' : undefined;
}

/** The name of a signer's key in a job: SHA-256 of the SubjectPublicKeyInfo (DER), 64 hexadecimal digits. */
export const signerFingerprint = (key: PublicKey): string => toHex(sha256(encodeSpki(key)));

/** Exactly these three fields. Every other field of a header (`crit`, `b64`, `jwk`, `x5c` …) is refused. */
const header = z.strictObject({
  alg: z.enum(['ES256', 'ES384', 'ES512', 'RS256']),
  typ: z.literal('tbjob'),
  kid: z.string().regex(/^[0-9a-f]{64}$/),
});
type Header = z.infer<typeof header>;

/** The signed text (RFC 7515, 5.1): header and payload in base64url, with a dot between them. */
const signingInput = (protectedHeader: string, json: unknown): Uint8Array => utf8(`${protectedHeader}.${toBase64Url(canonicalJson(json))}`);

/** Refuses a key that may not sign jobs. @param signer the user's name for the key */
export function refuseJobSigner(key: PublicKey, signer: string): Result<Algorithm, 'job/signer-algorithm'> {
  const alg = jobAlgorithm(key);
  return alg === undefined ? err(fault('job/signer-algorithm', { signer, algorithm: describePublicKey(key) })) : ok(alg);
}

/**
 * Adds a signature. An earlier signature of the same key is replaced.
 * @param name the user's name for the signer
 */
export async function signJob(file: JobFile, signer: Signer, name: string): Promise<Result<JobFile>> {
  const alg = refuseJobSigner(signer.publicKey, name);
  if (!alg.ok) return alg;
  const kid = signerFingerprint(signer.publicKey);
  const text = toBase64Url(utf8(JSON.stringify({ alg: alg.value, typ: 'tbjob', kid } satisfies Header)));
  const signature = await signer.sign(signingInput(text, file.json), hashOf[alg.value]);
  if (!signature.ok) return signature;
  const others = file.signatures.filter((one) => headerOf(one).kid !== kid);
  return ok({ ...file, signatures: [...others, { protected: text, signature: toBase64Url(signature.value) }] });
}

/** Decodes base64url, only in its canonical form: without padding, and unused bits are zero. */
function exactBytes(text: string): Uint8Array | undefined {
  const bytes = fromBase64Url(text);
  return toBase64Url(bytes) === text ? bytes : undefined;
}

/** Reads the header of a signature. The key id is returned even when another field of the header is refused. */
function headerOf(one: JobSignature): { readonly header?: Header; readonly kid?: string; readonly why: string } {
  const bytes = exactBytes(one.protected);
  if (bytes === undefined) return { why: 'Its header is not base64url.' };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { why: 'Its header is not UTF-8.' };
  }
  const json = readStrictJson(text);
  if (!json.read) return { why: `Its header: ${json.why}` };
  const parsed = header.safeParse(json.value);
  if (parsed.success) return { header: parsed.data, kid: parsed.data.kid, why: '' };
  const kid = z.object({ kid: header.shape.kid }).safeParse(json.value);
  return { ...(kid.success ? { kid: kid.data.kid } : {}), why: whyRefused(parsed.error) };
}

function whyRefused({ issues }: z.ZodError): string {
  const [issue] = issues;
  if (issue?.code === 'unrecognized_keys') return `Its header has "${issue.keys.join('", "')}", which a job's signature must not have.`;
  return `Its header must have alg (ES256, ES384, ES512 or RS256), typ "tbjob" and kid (64 digits); wrong is "${issue?.path.join('.') || 'the whole'}".`;
}

/**
 * `valid`: a trusted key signed exactly this job. `wrong`: the signature names a trusted key and does not match, because
 * the job or the signature was changed. `stranger`: the signature names a key that is not trusted here, so it proves
 * nothing. `refused`: the signature does not have the form of a job's signature.
 */
export interface SignatureVerdict {
  readonly state: 'valid' | 'wrong' | 'stranger' | 'refused';
  /** SHA-256 of the key that the signature names; absent when it names no key. */
  readonly fingerprint?: string;
  readonly why?: string;
}

/** @param trusted keys whose signatures count; the file cannot add keys to them. @param check the arithmetic */
export function verifySignatures(file: JobFile, trusted: readonly PublicKey[], check: CheckSignature): readonly SignatureVerdict[] {
  const keys = new Map(trusted.map((key) => [signerFingerprint(key), key]));
  return file.signatures.map((one): SignatureVerdict => {
    const { header: said, kid, why } = headerOf(one);
    const named = kid === undefined ? {} : { fingerprint: kid };
    if (said === undefined) return { state: 'refused', ...named, why };
    const key = keys.get(said.kid);
    if (key === undefined) return { state: 'stranger', ...named };
    const alg = jobAlgorithm(key);
    if (alg !== said.alg) return { state: 'refused', ...named, why: `Its header says ${said.alg}; signatures of this key are ${alg ?? 'not taken'}.` };
    const signature = exactBytes(one.signature);
    if (signature === undefined) return { state: 'refused', ...named, why: 'It is not base64url.' };
    return { state: check(key, hashOf[alg], signingInput(one.protected, file.json), signature) ? 'valid' : 'wrong', ...named };
  });
}
