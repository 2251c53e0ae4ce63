import { equal, firstDifference } from '../../bytes/bytes.ts';
import { readMetadata, readPart } from '../../chip/read.ts';
import { sendDataSet as send } from '../../chip/protectedUpdate.ts';
import { readableNow } from '../../chip/snapshot.ts';
import { holdsKey, parseMetadata, version } from '../../objects/metadata.ts';
import { formatOid } from '../../objects/oid.ts';
import { fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';
import type { Manifest } from '../../update/manifest.ts';
import { manifestOf } from '../manifestOf.ts';
import { splitFragments } from '../fragments.ts';
import { withInput } from '../input.ts';
import type { SendDataSet } from '../step.ts';
import type { StepTools, Check, Proof, StepKind } from '../stepKind.ts';
import { losesKey } from './generateKey.ts';
import { missingFrom } from './writeMetadata.ts';
import { sayBytes } from '../../result/format.ts';

const digestLength = 32;

/**
 * Checks the target's version. It shows that a data set was accepted, because the chip sets it only after the last
 * correct fragment. Whether it was this data set is shown by comparing readable plain data, and for keys by the proof
 * that follows in the plan.
 */
async function check(step: SendDataSet, tools: StepTools): Promise<Result<Check>> {
  const { chip } = tools;
  const manifest = manifestOf(step.manifest);
  if (!manifest.ok) return manifest;
  const metadata = await readMetadata(chip, step.target);
  if (!metadata.ok) return metadata;
  const present = version(metadata.value);
  const wanted = manifest.value.payloadVersion;
  const object = formatOid(step.target);
  // No chip accepts version 0: an absent version counts as 0, and the version must be higher.
  if (present.version > wanted || wanted === 0) return err(fault('plan/key-other-version', { object, version: present.version, wanted }));
  if (present.invalid || present.version < wanted) return ok({ state: 'needed' });
  return checkSameVersion(step, manifest.value, tools);
}

async function checkSameVersion(step: SendDataSet, manifest: Manifest, tools: StepTools): Promise<Result<Check>> {
  const version_ = manifest.payloadVersion;
  const object = formatOid(step.target);
  const compared = await compareContent(step, manifest, tools);
  if (compared === undefined) {
    const found = `${object} already has version ${version_}`;
    return ok({ state: 'done', proved: false, found, says: `${found}; whether it came from this data set cannot be read` });
  }
  if (compared.ok) return ok({ state: 'done', proved: true, says: `${object} already has version ${version_} and these bytes` });
  const other = compared.fault.code === 'chip/read-back-differs';
  return other ? err(fault('plan/key-other-version', { object, version: version_, wanted: version_ })) : compared;
}

async function apply(step: SendDataSet, { chip, materials }: StepTools): Promise<Result<true>> {
  return withInput(step.fragments, materials, (joined) =>
    send(chip, step.manifest, splitFragments(joined), step.target),
  );
}

async function verify(step: SendDataSet, tools: StepTools): Promise<Result<Proof>> {
  const manifest = manifestOf(step.manifest);
  if (!manifest.ok) return manifest;
  const metadata = await readMetadata(tools.chip, step.target);
  if (!metadata.ok) return metadata;
  const present = version(metadata.value);
  const object = formatOid(step.target);
  if (present.invalid || present.version !== manifest.value.payloadVersion) {
    const because = `The object has version ${present.version}${present.invalid ? ' and is invalid' : ''}, not ${manifest.value.payloadVersion}.`;
    return err(fault('plan/proof-failed', { object, because }));
  }
  const compared = await compareContent(step, manifest.value, tools);
  return compared ?? ok({ proved: true, says: sayAccepted(manifest.value) });
}

function sayAccepted(manifest: Manifest): string {
  const secret = manifest.confidentiality?.secret;
  return [
    `version ${manifest.payloadVersion}`,
    `signature verified by the chip with ${formatOid(manifest.trustAnchor)}`,
    ...(secret === undefined ? [] : [`decrypted by the chip with ${formatOid(secret)}, which proves that secret`]),
  ].join('; ');
}

/**
 * Compares plain data with the fragments' pieces (without the digests between them). Undefined when nothing can be
 * compared: the payload is a key, encrypted or unreadable.
 */
async function compareContent(step: SendDataSet, manifest: Manifest, tools: StepTools): Promise<Result<Proof> | undefined> {
  if (manifest.confidentiality !== undefined || manifest.payload.kind === 'key') return undefined;
  if (manifest.payload.kind === 'metadata') return compareMetadata(step, manifest, tools);
  const { offset } = manifest.payload;
  const metadata = await readMetadata(tools.chip, step.target);
  if (!metadata.ok) return metadata;
  if (!readableNow(step.target, metadata.value, tools.identity)) return undefined;
  return withInput<Proof>(step.fragments, tools.materials, async (joined) => {
    const pieces = splitFragments(joined).map((part, i, all) => (i === all.length - 1 ? part : part.subarray(0, -digestLength)));
    const wanted = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
    const read = await readPart(tools.chip, step.target, offset, wanted.length);
    if (!read.ok) return read;
    const found = read.value;
    return equal(found, wanted)
      ? ok({ proved: true, says: `${sayAccepted(manifest)}; read back: ${sayBytes(wanted.length)}, equal` })
      : err(fault('chip/read-back-differs', { object: formatOid(step.target), at: offset + firstDifference(found, wanted) }));
  });
}

/** Compares metadata, which is always readable: the object must have every field of a plain payload. */
async function compareMetadata(step: SendDataSet, manifest: Manifest, tools: StepTools): Promise<Result<Proof> | undefined> {
  const metadata = await readMetadata(tools.chip, step.target);
  if (!metadata.ok) return metadata;
  return withInput<Proof>(step.fragments, tools.materials, async (joined) => {
    const wanted = parseMetadata(joined);
    if (!wanted.ok) return wanted;
    const [missing] = missingFrom(metadata.value, wanted.value);
    return missing === undefined
      ? ok({ proved: true, says: `${sayAccepted(manifest)}; read back: every field matches the data set` })
      : err(fault('chip/read-back-differs', { object: formatOid(step.target), at: missing.tag }));
  });
}

const words = { data: 'data', key: 'a key', metadata: 'metadata' } as const;

function describe(step: SendDataSet): string {
  const manifest = manifestOf(step.manifest);
  if (!manifest.ok) return 'a data set';
  const encrypted = manifest.value.confidentiality === undefined ? '' : 'encrypted ';
  return `${encrypted}data set (${words[manifest.value.payload.kind]}, version ${manifest.value.payloadVersion})`;
}

export const sendDataSet: StepKind<SendDataSet> = {
  title: (step) => `Send the ${describe(step)} to ${formatOid(step.target)}`,
  objects: (step) => {
    const manifest = manifestOf(step.manifest);
    if (!manifest.ok) return [step.target];
    const secret = manifest.value.confidentiality?.secret;
    return [step.target, manifest.value.trustAnchor, ...(secret === undefined ? [] : [secret])];
  },
  loses: ({ manifest, target }, before) => {
    const read = manifestOf(manifest);
    const brings = read.ok && read.value.payload.kind === 'key';
    return brings && (before === undefined || holdsKey(before.metadata)) ? losesKey(target) : undefined;
  },
  verifiedBy: () => 'the chip\'s own checks, version and state read back',
  cycles: (step) => (step.target >= 0xe0fc && step.target <= 0xe0fd ? 6 : 4),
  check,
  apply,
  verify,
};
