import { expect, it } from 'vitest';
import type { PortView } from '../../../core/contract/board.ts';
import type { SlotsView } from '../../../core/contract/slots.ts';
import type { LineSlotAt } from './line.ts';
import { watchSlots } from './stationSlots.ts';

it('a list of slots that is made slowly does not replace the newer one: the taught slot stays', async () => {
  let tell: (view: SlotsView) => void = () => undefined;
  let listPorts: (ports: PortView[]) => void = () => undefined;
  const seen: (readonly LineSlotAt[])[] = [];
  const source = {
    watch: (listener: typeof tell) => ((tell = listener), () => undefined),
    list: async () => ({ slots: [] }),
    ports: () => new Promise<PortView[]>((resolve) => (listPorts = resolve)),
  };
  watchSlots(source, undefined, (slots) => seen.push(slots));
  tell({ slots: [] });
  tell({ slots: [{ number: 3, name: 'Left', place: { row: 0, column: 2 }, binding: { kind: 'path', path: 'COM3' } }] });
  await Promise.resolve();
  listPorts([{ path: 'COM4', kind: 'kitprog3', title: 'KitProg3 board' }]);
  await new Promise((done) => setImmediate(done));
  expect(seen.map((slots) => slots.map(({ name }) => name))).toEqual([['Left']]);
});
