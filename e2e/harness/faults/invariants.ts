import { hex, toHex } from '../../../core/bytes/hex.ts';
import { allowedNow } from '../../../core/chip/snapshot.ts';
import { encodeMetadata, fieldNumber, metadataTags, parseMetadata, type Metadata } from '../../../core/objects/metadata.ts';
import type { Plan } from '../../../core/plan/step.ts';
import { kindOf } from '../../../core/plan/steps/index.ts';
import { must } from '../../../core/result/result.ts';
import type { ChipState } from '../../../core/simulator/chip/state.ts';

/** The chip's own counter of security events counts every use of a key and every refusal, so it is not compared. */
const ownCounter = 'e0c5';
const lastError = 'f1c2';

export type States = Readonly<Record<string, string>>;

/** Each object as one text: metadata, data, key. */
export const statesOf = ({ objects }: ChipState): States =>
  Object.fromEntries(
    Object.entries(objects)
      .filter(([id]) => id !== ownCounter && id !== lastError)
      .map(([id, object]) => [id, JSON.stringify(object)]),
  );

/** Objects that differ from the uninterrupted run. */
export const differing = (found: States, wanted: States): string[] => Object.keys(wanted).filter((id) => found[id] !== wanted[id]);

/** Tags of the access rules. The other tags follow from the content. */
const conditionTags: ReadonlySet<number> = new Set([
  metadataTags.lcso,
  metadataTags.change,
  metadataTags.read,
  metadataTags.execute,
  metadataTags.meta_update,
  metadataTags.type,
  metadataTags.reset_type,
]);

/** An operational chip whose application is in the factory's state. */
const lcs = { lcsG: 0x07, lcsA: 0x01 };

/** Returns the access rules in tag order, because a chip returns tags in the order in which they were written. */
const conditionsOf = (metadata: Metadata): string => toHex(encodeMetadata(metadata.filter(({ tag }) => conditionTags.has(tag)).sort((a, b) => a.tag - b.tag)));
const metadataOf = (state: ChipState, id: string): Metadata => must(parseMetadata(hex(state.objects[id]?.metadata ?? '2000')));

const openTo = (metadata: Metadata): readonly ('change' | 'read')[] => (['change', 'read'] as const).filter((use) => allowedNow(metadata, use, lcs) === true);

/** The conditions of each object during the uninterrupted run. A cut must leave none outside this list. */
export class Conditions {
  readonly #seen = new Map<string, Set<string>>();
  readonly #start: ChipState;
  /** Closed objects that the uninterrupted run opens, even briefly. There must be none. */
  readonly opened = new Set<string>();

  constructor(start: ChipState) {
    this.#start = start;
    this.note(start);
  }

  note(state: ChipState): void {
    for (const id of Object.keys(state.objects)) {
      const metadata = metadataOf(state, id);
      const seen = this.#seen.get(id) ?? new Set();
      if (seen.has(conditionsOf(metadata))) continue;
      seen.add(conditionsOf(metadata));
      this.#seen.set(id, seen);
      const before = openTo(metadataOf(this.#start, id));
      if (openTo(metadata).some((use) => !before.includes(use))) this.opened.add(id);
    }
  }

  /** @param metadata present metadata of the object */
  isStrange(id: string, metadata: Metadata): boolean {
    return this.#seen.get(id)?.has(conditionsOf(metadata)) !== true;
  }

  strange(state: ChipState): string[] {
    return Object.keys(state.objects).filter((id) => this.isStrange(id, metadataOf(state, id)));
  }
}

/** Objects that the plan's steps change, as their ids in a snapshot. */
export const objectsOf = ({ steps }: Plan): string[] => [...new Set(steps.map((step) => kindOf(step).objects(step)[0].toString(16)))];

const operational = 0x07;

/** Operational objects of the plan's locks. */
export function locked(state: ChipState, plan: Plan): string[] {
  const ids = plan.steps.filter(({ kind }) => kind === 'lock').map((step) => kindOf(step).objects(step)[0].toString(16));
  return ids.filter((id) => fieldNumber(metadataOf(state, id), 'lcso') === operational);
}

/** Operational objects that everyone can still write: their lock has no effect. */
export const lockedOpen = (state: ChipState, plan: Plan): string[] => locked(state, plan).filter((id) => allowedNow(metadataOf(state, id), 'change', lcs) === true);

/** The object that a command sets to operational; undefined when it does not. */
function lockedBy(apdu: Uint8Array): number | undefined {
  const setMetadata = ((apdu[0] ?? 0) & 0x7f) === 0x02 && apdu[1] === 0x01;
  if (!setMetadata) return undefined;
  const metadata = parseMetadata(apdu.subarray(8));
  if (!metadata.ok || fieldNumber(metadata.value, 'lcso') !== operational) return undefined;
  return ((apdu[4] ?? 0) << 8) | (apdu[5] ?? 0);
}

const isSignature = (apdu: Uint8Array): boolean => ((apdu[0] ?? 0) & 0x7f) === 0x31;

/** Observes what reaches a chip in one session of the product. */
export class LockWatch {
  readonly #plan: Plan;
  readonly #wanted: () => States;
  readonly broken: string[] = [];
  #proved = false;

  constructor(plan: Plan, wanted: () => States) {
    this.#plan = plan;
    this.#wanted = wanted;
  }

  /** Called when a new session begins, which must prove everything again. */
  restart(): void {
    this.#proved = false;
  }

  /** @param stateOf called only when needed, because a snapshot contains the whole chip */
  see(apdu: Uint8Array, response: Uint8Array, stateOf: () => ChipState): void {
    if (response[0] !== 0x00) return;
    if (isSignature(apdu)) this.#proved = true;
    const id = lockedBy(apdu);
    if (id === undefined) return;
    if (this.#plan.steps.some(({ kind }) => kind === 'prove-key') && !this.#proved) this.broken.push(`${id.toString(16)} locked before the key was proved`);
    const [wanted, state] = [this.#wanted(), stateOf()];
    for (const step of this.#plan.steps) {
      const about = kindOf(step).objects(step)[0].toString(16);
      if (!sameContent(state.objects[about], wanted[about])) this.broken.push(`${id.toString(16)} locked while ${about} is not as it should be`);
    }
  }
}

/** Whether two contents are equal. They can be compared as texts, because snapshots omit zeros at the end of data. */
function sameContent(object: ChipState['objects'][string] | undefined, wanted: string | undefined): boolean {
  if (wanted === undefined || object === undefined) return wanted === undefined;
  const other = JSON.parse(wanted) as ChipState['objects'][string];
  return object.data === other.data && JSON.stringify(object.key) === JSON.stringify(other.key);
}

