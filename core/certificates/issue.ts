import { sha1 } from '@noble/hashes/legacy.js';
import type { Randomness } from '../bridge/bytePort.ts';
import { fromHex } from '../bytes/hex.ts';
import { bitString, context, integer, parseDer, readBitString, sequence } from '../keys/der.ts';
import { encodeSpki, type PublicKey } from '../keys/publicKey.ts';
import type { Signer } from '../keys/signer.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import type { Certificate } from './certificate.ts';
import type { Csr } from './csr.ts';
import { encodeExtensions, type CertificateUsage } from './extensions.ts';
import { encodeName } from './name.ts';
import { encodeSignatureAlgorithm, wrapSignature, hashFor } from './signatureAlgorithm.ts';
import { encodeTime } from './time.ts';

export interface IssueOptions {
  /** The validity begins at `now`. */
  readonly days: number;
  readonly now: Date;
  readonly random: Randomness;
  /** Default: digitalSignature; for a CA keyCertSign and cRLSign. */
  readonly keyUsage?: readonly CertificateUsage[];
  readonly isCa?: boolean;
}

/** A key that signs certificates needs a CA certificate: verifiers refuse other certificates. */
export const checkUsage = ({ isCa = false, keyUsage = [] }: Pick<IssueOptions, 'isCa' | 'keyUsage'>): Result<void, 'certificate/usage-of-a-ca'> =>
  keyUsage.includes('keyCertSign') && !isCa ? err(fault('certificate/usage-of-a-ca', { usage: 'keyCertSign' })) : ok(undefined);

/** SHA-1 of the key's bits (RFC 5280, 4.2.1.2). It only identifies the key; it does not protect anything. */
function keyIdentifier(spki: Uint8Array): Uint8Array {
  const parsed = parseDer(spki, 'The public key');
  return sha1((parsed.ok ? readBitString(parsed.value.children[1]) : undefined) ?? spki);
}

const day = 86_400_000;

interface Tbs {
  readonly subjectName: Uint8Array;
  readonly issuerName: Uint8Array;
  readonly publicKey: PublicKey;
  /** Key identifier of the issuer. */
  readonly authority: Uint8Array;
}

function encodeTbs({ subjectName, issuerName, publicKey, authority }: Tbs, algorithm: Uint8Array, options: IssueOptions): Uint8Array {
  const { now, days, isCa = false } = options;
  const spki = encodeSpki(publicKey);
  const serial = options.random(16);
  serial[0] = ((serial[0] as number) & 0x3f) | 0x40;
  const usage = options.keyUsage ?? (isCa ? (['keyCertSign', 'cRLSign'] as const) : (['digitalSignature'] as const));
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

async function issue(tbs: Tbs, signer: Signer, options: IssueOptions): Promise<Result<Uint8Array>> {
  const hash = hashFor(signer.publicKey);
  const algorithm = encodeSignatureAlgorithm(signer.publicKey, hash);
  const body = encodeTbs(tbs, algorithm, options);
  const signature = await signer.sign(body, hash);
  return signature.ok ? ok(sequence(body, algorithm, bitString(wrapSignature(signer.publicKey, signature.value)))) : signature;
}

/** Self-signed certificate, DER. @param subject for example `CN=Bench anchor, O=Example` */
export async function selfSign(signer: Signer, subject: string, options: IssueOptions): Promise<Result<Uint8Array>> {
  const name = encodeName(subject);
  if (!name.ok) return name;
  const { publicKey } = signer;
  return issue({ subjectName: name.value, issuerName: name.value, publicKey, authority: keyIdentifier(encodeSpki(publicKey)) }, signer, options);
}

/** Certificate for a request whose signature was checked (`parseCsr`), DER. @param ca signs with the CA's key */
export async function signCsr(csr: Csr, ca: Signer, { subjectName: issuerName, subjectKeyId }: Certificate, options: IssueOptions): Promise<Result<Uint8Array>> {
  // The issuer's own identifier, which may be computed differently from ours. Verifiers compare the two.
  const own = subjectKeyId === undefined ? undefined : fromHex(subjectKeyId);
  const authority = own?.ok === true ? own.value : keyIdentifier(encodeSpki(ca.publicKey));
  return issue({ subjectName: csr.subjectName, issuerName, publicKey: csr.publicKey, authority }, ca, options);
}
