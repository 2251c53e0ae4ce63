import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../bytes/bytes.ts';
import { toHex } from '../bytes/hex.ts';
import type { ChipSnapshot } from '../chip/snapshot.ts';
import type { Oid } from '../objects/oid.ts';
import { neededMaterials } from '../plan/neededMaterials.ts';
import type { Rehearsal } from '../plan/rehearsal.ts';
import type { Plan, Step } from '../plan/step.ts';
import type { Materials } from '../plan/stepKind.ts';
import { kindOf } from '../plan/steps/index.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { parseManifest } from '../update/manifest.ts';
import { say } from '../result/say.ts';
import { stateOf } from './expectations.ts';
import type { Job, JobFile, JobMaterial, ObjectStates, PublicPart, Variation } from './job.ts';
import { decodeJobFile, encodeJobFile, newJobFile } from './jobFile.ts';
import { publicSteps } from './publicSteps.ts';

/** What an engineer decides about a job besides its plan. */
export interface Release extends Pick<Job, 'id' | 'revision' | 'title' | 'issuedBy' | 'issuedAt' | 'validFrom' | 'validUntil' | 'quantity' | 'varies' | 'serial' | 'follows'> {
  /** Profile of the simulated chip on which it was rehearsed; absent for a sample chip. */
  readonly profile?: string | undefined;
}

/** A plan that was rehearsed for a sample: a real chip, or a new simulated one. */
export interface Rehearsed {
  readonly plan: Plan;
  readonly materials: Materials;
  readonly snapshot: ChipSnapshot;
  readonly rehearsal: Rehearsal;
}

/** Objects of the steps that cannot be undone. Their ids are typed at release. */
export const irreversibleObjects = ({ steps }: Rehearsal): readonly Oid[] => [...new Set(steps.flatMap(({ step, irreversible }) => (irreversible === undefined ? [] : [kindOf(step).objects(step)[0]])))];

const statesOf = ({ states }: Rehearsal): ObjectStates[] =>
  [...states].flatMap(([object, seen]) => {
    const [before, ...after] = seen.map(stateOf);
    return before === undefined ? [] : [{ object, before, after: [...new Set(after)].filter((state) => state !== before) }];
  });

/** Public contents that are the same for each unit. */
const partsOf = (steps: readonly Step[]): PublicPart[] =>
  steps.flatMap((step) => (step.kind === 'write-object' && step.content.kind === 'inline' ? [{ what: step.what, object: step.object, sha256: toHex(sha256(step.content.bytes)) }] : []));

/** Secrets that the station must have, each once. */
function materialsOf(steps: readonly Step[], varies: readonly Variation[], materials: Materials): JobMaterial[] {
  const needed = new Map(neededMaterials({ title: '', steps }).map(({ name, length }) => [name, length]));
  for (const { source } of varies) {
    if (source.kind !== 'pairs' || source.secret === undefined || needed.has(source.secret)) continue;
    const length = materials.get(source.secret)?.length;
    if (length !== undefined) needed.set(source.secret, length);
  }
  return [...needed].map(([name, bytes]) => ({ name, bytes }));
}

/** The material that a plan writes as the secret of an encrypted data set. */
function secretOf(step: Step | undefined, plan: Plan): string | undefined {
  const manifest = step?.kind === 'send-data-set' ? parseManifest(step.manifest) : undefined;
  const object = manifest?.ok === true ? manifest.value.confidentiality?.secret : undefined;
  const writer = plan.steps.findLast((one) => one.kind === 'write-object' && one.object === object && one.content.kind === 'material');
  return writer?.kind === 'write-object' && writer.content.kind === 'material' ? writer.content.name : undefined;
}

/** If no other secret is named, the data sets of pairs are encrypted with the secret that the plan writes. */
const withSecret = (one: Variation, plan: Plan): Variation => {
  const secret = one.source.kind === 'pairs' && one.source.secret === undefined ? secretOf(plan.steps.find(({ id }) => id === one.step), plan) : undefined;
  return secret === undefined || one.source.kind !== 'pairs' ? one : { ...one, source: { ...one.source, secret } };
};

/**
 * Makes a job from a plan that was rehearsed and confirmed. The rehearsal decides what the job expects of a chip. The job is
 * then read in the same way as at a station, so that whatever a station would refuse is refused here.
 */
export function releaseJob({ plan, materials, snapshot, rehearsal }: Rehearsed, release: Release): Result<JobFile> {
  const varies = release.varies.map((one) => withSecret(one, plan));
  const steps = publicSteps(plan, snapshot, varies);
  const same = steps.filter(({ id }) => !varies.some(({ step }) => step === id));
  const { profile, ...decided } = release;
  const job: Job = {
    ...decided,
    chip: { family: snapshot.uid.family, profile },
    states: statesOf(rehearsal),
    steps,
    expected: rehearsal.steps.map(({ step, state }) => ({ step: step.id, state: state === 'already-done' ? 'done' : 'needed' })),
    varies,
    materials: materialsOf(same, varies, materials),
    publicParts: partsOf(same),
    confirmed: irreversibleObjects(rehearsal),
    proof: { unproved: [...rehearsal.unproved] },
  };
  const read = decodeJobFile(utf8(encodeJobFile(newJobFile(job))), release.title);
  if (read.ok || read.fault.code !== 'job/not-a-job') return read.ok ? ok(read.value) : read;
  return err(fault('job/cannot-release', { job: release.title, why: say(read.fault).why }));
}
