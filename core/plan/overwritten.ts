import { equal } from '../bytes/bytes.ts';
import type { Enough } from '../chip/snapshot.ts';
import { findObject, type ObjectKind } from '../objects/catalogue.ts';
import { fieldNumber } from '../objects/metadata.ts';
import type { Oid } from '../objects/oid.ts';
import type { Plan, Step } from './step.ts';
import { kindOf } from './steps/index.ts';

const kinds: ReadonlySet<ObjectKind> = new Set<ObjectKind>(['certificate', 'trust-anchor', 'data']);

/** For each object, the first step of the plan that uses it. */
function firstSteps({ steps }: Plan): ReadonlyMap<Oid, Step> {
  const first = new Map<Oid, Step>();
  for (const step of steps) for (const id of kindOf(step).objects(step)) if (!first.has(id)) first.set(id, step);
  return first;
}

/**
 * Decides which objects are read only in part, for a rehearsal whose review nobody reads before the run. If the plan
 * overwrites an object as a whole before using it, and the content begins with zeros, the rest is not read: no step
 * depends on it, and a record has nothing to name. Content that begins with something else is read, because review and
 * record name it (certificate, digest).
 */
export function enoughToOverwrite(plan: Plan): Enough {
  const first = firstSteps(plan);
  return (object, metadata) => {
    const step = first.get(object);
    const kind = findObject(object)?.kind;
    if (step?.kind !== 'write-object' || step.content.kind !== 'inline' || kind === undefined || !kinds.has(kind)) return undefined;
    const { bytes } = step.content;
    const otherSize = (fieldNumber(metadata, 'used_size') ?? fieldNumber(metadata, 'max_size')) !== bytes.length;
    return (beginning) => beginning.every((byte) => byte === 0) && (otherSize || !equal(beginning, bytes.subarray(0, beginning.length)));
  };
}
