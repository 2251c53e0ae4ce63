import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bindingOf, isBound, type SlotBinding } from './binding.ts';
import { hardwareOf, type PortHardware } from './hardware.ts';
import { resolveSlots, takenBy } from './resolve.ts';
import { kitProg3Linux, kitProg3Windows, macOs, mixedWindows, noSerialLinux, noSerialWindows, sameSerialLinux, twoUartsLinux } from './testing/recordedPorts.ts';

const slot = (number: number, binding: SlotBinding) => ({ number, name: `Slot ${number}`, binding });
const usb: SlotBinding = { kind: 'usb', serialNumber: 'ABCDEF12', interface: 2 };
const left: PortHardware = { path: '/dev/ttyACM0', serialNumber: 'ABCDEF12', interface: 2, position: 'socket 1' };
const twin: PortHardware = { path: '/dev/ttyACM1', serialNumber: 'ABCDEF12', interface: 2, position: 'socket 2' };

it.each([
  ['KitProg3 on Linux', kitProg3Linux], ['two UARTs', twoUartsLinux], ['no serial numbers, Linux', noSerialLinux], ['one serial number, Linux', sameSerialLinux],
  ['KitProg3 on Windows', kitProg3Windows], ['no serial numbers, Windows', noSerialWindows], ['mixed, Windows', mixedWindows], ['macOS', macOs],
])('each port of a recorded list is found again, in another order and under other names: %s', (_, facts) => {
  const ports = facts.map(hardwareOf);
  const slots = ports.map((port, at) => slot(at + 1, bindingOf(port, ports)));
  const renamed = ports.map((port, at): PortHardware => ({ ...port, path: slots[at]?.binding.kind === 'path' ? port.path : `renamed-${at}` })).toReversed();
  expect(resolveSlots(slots, renamed).map(({ port }) => port?.path)).toEqual(renamed.map(({ path }) => path).toReversed());
});

it('a board that is not plugged in is missing; two boards with one serial number are a fault', () => {
  expect(resolveSlots([slot(1, usb)], [])).toEqual([{}]);
  expect(resolveSlots([slot(1, usb)], [left])).toEqual([{ port: left }]);
  const [both] = resolveSlots([slot(1, usb)], [left, twin]);
  expect(both).toEqual({ fault: { code: 'slot/several-boards', data: { slot: 'Slot 1', ports: '/dev/ttyACM0, /dev/ttyACM1' } } });
});

it('the other UART of the same board is not the board of the slot', () => {
  expect(resolveSlots([slot(1, usb)], [{ ...left, interface: 4 }])).toEqual([{}]);
});

it('a board in the place of another slot belongs to its own slot', () => {
  const slots = [slot(1, { kind: 'position', position: 'socket 1' }), slot(2, usb)];
  expect(resolveSlots(slots, [left])).toEqual([{ fault: { code: 'slot/other-board', data: { slot: 'Slot 1', port: '/dev/ttyACM0', other: 'Slot 2' } } }, { port: left }]);
});

it('two slots with the same binding both have no board', () => {
  expect(resolveSlots([slot(1, usb), slot(2, usb)], [left]).map(({ fault }) => fault?.data)).toEqual([
    { slot: 'Slot 1', port: '/dev/ttyACM0', other: 'Slot 2' },
    { slot: 'Slot 2', port: '/dev/ttyACM0', other: 'Slot 1' },
  ]);
});

it('a slot cannot be taught a board that another slot has or may have', () => {
  const slots = [slot(1, usb), slot(2, { kind: 'position', position: 'socket 9' })];
  expect(takenBy(left, slots, [left], 1)).toBeUndefined();
  expect(takenBy(left, slots, [left], 2)).toEqual({ code: 'slot/board-taken', data: { slot: 'Slot 2', port: '/dev/ttyACM0', other: 'Slot 1' } });
  expect(takenBy(twin, slots, [left, twin], 3)).toEqual({ code: 'slot/several-boards', data: { slot: 'Slot 1', ports: '/dev/ttyACM0, /dev/ttyACM1' } });
});

it('no port is the board of two slots, whatever is plugged in and taught', () => {
  const some = <T>(value: T) => fc.option(fc.constant(value), { nil: undefined });
  const port = fc.record({ path: fc.constantFrom('a', 'b', 'c'), serialNumber: fc.constantFrom('SERIAL1', 'SERIAL2', undefined), interface: some(2), position: fc.constantFrom('p1', 'p2', undefined) });
  const binding = fc.oneof(
    fc.record({ kind: fc.constant('usb' as const), serialNumber: fc.constantFrom('SERIAL1', 'SERIAL2'), interface: some(2) }),
    fc.record({ kind: fc.constant('position' as const), position: fc.constantFrom('p1', 'p2') }),
    fc.record({ kind: fc.constant('path' as const), path: fc.constantFrom('a', 'b', 'c') }),
  );
  const ports = fc.uniqueArray(port, { selector: ({ path }) => path, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(binding, { maxLength: 4 }), ports, (bindings, plugged) => {
      const found = resolveSlots(bindings.map((one, at) => slot(at + 1, one)), plugged);
      const used = found.flatMap(({ port: taken }) => (taken === undefined ? [] : [taken.path]));
      expect(new Set(used).size).toBe(used.length);
      found.forEach(({ port: taken }, at) => expect(taken === undefined || isBound(bindings[at] ?? { kind: 'path', path: '' }, taken)).toBe(true));
    }),
  );
});
