import { describe, expect, it } from 'vitest';
import { checkName, findSlot, nameOf, placed, usualPlace } from './names.ts';

const slots = [{ number: 1, name: 'Left' }, { number: 2 }, { number: 7, name: 'Prüfplatz' }];

describe('the name of a slot', () => {
  it.each([[' By the window ', 'By the window'], ['', undefined], ['slot 2', undefined], ['Slot 2', undefined]])('"%s" is kept as %s', (text, kept) => {
    expect(checkName(text, 2, slots)).toEqual({ ok: true, value: kept });
  });

  it.each([
    ['left', 'Slot 1 has this name.'],
    ['PRÜFPLATZ', 'Slot 7 has this name.'],
    ['Slot 3', 'A number alone means the slot with this number.'],
    ['7', 'A number alone means the slot with this number.'],
    ['all', 'This word means every slot.'],
    [' All ', 'This word means every slot.'],
    ['a\tb', 'It has an invisible character.'],
    ['a‮b', 'It has an invisible character.'],
  ])('"%s" is refused: %s', (text, why) => {
    const checked = checkName(text, 2, slots);
    expect(checked.ok ? undefined : checked.fault).toEqual({ code: 'slot/name-refused', data: { name: text.trim(), why } });
  });
});

it('a slot is found by its number or its name, in capitals or not', () => {
  const found = (wanted: string) => findSlot(wanted, slots);
  expect(['1', '2', ' slot 2 ', 'LEFT', 'prüfplatz'].map((wanted) => (found(wanted).ok ? found(wanted) : undefined))).toEqual([1, 2, 2, 1, 7].map((number) => ({ ok: true, value: slots.find((slot) => slot.number === number) })));
  expect(found('3')).toEqual({ ok: false, fault: { code: 'slot/unknown', data: { slot: '3', slots: 'Left, Slot 2, Prüfplatz' } } });
  expect(found('Lef').ok).toBe(false);
});

it('places: four in a row by number; the first free one when that is taken', () => {
  expect([1, 4, 5, 16].map((number) => usualPlace(number, []))).toEqual([{ row: 0, column: 0 }, { row: 0, column: 3 }, { row: 1, column: 0 }, { row: 3, column: 3 }]);
  expect(usualPlace(2, [{ row: 0, column: 1 }, { row: 0, column: 0 }])).toEqual({ row: 0, column: 2 });
});

it('a slot that is moved to the place of another changes places with it', () => {
  const bench = [{ number: 1, place: { row: 0, column: 0 } }, { number: 2, place: { row: 0, column: 1 } }];
  expect(placed(bench, 1, { row: 0, column: 1 }).map(({ place }) => place.column)).toEqual([1, 0]);
  expect(placed(bench, 1, { row: 2, column: 3 }).map(({ place }) => place)).toEqual([{ row: 2, column: 3 }, { row: 0, column: 1 }]);
  expect(placed(bench, 1, { row: 0, column: 0 })).toEqual(bench);
  expect(nameOf({ number: 3 })).toBe('Slot 3');
});
