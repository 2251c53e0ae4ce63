import { anchorBreaches } from '../certificates/anchorRules.ts';
import type { ObjectSnapshot } from '../chip/snapshot.ts';
import { objectTypeCodes } from '../objects/codes.ts';
import { fieldNumber } from '../objects/metadata.ts';
import { formatOid, type Oid } from '../objects/oid.ts';
import type { Family } from '../objects/uid.ts';
import { fault, type Fault } from '../result/fault.ts';

/**
 * What is to be said of a trust anchor that the chip cannot use; undefined for one that it can, for one that holds
 * nothing yet or cannot be read, and for any other object.
 */
function anchorWarning({ id, metadata, data }: ObjectSnapshot, family: Family): Fault<'anchor/unusable'> | undefined {
  if (fieldNumber(metadata, 'type') !== objectTypeCodes.trust_anchor || data === undefined || data.every((byte) => byte === 0)) return undefined;
  const breaches = anchorBreaches(data, family);
  return breaches.length === 0 ? undefined : fault('anchor/unusable', { object: formatOid(id), breaches });
}

/** The trust anchors that a plan leaves on a chip and that the chip cannot use, as its steps go on. */
export class UnusableAnchors {
  readonly #family: Family;
  readonly #found = new Map<Oid, Fault<'anchor/unusable'> | undefined>();

  constructor(family: Family) {
    this.#family = family;
  }

  /** After a step. @param failed its own fault says what is wrong with its objects */
  see(objects: ReadonlyMap<Oid, ObjectSnapshot>, failed: boolean): void {
    for (const object of objects.values()) this.#found.set(object.id, failed ? undefined : anchorWarning(object, this.#family));
  }

  /** One for each object that is unusable in the end. */
  get warnings(): readonly Fault[] {
    return [...this.#found.values()].filter((warning) => warning !== undefined);
  }
}
