import type { FaultTable } from '../faultTable.ts';

/** Slots: places on the bench, each with a board. */
export const slotFaults = {
  'slot/unknown': (d: { slot: string; slots: string }) => ({
    what: 'This station has no such slot.',
    object: d.slot,
    why: d.slots === '' ? 'No slot was taught yet.' : `The slots are ${d.slots}.`,
    todo: 'Name one of the slots, or teach this one (Settings, Slots; command line: slots teach).',
  }),
  'slot/missing': (d: { slot: string }) => ({
    what: 'The board of this slot is not plugged in.',
    object: d.slot,
    why: 'None of the ports is its board.',
    todo: 'Plug its board in. For another board, teach the slot again.',
  }),
  'slot/several-boards': (d: { slot: string; ports: string }) => ({
    what: 'Several boards match this slot.',
    object: d.slot,
    why: `They have the same USB serial number: ${d.ports}.`,
    todo: 'Leave all of them plugged in, and teach the slot again: it is then recognised by its socket of the hub.',
  }),
  'slot/other-board': (d: { slot: string; port: string; other: string }) => ({
    what: 'The board of another slot is in this place.',
    object: d.slot,
    why: `${d.port} is the board of ${d.other}.`,
    todo: 'Plug each board in where it belongs, or teach this slot again.',
  }),
  'slot/board-taken': (d: { slot: string; port: string; other: string }) => ({
    what: `The slot was not taught: this board belongs to ${d.other}.`,
    object: d.slot,
    why: `${d.port} can be the board of one slot only.`,
    todo: `Use another board, or forget ${d.other} first.`,
  }),
  'slot/several-new': (d: { ports: string; oneBoard: boolean }) => ({
    what: 'The slot was not taught: several ports appeared at once.',
    why: d.oneBoard ? `They are ports of one board: ${d.ports}.` : `They are ${d.ports}.`,
    todo: d.oneBoard ? 'Choose the port with the chip from the list of ports.' : 'Start again, and plug in one board only. Or choose its port from the list of ports.',
  }),
  'slot/no-board-came': (d: { slot: string; seconds: number }) => ({
    what: 'The slot was not taught: no board was plugged in.',
    object: d.slot,
    why: `No other board appeared within ${d.seconds} seconds.`,
    todo: 'Start again. A board that is plugged in already: unplug it, wait until you are told that it is unplugged, and plug it in again.',
  }),
  'slot/name-refused': (d: { name: string; why: string }) => ({
    what: 'This name cannot be used for the slot.',
    object: d.name,
    why: d.why,
    todo: 'Choose another name, of 1 to 40 characters.',
  }),
} satisfies FaultTable;
