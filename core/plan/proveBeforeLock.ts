import { equal } from '../bytes/bytes.ts';
import { readMetadata } from '../chip/read.ts';
import { readableNow } from '../chip/snapshot.ts';
import { findObject, type ObjectKind } from '../objects/catalogue.ts';
import { lifecycleCodes } from '../objects/codes.ts';
import { fieldNumber, mergeMetadata, metadataTags, type Metadata } from '../objects/metadata.ts';
import { formatOid, type Oid } from '../objects/oid.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { manifestOf } from './manifestOf.ts';
import { withInput } from './input.ts';
import { isChipLifecycle } from './irreversible.ts';
import { proveSecretByUse } from './proveSecretByUse.ts';
import type { StepOutcome } from './run.ts';
import type { Step, StepOf } from './step.ts';
import type { StepTools } from './stepKind.ts';
import { kindOf } from './steps/index.ts';
import { present } from './steps/readBack.ts';
import { missingFrom } from './steps/writeMetadata.ts';

/** An earlier step of this run. */
export interface Settled {
  readonly step: Step;
  outcome: StepOutcome;
  /** The connection (`Chip.connection`) in which the step's result was found. In a later connection, the result proves nothing. */
  connection: number;
}

type ContentStep = StepOf<'write-object' | 'write-at' | 'erase'>;

const objectOf = (step: Step): Oid => kindOf(step).objects(step)[0];
const isContent = (step: Step): step is ContentStep => step.kind === 'write-object' || step.kind === 'write-at' || step.kind === 'erase';
/** Whether the step writes content. A data set counts too: the chip decrypted and verified it. */
const writesContent = ({ step }: Settled): boolean => isContent(step) || step.kind === 'send-data-set';
const isProved = ({ outcome }: Settled): boolean => outcome.state === 'done' || outcome.state === 'unchanged';

/** Whether the step proves the object's secret: the chip decrypted a data set with it. */
const provesBySecret = (step: Step, object: Oid): boolean => step.kind === 'send-data-set' && kindOf(step).objects(step).slice(1).includes(object);

const notNow = 'It cannot be read back, and it was not proved since the chip’s application was last opened.';
/** The reason for content of an earlier run: the journal's HMAC tells what was written then, not what is on the chip now. */
const closedContent = `${notNow} Set a read condition that is met (possible while the object is not locked), then run the plan again. It then reads the object back, closes reading and locks it in one connection.`;
const holdsContent: ReadonlySet<ObjectKind> = new Set<ObjectKind>(['certificate', 'trust-anchor', 'data', 'binding-secret']);
/** The reason for content that this run has not written. */
const unseenContent = 'It cannot be read back, and this run did not prove its content. Set a read condition that is met (possible while the object is not locked) and check the content. Then set read to never and lock the object in one change of its metadata.';
const gone = 'It no longer holds the written content. Run the plan again to write it again.';

const refuse = (object: Oid, because: string) => err(fault('plan/lock-without-proof', { object: formatOid(object), because }));

/** The steps after the last one for which `ends` is true: that step ends the effect of those before it. */
function afterLast(entries: readonly Settled[], ends: (step: Step) => boolean): readonly Settled[] {
  return entries.slice(entries.findLastIndex(({ step }) => ends(step)) + 1);
}

/** The bytes that the object must contain after these steps, in their order. @param found the object's present content */
async function expectedContent(steps: readonly ContentStep[], found: Uint8Array, { materials }: StepTools): Promise<Result<Uint8Array>> {
  // Bytes that no step wrote are unchanged.
  let expected: Uint8Array = found.slice();
  for (const step of steps) {
    if (step.kind === 'erase') expected = new Uint8Array(Math.min(found.length, 1));
    else {
      const before = expected;
      const placed = await withInput(step.content, materials, async (bytes) => ok(step.kind === 'write-object' ? bytes.slice() : overlay(before, bytes, step.offset)));
      before.fill(0);
      if (!placed.ok) return placed;
      expected = placed.value;
    }
  }
  return ok(expected);
}

function overlay(under: Uint8Array, bytes: Uint8Array, offset: number): Uint8Array {
  const both = new Uint8Array(Math.max(under.length, offset + bytes.length));
  both.set(under);
  both.set(bytes, offset);
  return both;
}

/** Proves content that no step of this run wrote. The lock may run only if the content is readable or was used. */
async function proveFound(object: Oid, all: readonly Settled[], { chip, identity }: StepTools): Promise<Result<void>> {
  const kind = findObject(object)?.kind;
  if (kind === undefined || !holdsContent.has(kind)) return ok(undefined);
  const metadata = await readMetadata(chip, object);
  if (!metadata.ok) return metadata;
  const empty = (fieldNumber(metadata.value, 'used_size') ?? 0) === 0;
  if (empty || readableNow(object, metadata.value, identity)) return ok(undefined);
  const used = all.some((entry) => provesBySecret(entry.step, object) && entry.outcome.state === 'done' && entry.connection === chip.connection);
  return used ? ok(undefined) : refuse(object, unseenContent);
}

/** Proves content that this run wrote. It must be read back, or proved in this connection before it became unreadable, or used. */
async function proveContent(object: Oid, own: readonly Settled[], all: readonly Settled[], tools: StepTools): Promise<Result<void>> {
  const steps = afterLast(own, ({ kind }) => kind === 'send-data-set' || kind === 'count').filter(({ step }) => isContent(step));
  const last = steps.at(-1);
  if (last === undefined) return ok(undefined);
  const found = await present(object, tools);
  if (!found.ok) return found;
  if (found.value !== undefined) {
    const expected = await expectedContent(steps.map(({ step }) => step).filter(isContent), found.value, tools);
    if (!expected.ok) return expected;
    const holds = equal(expected.value, found.value);
    expected.value.fill(0);
    return holds ? ok(undefined) : refuse(object, gone);
  }
  const here = (entry: Settled): boolean => entry.connection === tools.chip.connection;
  if (steps.every((entry) => here(entry) && isProved(entry))) return ok(undefined);
  if (all.slice(all.indexOf(last) + 1).some((entry) => provesBySecret(entry.step, object) && entry.outcome.state === 'done' && here(entry))) return ok(undefined);
  if (last.step.kind !== 'write-object') return refuse(object, closedContent);
  const used = await proveSecretByUse(last.step, tools);
  if (!used.ok) return used;
  if (used.value === true) return ok(undefined);
  return refuse(object, used.value === undefined ? closedContent : gone);
}

/** Proves metadata that this run set; metadata is always readable. Lifecycle states are left out, since locks raise them. */
async function proveMetadata(object: Oid, own: readonly Settled[], tools: StepTools): Promise<Result<void>> {
  const steps = afterLast(own, (step) => step.kind === 'send-data-set' && carriesMetadata(step));
  const wanted = steps.reduce<Metadata>((sum, { step }) => (step.kind === 'write-metadata' ? mergeMetadata(sum, step.changes) : sum), []).filter(({ tag }) => tag !== metadataTags.lcso);
  if (wanted.length === 0) return ok(undefined);
  const now = await readMetadata(tools.chip, object);
  if (!now.ok) return now;
  return missingFrom(now.value, wanted).length === 0 ? ok(undefined) : refuse(object, 'Its metadata has changed. Run the plan again to set it again.');
}

function carriesMetadata({ manifest }: StepOf<'send-data-set'>): boolean {
  const parsed = manifestOf(manifest);
  return parsed.ok && parsed.value.payload.kind === 'metadata';
}

/** Proves a data set, a key, a counter or a proof by use. A proof from an earlier connection is repeated if that is possible. */
async function proveAgain(entry: Settled, all: readonly Settled[], tools: StepTools): Promise<Result<void>> {
  const { step } = entry;
  if (entry.connection === tools.chip.connection || isContent(step) || step.kind === 'write-metadata' || step.kind === 'lock') return ok(undefined);
  const kind = kindOf(step);
  if (step.kind === 'prove-key' || step.kind === 'prove-aes' || step.kind === 'generate-key') {
    const proof = await kind.verify(step, tools);
    if (!proof.ok) return proof;
    if (!proof.value.proved) return refuse(objectOf(step), notNow);
  } else {
    const check = await kind.check(step, tools);
    if (!check.ok) return check;
    if (check.value.state === 'needed') return refuse(objectOf(step), gone);
    const byUse = all.slice(all.indexOf(entry) + 1).some(({ step: later }) => (later.kind === 'prove-key' || later.kind === 'prove-aes') && later.key === objectOf(step));
    if (!check.value.proved && !byUse) return refuse(objectOf(step), notNow);
  }
  entry.connection = tools.chip.connection;
  return ok(undefined);
}

/** Whether everything is proved: a step without proof needs a later use of the secret that it wrote. */
function allProved(object: Oid, whole: boolean, before: readonly Settled[]): boolean {
  const open = before.filter(({ step, outcome }) => outcome.state === 'unproved' && (whole || kindOf(step).objects(step).includes(object)));
  return open.every((entry) => {
    const own = objectOf(entry.step);
    // Written content is proved below, by reading or by use.
    if ((whole || own === object) && isContent(entry.step)) return true;
    const proves = ({ step, outcome }: Settled): boolean => provesBySecret(step, own) && outcome.state === 'done';
    return (whole || own === object) && before.slice(before.indexOf(entry) + 1).some(proves);
  });
}

/**
 * Proves on this chip and in this connection what a lock protects, before the lock runs. Otherwise the lock does not
 * run. Content and metadata are read back and compared; keys are used. A secret that can't be read must have been
 * proved earlier in this connection: read back before it was closed to readers, or used (the chip decrypted a data
 * set, or made an HMAC). A lock of the whole chip protects everything.
 * @param step the lock, about to be applied
 * @param tools with a chip that repeats no command (`Chip.withoutRepeats`)
 */
export async function proveBeforeLock(step: Step, tools: StepTools, before: readonly Settled[]): Promise<Result<void>> {
  const object = objectOf(step);
  const whole = isChipLifecycle(object);
  if (!allProved(object, whole, before)) {
    return refuse(object, 'A step that writes or uses it could not be proved.');
  }
  // Below operational, content and conditions can still be changed.
  const closes = step.kind !== 'write-metadata' || (fieldNumber(step.changes, 'lcso') ?? 0) >= lifecycleCodes.operational;
  const protectedObjects = whole ? new Set(before.map((entry) => objectOf(entry.step))) : [object];
  for (const one of protectedObjects) {
    const own = before.filter((entry) => objectOf(entry.step) === one);
    const content = await (own.some(writesContent) || !closes ? proveContent(one, own, before, tools) : proveFound(one, before, tools));
    if (!content.ok) return content;
    const metadata = await proveMetadata(one, own, tools);
    if (!metadata.ok) return metadata;
    for (const entry of own) {
      const again = await proveAgain(entry, before, tools);
      if (!again.ok) return again;
    }
  }
  return ok(undefined);
}
