import { formatOid, type Oid } from '../../objects/oid.ts';
import { fault, type Fault } from '../../result/fault.ts';

/** What the objects of a preparation are used for, in the order of the questions. */
export const objectUses = ['target', 'trust anchor', 'secret', 'device certificate'] as const;
export type ObjectUse = (typeof objectUses)[number];

export interface SameObject {
  readonly uses: readonly [ObjectUse, ObjectUse];
  readonly fault: Fault<'wizard/same-object'>;
}

/** Every two uses of one object: an object has one type and one content, so each use needs an object of its own. */
export function sameObjects(objects: Readonly<Partial<Record<ObjectUse, Oid>>>): SameObject[] {
  return objectUses.flatMap((first, at) =>
    objectUses.slice(at + 1).flatMap((second): SameObject[] => {
      const object = objects[first];
      if (object === undefined || objects[second] !== object) return [];
      return [{ uses: [first, second], fault: fault('wizard/same-object', { object: formatOid(object), uses: `${first} and ${second}` }) }];
    }),
  );
}
