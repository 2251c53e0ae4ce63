import { expect, it } from 'vitest';
import type { PortHardware } from './hardware.ts';
import { lookForBoard, startTeachIn } from './teachIn.ts';

const a: PortHardware = { path: '/dev/ttyACM0', serialNumber: 'ABCDEF12', interface: 2 };
const b: PortHardware = { path: '/dev/ttyACM1', serialNumber: 'ABCDEF34', interface: 2 };

/** The answer to each look, up to the first one that ends the teach-in. */
function looks(before: readonly PortHardware[], ...lists: readonly (readonly PortHardware[])[]): string[] {
  let teachIn = startTeachIn(before);
  const said: string[] = [];
  for (const ports of lists) {
    const looked = lookForBoard(teachIn, ports);
    if (!looked.ok) return [...said, `${looked.fault.code} ${looked.fault.data.ports} one board: ${looked.fault.data.oneBoard}`];
    if ('board' in looked.value) return [...said, looked.value.board.path];
    ({ teachIn } = looked.value);
    said.push('waits');
  }
  return said;
}

it('a new board counts at the second look that sees it', () => {
  expect(looks([a], [a], [a, b], [a, b])).toEqual(['waits', 'waits', '/dev/ttyACM1']);
});

it('a board that was there counts when it was unplugged and plugged in again', () => {
  expect(looks([a], [a], [], [a], [a])).toEqual(['waits', 'waits', 'waits', '/dev/ttyACM0']);
});

it('tells another board on the same path from the first one', () => {
  expect(looks([a], [{ ...b, path: a.path }], [{ ...b, path: a.path }])).toEqual(['waits', '/dev/ttyACM0']);
});

it('a port that is gone again at the next look does not count', () => {
  expect(looks([], [a], [], [], [b], [b])).toEqual(['waits', 'waits', 'waits', 'waits', '/dev/ttyACM1']);
});

it('two new boards end the teach-in, even when the second one is seen one look later; so do two ports of one board', () => {
  expect(looks([], [a, b], [a, b])).toEqual(['waits', 'slot/several-new /dev/ttyACM0, /dev/ttyACM1 one board: false']);
  expect(looks([], [a], [a, b], [a, b])).toEqual(['waits', 'waits', 'slot/several-new /dev/ttyACM0, /dev/ttyACM1 one board: false']);
  expect(looks([], [a], [a, { ...a, path: '/dev/ttyACM1', interface: 4 }], [a, { ...a, path: '/dev/ttyACM1', interface: 4 }]).at(-1)).toBe('slot/several-new /dev/ttyACM0, /dev/ttyACM1 one board: true');
});
