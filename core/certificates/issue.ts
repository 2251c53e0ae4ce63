import { sha1 } from '@noble/hashes/legacy.js';
import type { Randomness } from '../bridge/bytePort.ts';
import { bitString, context, integer, parseDer, readBitString, sequence } from '../keys/der.ts';
import { signDigest, type PrivateKey } from '../keys/privateKey.ts';
import { encodeSpki, type PublicKey } from '../keys/publicKey.ts';
import { hashes } from '../keys/rsa.ts';
import { ok, type Result } from '../result/result.ts';
import type { Certificate } from './certificate.ts';
import type { Csr } from './csr.ts';
import { encodeExtensions, type CertificateUsage } from './extensions.ts';
import { encodeName } from './name.ts';
import { encodeSignatureAlgorithm, wrapSignature, hashFor } from './signatureAlgorithm.ts';
import { encodeTime } from './time.ts';

export interface IssueOptions {
  /** Validity from `now` on. */
  readonly days: number;
  readonly now: Date;
  readonly random: Randomness;
  /** Default: digitalSignature; for a CA keyCertSign and cRLSign. */
  readonly keyUsage?: readonly CertificateUsage[];
  readonly isCa?: boolean;
}

/** SHA-1 of the key's bits (RFC 5280, 4.2.1.2): a name, not a protection. */
function keyIdentifier(spki: Uint8Array): Uint8Array {
  const parsed = parseDer(spki, 'The public key');
  return sha1((parsed.ok ? readBitString(parsed.value.children[1]) : undefined) ?? spki);
}

const day = 86_400_000;

interface Tbs {
  readonly subjectName: Uint8Array;
  readonly issuerName: Uint8Array;
  readonly publicKey: PublicKey;
  readonly issuerKey: PublicKey;
}

function encodeTbs({ subjectName, issuerName, publicKey, issuerKey }: Tbs, algorithm: Uint8Array, options: IssueOptions): Uint8Array {
  const { now, days, isCa = false } = options;
  const spki = encodeSpki(publicKey);
  const serial = options.random(16);
  serial[0] = ((serial[0] as number) & 0x3f) | 0x40;
  const usage = options.keyUsage ?? (isCa ? (['keyCertSign', 'cRLSign'] as const) : (['digitalSignature'] as const));
  const authority = keyIdentifier(encodeSpki(issuerKey));
  return sequence(
    context(0, integer(2)),
    integer(serial),
    algorithm,
    issuerName,
    sequence(encodeTime(now), encodeTime(new Date(now.getTime() + days * day))),
    subjectName,
    spki,
    context(3, encodeExtensions(isCa, usage, { subject: keyIdentifier(spki), authority })),
  );
}

function issue(tbs: Tbs, signer: PrivateKey, options: IssueOptions): Uint8Array {
  const hash = hashFor(signer.publicKey);
  const algorithm = encodeSignatureAlgorithm(signer.publicKey, hash);
  const body = encodeTbs(tbs, algorithm, options);
  const signature = signDigest(signer, hash, hashes[hash](body));
  return sequence(body, algorithm, bitString(wrapSignature(signer.publicKey, signature)));
}

/** Self-signed certificate, DER. @param subject for example `CN=Bench anchor, O=Example` */
export function selfSign(key: PrivateKey, subject: string, options: IssueOptions): Result<Uint8Array, 'certificate/bad-subject'> {
  const name = encodeName(subject);
  if (!name.ok) return name;
  const { publicKey } = key;
  return ok(issue({ subjectName: name.value, issuerName: name.value, publicKey, issuerKey: publicKey }, key, options));
}

/** Certificate for a request whose signature was checked (`parseCsr`), DER. */
export const signCsr = (csr: Csr, caKey: PrivateKey, caCertificate: Certificate, options: IssueOptions): Uint8Array =>
  issue(
    { subjectName: csr.subjectName, issuerName: caCertificate.subjectName, publicKey: csr.publicKey, issuerKey: caKey.publicKey },
    caKey,
    options,
  );
