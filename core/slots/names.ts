import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';

/** The place of a slot on the bench: row from the back, column from the left, both from 0. */
export interface SlotPlace {
  readonly row: number;
  readonly column: number;
}

interface Named {
  readonly number: number;
  readonly name?: string | undefined;
}

/** The name of a slot that nobody has named. */
const usualName = (number: number): string => `Slot ${number}`;
export const nameOf = ({ number, name }: Named): string => name ?? usualName(number);

const plain = (text: string): string => text.trim().toLowerCase();

/** Whether a name has only visible characters: no control characters, and none that change the text direction. */
export const isVisible = (name: string): boolean => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name);

/** Whether a text names every slot, as in `--slot all`. */
export const isEverySlot = (text: string): boolean => plain(text) === 'all';

/**
 * Checks a name for a slot. No two slots have the same name, because a slot can be chosen by its name. @returns undefined
 * for the default name
 */
export function checkName(text: string, number: number, slots: readonly Named[]): Result<string | undefined, 'slot/name-refused'> {
  const name = text.trim();
  const refused = (why: string) => err(fault('slot/name-refused', { name, why }));
  if (name === '' || plain(name) === plain(usualName(number))) return ok(undefined);
  if (!isVisible(name)) return refused('It has an invisible character.');
  if (/^(slot\s*)?\d+$/i.test(name)) return refused('A number alone means the slot with this number.');
  if (isEverySlot(name)) return refused('This word means every slot.');
  const other = slots.find((slot) => slot.number !== number && plain(nameOf(slot)) === plain(name));
  return other === undefined ? ok(name) : refused(`Slot ${other.number} has this name.`);
}

/** The slot with this number or name. */
export function findSlot<S extends Named>(wanted: string, slots: readonly S[]): Result<S, 'slot/unknown'> {
  const number = /^(?:slot\s*)?(\d+)$/i.exec(wanted.trim())?.[1];
  const found = slots.find((slot) => (number === undefined ? plain(nameOf(slot)) === plain(wanted) : slot.number === Number(number)));
  return found === undefined ? err(fault('slot/unknown', { slot: wanted, slots: slots.map(nameOf).join(', ') })) : ok(found);
}

const usualColumns = 4;
const isAt = (a: SlotPlace, b: SlotPlace): boolean => a.row === b.row && a.column === b.column;

/** Where a slot is drawn until somebody moves it: four in a row, in order of number. If that place is taken, the first free one. */
export function usualPlace(number: number, taken: readonly SlotPlace[]): SlotPlace {
  const at = (index: number): SlotPlace => ({ row: Math.floor(index / usualColumns), column: index % usualColumns });
  const places = [at(number - 1), ...Array.from({ length: taken.length + 1 }, (_, index) => at(index))];
  return places.find((place) => !taken.some((other) => isAt(other, place))) ?? at(number - 1);
}

/** Moves a slot to a place. If another slot is there, the two change places. */
export function placed<S extends { readonly number: number; readonly place: SlotPlace }>(slots: readonly S[], number: number, place: SlotPlace): S[] {
  const before = slots.find((slot) => slot.number === number)?.place ?? place;
  return slots.map((slot) => (slot.number === number ? { ...slot, place } : isAt(slot.place, place) ? { ...slot, place: before } : slot));
}
