import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SlotsView } from '../../../core/contract/slots.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, must, ok } from '../../../core/result/result.ts';
import { ManualClock } from '../../../core/simulator/testing/manualClock.ts';
import { StateFile } from '../../files/stateFile.ts';
import type { StationPort } from '../../serial/ports.ts';
import { SlotService, SlotStore, slotsFile } from './index.ts';

const board = (path: string, serialNumber: string, number = 2): StationPort => ({ view: { path, kind: 'kitprog3', title: 'KitProg3 board', serialNumber }, hardware: { path, serialNumber, interface: number } });
const [a, b] = [board('/dev/ttyACM0', 'ABCDEF12'), board('/dev/ttyACM1', 'ABCDEF34')];

let folder: string;
let plugged: StationPort[];
let clock: ManualClock;
const told: string[] = [];
const slots = (file: Pick<StateFile, 'load' | 'save'> = new StateFile(folder, slotsFile, (unread) => told.push(unread.code))): SlotService =>
  new SlotService({ store: new SlotStore(file), clock, listPorts: async () => plugged });

/** A file in memory, because the manual clock does not wait for the disk. */
function fileInMemory(): Pick<StateFile, 'load' | 'save'> {
  let fields: Readonly<Record<string, unknown>> = { slots: [] };
  return { load: async (read) => read(fields), save: async (known) => ((fields = known), ok(undefined)) };
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-slots-'));
  plugged = [a];
  clock = new ManualClock();
  told.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Waits until the view meets the condition. */
const until = (service: SlotService, like: (view: SlotsView) => boolean): Promise<SlotsView> =>
  new Promise((resolve) => {
    const end = service.watch((view) => {
      if (!like(view)) return;
      resolve(view);
      queueMicrotask(() => end());
    });
  });

describe('a teach-in', () => {
  it('takes the next board that is plugged in; the slot keeps it under another path', async () => {
    const service = slots(fileInMemory());
    const taught = service.teachNext(3);
    expect((await service.list()).teaching).toBe(3);
    clock.after(2_500, () => (plugged = [a, b]));
    expect(await taught).toMatchObject({ ok: true, value: { slots: [{ number: 3, name: 'Slot 3', binding: { kind: 'usb', serialNumber: 'ABCDEF34', interface: 2 }, port: { path: '/dev/ttyACM1' } }] } });
    expect(await service.list()).not.toHaveProperty('teaching');
    plugged = [board('/dev/ttyACM7', 'ABCDEF34')];
    expect((await service.list()).slots.map(({ port }) => port?.path)).toEqual(['/dev/ttyACM7']);
  });

  it('takes a board that was unplugged and plugged in again, and ignores a port that the Settings ignore', async () => {
    const service = slots(fileInMemory());
    const taught = service.teachNext(1);
    clock.after(1_500, () => (plugged = []));
    const seen: (boolean | undefined)[] = [];
    service.onChange(({ teaching, unplugged }) => seen.push(teaching === undefined ? undefined : unplugged === true));
    await service.list();
    clock.after(3_500, () => (plugged = [{ ...b, view: { ...b.view, ignored: true } }, a]));
    expect(await taught).toMatchObject({ ok: true, value: { slots: [{ port: { path: '/dev/ttyACM0' } }] } });
    expect(seen).toEqual([false, true, undefined]);
  });

  it('ends after two minutes, and reports that', async () => {
    const service = slots(fileInMemory());
    const from = clock.now();
    expect(await service.teachNext(2)).toMatchObject({ ok: false, fault: { code: 'slot/no-board-came', data: { slot: 'Slot 2', seconds: 120 } } });
    expect(clock.now() - from).toBe(120_000);
    expect(await service.list()).toMatchObject({ slots: [], fault: { code: 'slot/no-board-came' } });
    service.stopTeaching();
    expect(await service.list()).toEqual({ slots: [] });
  });

  it('takes none of two new boards, and no board of another slot', async () => {
    const service = slots(fileInMemory());
    expect(await service.teach(1, '/dev/ttyACM0')).toMatchObject({ ok: true });
    const several = service.teachNext(2);
    clock.after(500, () => (plugged = [a, b, board('/dev/ttyACM2', 'ABCDEF56')]));
    expect(await several).toMatchObject({ ok: false, fault: { code: 'slot/several-new', data: { ports: '/dev/ttyACM1, /dev/ttyACM2', oneBoard: false } } });
    const taken = service.teachNext(2);
    clock.after(500, () => (plugged = []));
    clock.after(2_500, () => (plugged = [a]));
    expect(await taken).toMatchObject({ ok: false, fault: { code: 'slot/board-taken', data: { slot: 'Slot 2', port: '/dev/ttyACM0', other: 'Slot 1' } } });
    expect((await service.list()).slots.map(({ number }) => number)).toEqual([1]);
  });

  it('ends without a fault when it is stopped, and when another one begins', async () => {
    const service = slots(fileInMemory());
    const [first, second] = [service.teachNext(1), service.teachNext(2)];
    expect(await first).toMatchObject({ ok: true, value: { slots: [], teaching: 2 } });
    service.stopTeaching();
    expect(await second).toEqual({ ok: true, value: { slots: [] } });
  });

  it('with a name that is stopped, or followed by another one, while its name is checked: only the last one takes a board', async () => {
    const service = slots(fileInMemory());
    const stopped = service.teachNext(1, 'Left');
    service.stopTeaching();
    expect(await stopped).toEqual({ ok: true, value: { slots: [] } });
    const [first, second] = [service.teachNext(1, 'Left'), service.teachNext(2, 'Right')];
    clock.after(2_500, () => (plugged = [a, b]));
    expect(await second).toMatchObject({ ok: true, value: { slots: [{ number: 2, name: 'Right' }] } });
    expect(await first).toMatchObject({ ok: true });
    expect((await service.list()).slots.map(({ number }) => number)).toEqual([2]);
  });

  it('that is stopped while its board is being saved makes no slot', async () => {
    const [file, state] = [fileInMemory(), { isFound: false }];
    const service = slots({
      save: file.save,
      load: async (read) => {
        if (state.isFound) service.stopTeaching();
        return file.load(read);
      },
    });
    const taught = service.teachNext(1);
    clock.after(2_500, () => ([plugged, state.isFound] = [[a, b], true]));
    expect(await taught).toEqual({ ok: true, value: { slots: [] } });
  });
});

it('a list of ports that took long does not replace the newer one for the listeners', async () => {
  const [file, lists, seen]: [ReturnType<typeof fileInMemory>, ((ports: StationPort[]) => void)[], boolean[]] = [fileInMemory(), [], []];
  await file.save({ slots: [{ number: 1, place: { row: 0, column: 0 }, binding: { kind: 'usb', serialNumber: 'ABCDEF12' } }] });
  const service = new SlotService({ store: new SlotStore(file), clock, listPorts: () => new Promise((resolve) => lists.push(resolve)) });
  service.onChange(({ slots: [slot] }) => seen.push(slot?.port !== undefined));
  const [older, newer] = [service.list(), service.list()];
  lists[1]?.([]);
  await newer;
  lists[0]?.([a]);
  await older;
  expect(seen).toEqual([false]);
});

it('a taught slot keeps name and place when it is taught again', async () => {
  const service = slots();
  await service.teach(1, '/dev/ttyACM0');
  await service.change(1, { name: 'Left', place: { row: 3, column: 5 } });
  plugged = [b];
  expect(await service.teach(1, '/dev/ttyACM1')).toMatchObject({ ok: true, value: { slots: [{ number: 1, name: 'Left', place: { row: 3, column: 5 }, binding: { serialNumber: 'ABCDEF34' } }] } });
  expect(await service.teach(2, '/dev/ttyACM9')).toMatchObject({ ok: false, fault: { code: 'port/not-found' } });
  expect(await service.change(2, { name: 'x' })).toMatchObject({ ok: false, fault: { code: 'slot/unknown', data: { slots: 'Left' } } });
});

it('tells listeners when boards are plugged in and out, and stops listing ports when nobody listens', async () => {
  const service = slots(fileInMemory());
  await service.teach(1, '/dev/ttyACM0');
  const seen: boolean[] = [];
  const end = service.watch(({ slots: [slot] }) => seen.push(slot?.port !== undefined));
  clock.after(1_500, () => (plugged = []));
  clock.after(3_500, () => (plugged = [a]));
  await new Promise<void>((resume) => void clock.after(6_000, resume));
  end();
  expect(seen).toEqual([true, false, true]);
  plugged = [];
  await new Promise<void>((resume) => void clock.after(10_000, resume));
  expect(seen).toEqual([true, false, true]);
  let listed = 0;
  const idle = new SlotService({ store: new SlotStore(fileInMemory()), clock, listPorts: async () => (listed++, []) });
  idle.watch(() => undefined)();
  await new Promise<void>((resume) => void clock.after(10_000, resume));
  expect(listed).toBe(1);
});

it('the command line and the window see what the other one taught', async () => {
  const [window, line] = [slots(), slots()];
  plugged = [a, b];
  await window.teach(1, '/dev/ttyACM0');
  expect(await line.teach(2, '/dev/ttyACM1')).toMatchObject({ ok: true, value: { slots: [{ number: 1 }, { number: 2 }] } });
  await window.forget(1);
  expect((await line.list()).slots.map(({ number }) => number)).toEqual([2]);
  await until(line, ({ slots: all }) => all.length === 1);
});

describe('the file of the slots', () => {
  it.each([
    ['damaged', '{"slots":['],
    ['of a newer version', '{"version":9,"slots":[]}'],
    ['with two slots of one number', JSON.stringify({ slots: [1, 1].map((number) => ({ number, place: { row: 0, column: 0 }, binding: { kind: 'path', path: 'COM3' } })) })],
    ['with a name that turns the direction of writing', JSON.stringify({ slots: [{ number: 1, name: 'a\u202eb', place: { row: 0, column: 0 }, binding: { kind: 'path', path: 'COM3' } }] })],
    ['with a slot of a number that no station has', JSON.stringify({ slots: [{ number: 17, place: { row: 0, column: 0 }, binding: { kind: 'path', path: 'COM3' } }] })],
  ])('%s is set aside and told; nothing is lost', async (_, content) => {
    writeFileSync(join(folder, slotsFile), content);
    const service = slots();
    expect(await Promise.all([service.list(), service.list()])).toEqual([{ slots: [] }, { slots: [] }]);
    await service.teach(1, '/dev/ttyACM0');
    expect(told).toEqual(['file/set-aside']);
    const aside = readdirSync(folder).find((name) => name.includes('.unreadable-')) ?? '';
    expect(readFileSync(join(folder, aside), 'utf8')).toBe(content);
    expect(JSON.parse(readFileSync(join(folder, slotsFile), 'utf8'))).toEqual({ slots: [{ number: 1, place: { row: 0, column: 0 }, binding: { kind: 'usb', serialNumber: 'ABCDEF12', interface: 2 } }] });
  });

  const damage: [string, () => void][] = [
    ['damaged', () => writeFileSync(join(folder, slotsFile), '{"slots":[')],
    ['of a newer version', () => writeFileSync(join(folder, slotsFile), '{"version":9,"slots":[]}')],
    ['away', () => rmSync(join(folder, slotsFile))],
  ];
  it.each(damage)('that is %s while the program runs: the slots stay, also for the next start', async (_, spoil) => {
    const service = slots();
    const taught = must(await service.teach(1, '/dev/ttyACM0'));
    spoil();
    expect([await service.list(), await service.list(), await slots().list()]).toEqual([taught, taught, taught]);
    spoil();
    expect(must(await service.change(1, { name: 'Left' })).slots.map(({ name }) => name)).toEqual(['Left']);
  });

  it('that is damaged while the program runs, on a full disk: the slots stay, and are saved when there is space', async () => {
    let isFull = false;
    const file = new StateFile(folder, slotsFile);
    const save: StateFile['save'] = async (fields) => (isFull ? err(fault('file/not-written', { file: slotsFile, reason: 'The disk is full.' })) : file.save(fields));
    const service = slots({ load: (read, isKnown) => file.load(read, isKnown), save });
    const taught = must(await service.teach(1, '/dev/ttyACM0'));
    isFull = true;
    writeFileSync(join(folder, slotsFile), '{"slots":[');
    expect([await service.list(), await service.list(), await slots().list()]).toEqual([taught, taught, { slots: [] }]);
    isFull = false;
    expect([await service.list(), await slots().list()]).toEqual([taught, taught]);
  });

  it('from which another program removed all slots has none', async () => {
    const [window, line] = [slots(), slots()];
    await window.teach(1, '/dev/ttyACM0');
    await line.forget(1);
    expect(await window.list()).toEqual({ slots: [] });
  });
});
