import { overhead } from '../../../core/bridge/frame.ts';
import type { FaultRule, InjectedFault } from '../../../core/simulator/faults/fault.ts';
import { hex, toHex } from '../../../core/bytes/hex.ts';
import type { HostCut } from './cutPort.ts';

/** Kinds of cuts, for counting and printing. */
export const cutKinds = [
  'before it is sent',
  'in the middle of its bytes',
  'a byte of it lost',
  'a bit turned on the way there',
  'done, before the answer',
  'silence',
  'in the middle of the answer',
  'a bit turned on the way back',
  'garbage before the answer',
  'error frame',
  'answer after its deadline',
  'chip hangs',
  'port gone',
  'chip without power',
  'power lost in the middle of a write',
  'from here on another chip answers',
] as const;
export type CutKind = (typeof cutKinds)[number];

/** One way to interrupt one request. */
export interface Cut {
  readonly kind: CutKind;
  /** Index of the procedure's chip. */
  readonly chip: number;
  /** Number of the frame on that chip, from 1. */
  readonly frame: number;
  readonly host?: HostCut;
  readonly rule?: FaultRule;
  /** Description for people: `kill after 12 bytes`. */
  readonly says: string;
}

/** What the uninterrupted run sent and received: sizes of whole frames in bytes. */
export interface Exchanged {
  readonly request: number;
  readonly response: number;
  /** Bytes that the request writes into an object; 0 when it changes nothing. */
  readonly writes: number;
}

/** `count` positions from 0 to `size - 1`, including both ends. */
function spread(size: number, count: number): number[] {
  if (size <= count) return Array.from({ length: size }, (_, place) => place);
  return [...new Set(Array.from({ length: count }, (_, i) => Math.round((i * (size - 1)) / (count - 1))))];
}

/** Every byte of a short frame, 32 positions of a longer one. */
const places = (size: number): number[] => spread(size, size < 64 ? size : 32);

const garbage = ['00', 'ffffffffffffff', 'beefde', 'beefdead', '00beefdeadffff'];
const few = 8;
/** Just before the deadline, during the host's resynchronisation, and long after the host gave up. ms */
const late = [9_900, 11_000, 16_000, 20_000];
/** Numbers of written bytes: none (the old content is erased), one, two in between, all but one. */
const tornPlaces = 5;

interface HostSide {
  readonly kind: CutKind;
  readonly host: Omit<HostCut, 'frame'>;
}

interface BoardSide {
  readonly kind: CutKind;
  readonly fault: InjectedFault;
}

const boardFaults = (kind: CutKind, faults: readonly InjectedFault[]): BoardSide[] => faults.map((fault) => ({ kind, fault }));

/** Power losses of the chip alone and of the whole board, at several bytes of the write. If nothing is written, one of each. */
function powerCuts(writes: number): BoardSide[] {
  if (writes === 0) return boardFaults('chip without power', [{ kind: 'power' }, { kind: 'unplug', when: 'during' }]);
  const at = [...new Set([0, 1, ...spread(writes, tornPlaces)])].filter((byte) => byte < writes);
  return boardFaults('power lost in the middle of a write', at.flatMap((bytes): InjectedFault[] => [{ kind: 'power', bytes }, { kind: 'unplug', when: 'during', bytes }]));
}

function onBoard({ request, response, writes }: Exchanged): BoardSide[] {
  const bit = (byte: number): number => (byte * 5 + 3) % 8;
  return [
    ...boardFaults('a byte of it lost', spread(request, few).map((byte) => ({ kind: 'in-drop', byte }))),
    ...boardFaults('a bit turned on the way there', spread(request, few).map((byte) => ({ kind: 'in-flip', byte, bit: bit(byte) }))),
    ...boardFaults('done, before the answer', [{ kind: 'unplug', when: 'after' }]),
    ...boardFaults('silence', [{ kind: 'silence' }]),
    ...boardFaults('in the middle of the answer', spread(response, few).map((bytes) => ({ kind: 'cut', bytes }))),
    ...boardFaults('in the middle of the answer', spread(response, 3).map((byte) => ({ kind: 'drop', byte }))),
    ...boardFaults('a bit turned on the way back', spread(response, few).map((byte) => ({ kind: 'flip', byte, bit: bit(byte) }))),
    ...boardFaults('garbage before the answer', garbage.map((text) => ({ kind: 'garbage', bytes: hex(text) }))),
    ...boardFaults('error frame', [{ kind: 'error' }]),
    ...boardFaults('answer after its deadline', late.map((ms) => ({ kind: 'late', ms }))),
    ...boardFaults('chip hangs', [{ kind: 'hang' }]),
    ...boardFaults('port gone', [{ kind: 'unplug', when: 'before' }]),
    ...powerCuts(writes),
    ...boardFaults('from here on another chip answers', [{ kind: 'swap', when: 'before' }, { kind: 'swap', when: 'error' }, { kind: 'swap', when: 'silence' }]),
  ];
}

function onHost({ request }: Exchanged): HostSide[] {
  const [inside, pulled] = [places(request), spread(request, 4)].map((list) => list.filter((bytes) => bytes > 0));
  return [
    { kind: 'before it is sent', host: { kind: 'kill', bytes: 0 } },
    { kind: 'before it is sent', host: { kind: 'pull', bytes: 0 } },
    ...(inside ?? []).map((bytes): HostSide => ({ kind: 'in the middle of its bytes', host: { kind: 'kill', bytes } })),
    ...(pulled ?? []).map((bytes): HostSide => ({ kind: 'in the middle of its bytes', host: { kind: 'pull', bytes } })),
    { kind: 'done, before the answer', host: { kind: 'kill', bytes: request } },
  ];
}

/** The fault in the command line's own grammar. */
function sayFault(fault: InjectedFault, frame: number): string {
  const { kind } = fault;
  const given = Object.entries(fault).filter(([name]) => name !== 'kind').map(([, value]: [string, unknown]) => (value instanceof Uint8Array ? toHex(value) : String(value)));
  return `${kind}@${frame}${given.length === 0 ? '' : `:${given.join('.')}`}`;
}

/** Every cut of one request. @param sizes sizes of its frame and its answer, including `overhead` */
export function cutsOf(chip: number, frame: number, sizes: Exchanged): Cut[] {
  return [
    ...onHost(sizes).map(({ kind, host }): Cut => ({ kind, chip, frame, host: { ...host, frame }, says: `${host.kind} after ${host.bytes} bytes of frame ${frame}` })),
    ...onBoard(sizes).map(({ kind, fault }): Cut => ({ kind, chip, frame, rule: { at: { kind: 'number', request: frame }, fault }, says: sayFault(fault, frame) })),
  ];
}

const [setDataObject, setObjectProtected] = [0x02, 0x03];
const commandOf = (apdu: Uint8Array): number => (apdu[0] ?? 0) & 0x7f;

/** SetDataObject and SetObjectProtected. */
export const changesChip = (apdu: Uint8Array): boolean => commandOf(apdu) === setDataObject || commandOf(apdu) === setObjectProtected;

/** Number of bytes that a command writes, without its header, the object's id and offset, or the fragment's tag and length. */
export const writesOf = (apdu: Uint8Array): number => (changesChip(apdu) ? Math.max(0, apdu.length - 4 - (commandOf(apdu) === setDataObject ? 4 : 3)) : 0);

export const framed = (apdu: Uint8Array): number => apdu.length + overhead;
