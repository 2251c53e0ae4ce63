import { equal } from '../bytes/bytes.ts';
import type { Enough } from '../chip/snapshot.ts';
import { findObject, type ObjectKind } from '../objects/catalogue.ts';
import { fieldNumber } from '../objects/metadata.ts';
import type { Oid } from '../objects/oid.ts';
import type { Plan, Step } from './step.ts';
import { kindOf } from './steps/index.ts';

const kinds: ReadonlySet<ObjectKind> = new Set<ObjectKind>(['certificate', 'trust-anchor', 'data']);

/** The first step of the plan that has to do with each object. */
function firstSteps({ steps }: Plan): ReadonlyMap<Oid, Step> {
  const first = new Map<Oid, Step>();
  for (const step of steps) for (const id of kindOf(step).objects(step)) if (!first.has(id)) first.set(id, step);
  return first;
}

/**
 * For a rehearsal whose review nobody reads before the run. An object that the plan overwrites as a whole before it uses
 * it need not be read when it begins with zeros: no step depends on what follows, and a record has nothing to name. A
 * content that begins with something else is read, because review and record name it (certificate, digest).
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
