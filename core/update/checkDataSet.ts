import { sha256 } from '@noble/hashes/sha2.js';
import { equal } from '../bytes/bytes.ts';
import type { Secret } from '../bytes/secret.ts';
import type { Certificate } from '../certificates/certificate.ts';
import { describePublicKey, type PublicKey } from '../keys/publicKey.ts';
import type { CheckSignature } from '../keys/signer.ts';
import { formatOid, type Oid } from '../objects/oid.ts';
import { fault, type Fault } from '../result/fault.ts';
import { ok, type Result } from '../result/result.ts';
import { deriveSession, openFragment, wipeSession, type Session } from './confidentiality.ts';
import type { DataSet } from './dataSet.ts';
import { fragmentCount, pieceAt } from './fragments.ts';
import { parseManifest, type Manifest } from './manifest.ts';
import { checkMetadataPayload, decodeKeyPayload } from './payload.ts';
import { verifyManifest } from './signature.ts';
import { sayBytes } from '../result/format.ts';

/** What the data set is checked against. Absent parts are not checked. */
export interface CheckWith {
  /** Public key of the signer. `certificate` has priority. */
  readonly publicKey?: PublicKey;
  readonly certificate?: Certificate;
  readonly secret?: Secret;
  /** The anchor that the data set should name. The signature does not cover the name. */
  readonly trustAnchor?: Oid;
  /** Verifies the signature. Default: our own arithmetic. */
  readonly check?: CheckSignature;
}

export interface FragmentReport {
  readonly size: number;
  readonly digest: 'valid' | 'invalid';
}

export interface DataSetReport {
  readonly manifest: Manifest;
  readonly signature: 'valid' | 'invalid' | 'unchecked';
  readonly fragments: readonly FragmentReport[];
  /** The decrypted payload; absent when it is not available. The caller wipes it: it may contain a private key. */
  readonly payload?: Uint8Array;
  /** What is wrong, the first cause first. Empty: the checks found no problem. */
  readonly problems: readonly Fault[];
}

/** The digest that each fragment must have, according to the fragment before it (or the manifest). */
const expectedDigest = (manifest: Manifest, fragments: readonly Uint8Array[], index: number): Uint8Array =>
  index === 0 ? manifest.firstFragmentDigest : (fragments[index - 1] as Uint8Array).slice(-32);

function checkFragments(manifest: Manifest, fragments: readonly Uint8Array[], problems: Fault[]): FragmentReport[] {
  const encrypted = manifest.confidentiality !== undefined;
  const count = fragmentCount(manifest.payloadLength, encrypted);
  const bad = (number: number, why: string): number => problems.push(fault('update/bad-fragment', { number, why }));
  const reports = fragments.map((fragment, index): FragmentReport => {
    const number = index + 1;
    const valid = equal(sha256(fragment), expectedDigest(manifest, fragments, index));
    const { sentLength } = pieceAt(number, manifest.payloadLength, encrypted);
    if (number > count) bad(number, `The manifest announces ${count}.`);
    else if (fragment.length !== sentLength) bad(number, `It has ${sayBytes(fragment.length)}; it should have ${sentLength}.`);
    else if (!valid) bad(number, 'Its digest is not the one that was announced: its bytes were changed.');
    return { size: fragment.length, digest: valid ? 'valid' : 'invalid' };
  });
  if (fragments.length < count) bad(fragments.length + 1, `It is missing: the manifest announces ${count}.`);
  return reports;
}

function openAll(manifest: Manifest, fragments: readonly Uint8Array[], session: Session, problems: Fault[]): Uint8Array | undefined {
  const { payloadLength, payloadVersion } = manifest;
  const payload = new Uint8Array(payloadLength);
  for (const [index, fragment] of fragments.entries()) {
    const number = index + 1;
    const { offset, length } = pieceAt(number, payloadLength, true);
    const place = { number, offset, payloadLength, payloadVersion };
    const piece = openFragment(session, place, fragment.subarray(0, length + 8));
    if (piece === undefined) {
      problems.push(fault('update/wrong-secret', { number }));
      return undefined;
    }
    payload.set(piece, offset);
    piece.fill(0);
  }
  return payload;
}

/** Call it only when sizes and digests are correct. */
function readPayload(manifest: Manifest, fragments: readonly Uint8Array[], secret: Secret | undefined, problems: Fault[]): Uint8Array | undefined {
  const { confidentiality, payloadLength } = manifest;
  if (confidentiality === undefined) {
    const payload = new Uint8Array(payloadLength);
    for (const [index, fragment] of fragments.entries()) {
      const { offset, length } = pieceAt(index + 1, payloadLength, false);
      payload.set(fragment.subarray(0, length), offset);
    }
    return payload;
  }
  if (secret === undefined) return undefined;
  const session = secret.open((bytes) => deriveSession(bytes, confidentiality.label, confidentiality.seed));
  const payload = openAll(manifest, fragments, session, problems);
  wipeSession(session);
  return payload;
}

function checkPayload({ payload: { kind, ...rest } }: Manifest, payload: Uint8Array): Result<unknown> {
  if (kind === 'metadata') return checkMetadataPayload(payload);
  return kind === 'key' && 'algorithm' in rest ? decodeKeyPayload(rest.algorithm, payload) : ok(undefined);
}

/** Describes a data set and checks it: signature, digests, encryption, payload. */
export function checkDataSet(dataSet: DataSet, against: CheckWith): Result<DataSetReport, 'update/malformed-manifest'> {
  const parsed = parseManifest(dataSet.manifest);
  if (!parsed.ok) return parsed;
  const manifest = parsed.value;
  const problems: Fault[] = [];
  const key = against.certificate?.publicKey ?? against.publicKey;
  const signature = key === undefined ? 'unchecked' : verifyManifest(manifest, key, against.check) ? 'valid' : 'invalid';
  if (key !== undefined && signature === 'invalid') {
    problems.push(fault('update/bad-signature', { signer: against.certificate?.subject ?? `this ${describePublicKey(key)} key` }));
  }
  if (against.trustAnchor !== undefined && against.trustAnchor !== manifest.trustAnchor) {
    problems.push(fault('update/other-anchor', { named: formatOid(manifest.trustAnchor), expected: formatOid(against.trustAnchor) }));
  }
  const before = problems.length;
  const fragments = checkFragments(manifest, dataSet.fragments, problems);
  const sound = problems.length === before;
  const payload = sound ? readPayload(manifest, dataSet.fragments, against.secret, problems) : undefined;
  const checked = payload === undefined ? ok(undefined) : checkPayload(manifest, payload);
  if (!checked.ok) problems.push(checked.fault);
  return ok({ manifest, signature, fragments, problems, ...(payload === undefined ? {} : { payload }) });
}
