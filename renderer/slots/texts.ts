import type { SlotView } from '../../core/contract/slots.ts';

/** Rows and columns as people count them, from 1. */
const counted = (at: number): string => String(at + 1);

/** Texts of the slots. */
export const slotTexts = {
  intro: 'A slot is a place on the bench. It keeps its board when the system gives the port another name.',
  bench: 'The bench',
  back: 'back',
  front: 'front',
  keys: 'Arrow keys choose a slot; with Shift they move it. Or drag it.',
  add: (number: number) => `Add slot ${number}`,
  full: 'A station has 16 slots at most.',
  emptyTitle: 'No slots yet',
  emptyBody: 'Teach a slot for each board, so that you choose boards by their place on the bench and not by the name of a port.',
  states: { present: 'Plugged in', missing: 'Missing', unclear: 'Unclear' },
  lies: ({ row, column }: SlotView['place']) => `row ${counted(row)}, column ${counted(column)}`,
  used: 'This window',
  simulated: 'SIMULATED',
  /** A port in a list, named by its slot. */
  onPort: (slot: string, title: string) => `${slot} · ${title}`,
  noChoice: 'Choose a slot on the bench.',
  name: 'Name',
  nameHint: (number: number) => `Empty: Slot ${number}.`,
  row: 'Row',
  column: 'Column',
  counted,
  bound: 'Bound to',
  port: 'Port',
  noPort: 'Its board is not plugged in.',
  bindings: {
    usb: (serialNumber: string, number: number | undefined) => `USB serial number ${serialNumber}${number === undefined ? '' : `, interface ${number}`}`,
    position: (position: string) => `Socket of the hub: ${position}`,
    path: (path: string) => `Path: ${path}`,
  },
  use: 'Work on this slot',
  inUse: 'This window works on this slot.',
  teachAgain: 'Teach again…',
  forget: 'Forget this slot',
  newSlot: (number: number) => `Slot ${number}: not taught yet`,
  plugNow: 'Plug in its board…',
  waits: (number: number) => `Plug in the board of slot ${number} now.`,
  waitsMore: 'Is it plugged in already? Unplug it; this line then says when to plug it in again. This ends after two minutes.',
  unplugged: 'A board was unplugged. Plug it in again.',
  stop: 'Stop waiting',
  orPort: 'Or choose its port',
  choosePort: 'Choose a port…',
  portOf: (title: string, path: string) => `${title}, ${path}`,
  takeBoard: 'Take this board',
} as const;
