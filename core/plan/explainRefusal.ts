import { conditionOf } from '../access/conditionOf.ts';
import { hexNumber } from '../bytes/hex.ts';
import { sayField } from '../access/sayMetadata.ts';
import { explain } from '../access/explain.ts';
import { plainAccess } from '../access/accessContext.ts';
import type { ChipSnapshot, ObjectSnapshot } from '../chip/snapshot.ts';
import { field, fieldNumber, isOperational, lifecycleOf, metadataTags } from '../objects/metadata.ts';
import { findObject, isKeyKind } from '../objects/catalogue.ts';
import { lifecycleNames } from '../objects/codes.ts';
import { parseCounter } from '../objects/counter.ts';
import { contentLimit, isTerminated, settingRanges } from '../objects/limits.ts';
import { formatOid, type Oid } from '../objects/oid.ts';
import { fault, type Fault } from '../result/fault.ts';
import { manifestOf } from './manifestOf.ts';
import { predictUpdate } from '../update/predict.ts';
import type { Step, StepOf } from './step.ts';
import { inputLength } from './input.ts';
import { isChipLifecycle } from './irreversible.ts';
import { kindOf } from './steps/index.ts';
import { sayBytes } from '../result/format.ts';

interface Reason {
  readonly why: string;
  readonly todo: string;
}

const [invalidParameter, accessDenied, outOfBounds, notAvailable, unsupportedIdentifier] = [0x05, 0x07, 0x08, 0x0c, 0x24];

const remedies = {
  shielded: 'Only a board whose firmware holds the binding secret can do this; choose another object.',
  authorization: 'Authorize the chip with its reference, then ask for the review again.',
  other: 'Choose another object, or change it with a protected update if one was prepared.',
} as const;

/** Why one of the object's conditions is not met now, term by term, and what can be done. */
export function unmetReason(object: ObjectSnapshot, name: 'change' | 'read' | 'execute', snapshot: ChipSnapshot): Reason {
  const { sentence, terms, missing } = explain(conditionOf(object.metadata, name), plainAccess(object.metadata, snapshot));
  const failed = terms.filter(({ truth }) => truth !== true).map((term) => term.sentence);
  const detail = failed.length === 0 ? '' : ` Not met now: ${failed.join('; ')}.`;
  return { why: `The ${name} condition of ${formatOid(object.id)} is: ${sentence}.${detail}`, todo: remedies[missing ?? 'other'] };
}

/** The reason when the step would lower the lifecycle state. */
function loweredReason(object: ObjectSnapshot, step: Step): Reason | undefined {
  const wanted = step.kind === 'write-metadata' ? fieldNumber(step.changes, 'lcso') : undefined;
  const present = lifecycleOf(object.metadata);
  if (wanted === undefined || wanted >= present) return undefined;
  const say = (state: number): string => sayField(metadataTags.lcso, Uint8Array.of(state));
  return {
    why: `The lifecycle of an object only rises: ${formatOid(object.id)} is in ${say(present)} and cannot go back to ${say(wanted)}.`,
    todo: 'Leave the lifecycle out. Only a metadata update (change condition meta update, with a reset type) can set it back.',
  };
}

const lifecycleTodo = 'Write one of 03 (initialization) and 07 (operational), higher than what is there; it never goes back.';

/** The reason when the chip refuses a lifecycle state of the chip or its application. */
function lifecycleReason({ id, data }: ObjectSnapshot, { content }: StepOf<'write-object' | 'write-at'>): Reason | undefined {
  const wanted = content.kind === 'inline' ? content.bytes[0] : undefined;
  if (wanted === undefined) return undefined;
  const name = lifecycleNames.get(wanted);
  const byte = hexNumber(wanted);
  if (name === undefined) return { why: `${byte} is not a lifecycle state: those are 01, 03, 07 and, for the whole chip, 0F.`, todo: lifecycleTodo };
  const present = data?.[0] ?? 0;
  if (wanted < present) return { why: `A lifecycle only rises: ${formatOid(id)} is at ${hexNumber(present)} and cannot go back to ${byte} (${name}).`, todo: 'Leave it as it is.' };
  return { why: `The application's lifecycle has no termination: ${formatOid(id)} takes no ${byte}.`, todo: lifecycleTodo };
}

/** The reason when content does not fit, or a setting is outside its range. */
function contentReason(object: ObjectSnapshot, step: Step, status: number): Reason | undefined {
  if (step.kind !== 'write-object' && step.kind !== 'write-at') return undefined;
  const range = settingRanges.get(object.id);
  if (range !== undefined && status === invalidParameter) {
    return { why: `${formatOid(object.id)} (${range.name}) takes one byte from ${range.least} to ${range.most} (${range.unit}).`, todo: `Write a value from ${range.least} to ${range.most}, in hexadecimal ${hexNumber(range.least)} to ${hexNumber(range.most)}.` };
  }
  const lifecycle = isChipLifecycle(object.id) && status === invalidParameter ? lifecycleReason(object, step) : undefined;
  if (lifecycle !== undefined) return lifecycle;
  if (isChipLifecycle(object.id) && status === notAvailable) {
    return { why: `This content terminates the whole chip: after that it answers no command, and nothing can be read back.`, todo: 'Leave the chip as it is. This program does not terminate a chip.' };
  }
  if (status !== outOfBounds) return undefined;
  const end = (step.kind === 'write-at' ? step.offset : 0) + inputLength(step.content);
  const limit = contentLimit(object);
  return { why: `${formatOid(object.id)} holds at most ${sayBytes(limit)}; the content would end at byte ${end}.`, todo: 'Write less, or choose a larger object.' };
}

function metadataReason(object: ObjectSnapshot): Reason {
  return isOperational(object.metadata)
    ? {
        why: `${formatOid(object.id)} is operational: its conditions, type and usage can no longer be changed.`,
        todo: 'Choose another object. Or send a metadata update, if one was prepared.',
      }
    : { why: `The chip does not accept this metadata for ${formatOid(object.id)} in its current state.`, todo: 'Read the object\'s metadata.' };
}

/**
 * The reason when the object is terminated. Only a metadata update that was prepared before can undo this (manual,
 * "Metadata update").
 */
const terminated = ({ id }: ObjectSnapshot): Reason => ({
  why: `${formatOid(id)} is terminated: it can no longer be read, used or changed, and no command can undo that.`,
  todo: 'Use another object. Or send a metadata update, if one was prepared.',
});

/** The reason when the object has no key, or its key may not sign. */
function keyReason(object: ObjectSnapshot): Reason {
  const name = formatOid(object.id);
  const usage = field(object.metadata, 'key_usage');
  if (field(object.metadata, 'algorithm') === undefined) {
    return { why: `${name} holds no key yet: its metadata names no algorithm.`, todo: 'Put a key there with a protected update, or make one on the chip.' };
  }
  const words = usage === undefined ? 'none' : sayField(metadataTags.key_usage, usage);
  return { why: `The key in ${name} has the usage ${words}.`, todo: 'Send the key again with the usage signature or authentication.' };
}

/** A key object accepts no bytes from a host, whatever its change condition is. */
const keyContent = ({ id }: ObjectSnapshot): Reason => ({
  why: `${formatOid(id)} holds a key. A host cannot write its content, whatever the change condition is.`,
  todo: 'Send the key in a data set (protected update), or make one on the chip.',
});

/** The reason when the counter would pass its threshold. */
function thresholdReason({ by }: StepOf<'count'>, { id, data }: ObjectSnapshot): Reason | undefined {
  const counter = data === undefined ? undefined : parseCounter(data);
  if (counter === undefined || counter.value + by <= counter.threshold) return undefined;
  const why = `${formatOid(id)} is at ${counter.value} of ${counter.threshold}: counting it up by ${by} would pass its threshold.`;
  return { why, todo: 'Set a higher threshold, where its change condition still allows that, or use another counter.' };
}

const isKeyObject = (id: Oid): boolean => {
  const kind = findObject(id)?.kind;
  return kind !== undefined && isKeyKind(kind);
};

function reasonFor(step: Step, status: number, objects: ReadonlyMap<Oid, ObjectSnapshot>, snapshot: ChipSnapshot): Reason | undefined {
  if (step.kind === 'send-data-set') return predicted(step, objects, snapshot);
  const object = objects.get(kindOf(step).objects(step)[0]);
  if (object === undefined) return undefined;
  if (isTerminated(object.metadata)) return terminated(object);
  const counted = step.kind === 'count' ? thresholdReason(step, object) : undefined;
  if (counted !== undefined) return counted;
  const own = loweredReason(object, step) ?? contentReason(object, step, status);
  if (own !== undefined) return own;
  if (step.kind === 'prove-key' && status === unsupportedIdentifier) return keyReason(object);
  if (status !== accessDenied) return undefined;
  switch (step.kind) {
    case 'write-object':
    case 'write-at':
    case 'erase':
      return isKeyObject(object.id) ? keyContent(object) : unmetReason(object, 'change', snapshot);
    case 'generate-key':
      return unmetReason(object, 'change', snapshot);
    case 'prove-key':
    case 'prove-aes':
    case 'count':
      return unmetReason(object, 'execute', snapshot);
    case 'write-metadata':
    case 'lock':
      return metadataReason(object);
  }
}

function predicted(
  step: Extract<Step, { kind: 'send-data-set' }>,
  objects: ReadonlyMap<Oid, ObjectSnapshot>,
  snapshot: ChipSnapshot,
): Reason | undefined {
  const manifest = manifestOf(step.manifest);
  if (!manifest.ok) return undefined;
  const { verdict, why, todo } = predictUpdate(manifest.value, {
    family: snapshot.uid.family,
    uid: snapshot.uid.raw,
    object: (id) => objects.get(id) ?? snapshot.objects.get(id),
    access: snapshot,
  });
  return verdict === 'refused' ? { why, todo } : undefined;
}

/** Adds the reason to a chip's refusal, for example the condition that is not met now. */
export function explainRefusal(
  step: Step,
  refusal: Fault,
  objects: ReadonlyMap<Oid, ObjectSnapshot>,
  snapshot: ChipSnapshot,
): Fault {
  if (refusal.code !== 'chip/refused') return refusal;
  const reason = reasonFor(step, refusal.data.status, objects, snapshot);
  return reason === undefined ? refusal : fault('chip/refused', { ...refusal.data, ...reason });
}
