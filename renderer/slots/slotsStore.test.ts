import { afterEach, beforeEach, expect, it } from 'vitest';
import '../testing/noProgram.ts';
import { openWindow, type TestWindow } from '../testing/openWindow.ts';
import { createSlotsStore, pathNow, slotOnPort, titleOf } from './slotsStore.ts';

let window: TestWindow;
let useSlots: ReturnType<typeof createSlotsStore>;
const [left, right] = ['simulated@simulated-left.json', 'simulated@simulated-right.json'];

beforeEach(async () => {
  window = await openWindow();
  for (const path of [left, right]) await window.program.ok('board/connect', { path });
  useSlots = createSlotsStore(window.client);
});
afterEach(() => window.program.close());

it('teaches by port, renames, moves and forgets; a port is named by its slot', async () => {
  const slots = useSlots.getState;
  await slots().teach(2, left);
  await slots().teach(1, right);
  expect([slots().chosen, slots().slots.map(({ number }) => number)]).toEqual([1, [1, 2]]);
  await slots().rename(1, 'Left fixture');
  await slots().move(1, { row: 1, column: 1 });
  const slot = slotOnPort(slots().slots, right);
  expect(slot).toMatchObject({ number: 1, name: 'Left fixture', place: { row: 1, column: 1 } });
  const port = { path: right, kind: 'simulated', title: 'Simulated board: right' } as const;
  expect([titleOf(port, slot), titleOf(port, undefined), slotOnPort(slots().slots, undefined)]).toEqual(['Left fixture · Simulated board: right', 'Simulated board: right', undefined]);
  await slots().forget(1);
  expect(slots().slots.map(({ number }) => number)).toEqual([2]);
});

it('a refused action says why, and the next one clears it', async () => {
  const slots = useSlots.getState;
  await slots().teach(1, left);
  await slots().teach(2, left);
  expect(slots().fault).toMatchObject({ code: 'slot/board-taken', what: expect.stringContaining('Slot 1') as string });
  await slots().rename(1, 'Left');
  expect(slots().fault).toBeUndefined();
  await slots().rename(1, '12');
  expect(slots().fault?.code).toBe('slot/name-refused');
  slots().dismissFault();
  expect(slots().fault).toBeUndefined();
});

it('a teach-in is shown until it is stopped; events of the program are taken', async () => {
  const slots = useSlots.getState;
  await slots().teach(3);
  expect([slots().teaching, slots().chosen]).toEqual([3, 3]);
  await slots().stopTeaching();
  expect(slots().teaching).toBeUndefined();
  const fault = { code: 'slot/no-board-came', what: 'w', why: 'y', todo: 't' };
  window.emit('slots/changed', { slots: [], fault });
  expect(slots().teachFault).toEqual(fault);
});

it('a teach-in ends when its page is left; also when the operator\'s screen took the window, without a fault', async () => {
  const slots = useSlots.getState;
  await slots().leave();
  expect(window.asked('slots/stop-teaching')).toEqual([]);
  await slots().teach(3);
  await slots().leave();
  expect([slots().teaching, await window.program.ok('slots/list', {})]).toEqual([undefined, { slots: [] }]);
  const refused = createSlotsStore(window.with(async (name, _, go) => (name === 'slots/stop-teaching' ? { ok: false, fault: { code: 'app/operator-only', what: 'w', why: 'y', todo: 't' } } : go())));
  await refused.getState().teach(3);
  await refused.getState().leave();
  expect([refused.getState().teaching, refused.getState().fault]).toEqual([undefined, undefined]);
});

it('a board that comes back under another name is found by its slot', () => {
  const port = (path: string) => ({ path, kind: 'kitprog3', title: 'KitProg3 board' }) as const;
  const slot = { number: 1, name: 'Slot 1', place: { row: 0, column: 0 }, binding: { kind: 'usb', serialNumber: '13070E98012D2400', interface: 2 } } as const;
  window.emit('slots/changed', { slots: [{ ...slot, port: port('/dev/ttyACM0') }] });
  window.emit('slots/changed', { slots: [slot] });
  expect(pathNow(useSlots.getState(), '/dev/ttyACM0')).toBe('/dev/ttyACM0');
  window.emit('slots/changed', { slots: [{ ...slot, port: port('/dev/ttyACM3') }] });
  expect([pathNow(useSlots.getState(), '/dev/ttyACM0'), pathNow(useSlots.getState(), '/dev/ttyS0')]).toEqual(['/dev/ttyACM3', '/dev/ttyS0']);
});
