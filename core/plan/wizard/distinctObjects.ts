import { formatOid, type Oid } from '../../objects/oid.ts';
import { fault, type Fault } from '../../result/fault.ts';

/** The purposes of the objects in a preparation, in the order of the questions. */
export const objectUses = ['target', 'trust anchor', 'secret', 'device certificate'] as const;
export type ObjectUse = (typeof objectUses)[number];

export interface SameObject {
  readonly uses: readonly [ObjectUse, ObjectUse];
  readonly fault: Fault<'wizard/same-object'>;
}

/** Every pair of purposes with the same object. An object has one type and one content, so each purpose needs its own object. */
export function sameObjects(objects: Readonly<Partial<Record<ObjectUse, Oid>>>): SameObject[] {
  return objectUses.flatMap((first, at) =>
    objectUses.slice(at + 1).flatMap((second): SameObject[] => {
      const object = objects[first];
      if (object === undefined || objects[second] !== object) return [];
      return [{ uses: [first, second], fault: fault('wizard/same-object', { object: formatOid(object), uses: `${first} and ${second}` }) }];
    }),
  );
}
