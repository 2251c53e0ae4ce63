import { sha256 } from '@noble/hashes/sha2.js';
import { concat } from '../bytes/bytes.ts';
import { type Fault, fault } from '../result/fault.ts';
import { ok, type Result } from '../result/result.ts';
import { checkSpec, type DataSetContent, type DataSetSpec, type SpecPayload } from './buildSpec.ts';
import { deriveSession, sealFragment, wipeSession } from './confidentiality.ts';
import { fragmentCount, pieceAt } from './fragments.ts';
import type { ManifestPayload } from './manifest.ts';
import { encodeKeyPayload, keyCode } from './payload.ts';
import { signManifest } from './signature.ts';

/** One signed manifest and its fragments, as they are sent to the chip. */
export interface DataSet {
  readonly manifest: Uint8Array;
  /** At least one; every one but the last has 640 bytes. */
  readonly fragments: readonly Uint8Array[];
}

export interface BuiltDataSet extends DataSet {
  readonly warnings: readonly Fault<'update/version-zero'>[];
}

const payloadBytes = (payload: SpecPayload): Uint8Array => (payload.kind === 'key' ? encodeKeyPayload(payload.key) : payload.bytes.slice());

function manifestPayload(payload: SpecPayload): ManifestPayload {
  switch (payload.kind) {
    case 'data':
      return { kind: 'data', offset: payload.offset, writeType: payload.writeType };
    case 'metadata':
      return { kind: 'metadata', contentReset: payload.contentReset };
    case 'key':
      return { kind: 'key', algorithm: keyCode(payload.key), usage: payload.usage };
  }
}

/** The pieces to send, still without the digests of the following pieces. */
function sealPieces(spec: DataSetContent, payload: Uint8Array): Uint8Array[] {
  const { confidentiality } = spec;
  const encrypted = confidentiality !== undefined;
  const numbers = Array.from({ length: fragmentCount(payload.length, encrypted) }, (_, index) => index + 1);
  const places = numbers.map((number) => ({ number, ...pieceAt(number, payload.length, encrypted) }));
  if (confidentiality === undefined) return places.map(({ offset, length }) => payload.slice(offset, offset + length));
  const session = confidentiality.value.open((secret) => deriveSession(secret, confidentiality.label, confidentiality.seed));
  const sealed = places.map(({ number, offset, length }) => {
    const place = { number, offset, payloadLength: payload.length, payloadVersion: spec.payloadVersion };
    return sealFragment(session, place, payload.subarray(offset, offset + length));
  });
  wipeSession(session);
  return sealed;
}

/** Each fragment except the last ends with the digest of the next one, so they are made from the last to the first. */
function chain(pieces: readonly Uint8Array[]): Uint8Array[] {
  return pieces.reduceRight<Uint8Array[]>((later, piece) => {
    const [next] = later;
    return [next === undefined ? piece : concat(piece, sha256(next)), ...later];
  }, []);
}

/**
 * Builds and signs a data set. Refuses everything that a chip refuses in every state. Version 0 only gives a warning:
 * chips refuse it too, but it is the default of the vendor's tool.
 */
export async function buildDataSet(spec: DataSetSpec): Promise<Result<BuiltDataSet>> {
  const checked = checkSpec(spec);
  if (!checked.ok) return checked;
  const payload = payloadBytes(spec.payload);
  const fragments = chain(sealPieces(spec, payload));
  const { confidentiality } = spec;
  const fields = {
    trustAnchor: spec.trustAnchor,
    target: spec.target,
    payload: manifestPayload(spec.payload),
    payloadLength: payload.length,
    payloadVersion: spec.payloadVersion,
    firstFragmentDigest: sha256(fragments[0] as Uint8Array),
    componentId: spec.componentId ?? new Uint8Array(),
    ...(confidentiality === undefined ? {} : { confidentiality: { secret: confidentiality.secret, label: confidentiality.label, seed: confidentiality.seed } }),
  };
  payload.fill(0);
  const manifest = await signManifest(fields, spec.signer);
  if (!manifest.ok) {
    for (const fragment of fragments) fragment.fill(0);
    return manifest;
  }
  return ok({ manifest: manifest.value, fragments, warnings: spec.payloadVersion === 0 ? [fault('update/version-zero', undefined)] : [] });
}
