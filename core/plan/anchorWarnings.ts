import { anchorBreaches } from '../certificates/anchorRules.ts';
import type { ObjectSnapshot } from '../chip/snapshot.ts';
import { objectTypeCodes } from '../objects/codes.ts';
import { fieldNumber } from '../objects/metadata.ts';
import { formatOid, type Oid } from '../objects/oid.ts';
import type { Family } from '../objects/uid.ts';
import { fault, type Fault } from '../result/fault.ts';

/**
 * The warning about a trust anchor that the chip cannot use. Undefined when the chip can use it, when it is empty or
 * unreadable, and for other objects.
 */
function anchorWarning({ id, metadata, data }: ObjectSnapshot, family: Family): Fault<'anchor/unusable'> | undefined {
  if (fieldNumber(metadata, 'type') !== objectTypeCodes.trust_anchor || data === undefined || data.every((byte) => byte === 0)) return undefined;
  const breaches = anchorBreaches(data, family);
  return breaches.length === 0 ? undefined : fault('anchor/unusable', { object: formatOid(id), breaches });
}

/** Collects the trust anchors that a plan leaves on a chip although the chip cannot use them. */
export class UnusableAnchors {
  readonly #family: Family;
  readonly #found = new Map<Oid, Fault<'anchor/unusable'> | undefined>();

  constructor(family: Family) {
    this.#family = family;
  }

  /** Call it after each step. @param failed whether the step failed: its fault then already says what is wrong with its objects */
  update(objects: ReadonlyMap<Oid, ObjectSnapshot>, failed: boolean): void {
    for (const object of objects.values()) this.#found.set(object.id, failed ? undefined : anchorWarning(object, this.#family));
  }

  /** One warning for each object that the chip cannot use after the last step of the plan. */
  get warnings(): readonly Fault[] {
    return [...this.#found.values()].filter((warning) => warning !== undefined);
  }
}
