import { overhead } from '../../core/bridge/frame.ts';
import type { FaultRule, InjectedFault } from '../../core/simulator/faults/fault.ts';
import { hex } from '../../core/bytes/hex.ts';
import type { HostCut } from './cutPort.ts';

/** Kinds as they are counted and printed. */
export const cutKinds = [
  'before it is sent',
  'process killed in the middle of its bytes',
  'cable pulled in the middle of its bytes',
  'a byte of it lost',
  'done, and no answer',
  'in the middle of the answer',
  'a bit turned on the way there',
  'a bit turned on the way back',
  'garbage before the answer',
  'error frame',
  'answer after its deadline',
  'chip hangs',
  'port gone',
  'power lost in the middle of the write',
] as const;
export type CutKind = (typeof cutKinds)[number];

/** One way to cut one request. */
export interface Cut {
  readonly kind: CutKind;
  /** On which of the procedure's chips, from 0. */
  readonly chip: number;
  /** Frame's number on that chip, from 1. */
  readonly frame: number;
  readonly host?: HostCut;
  readonly rule?: FaultRule;
  /** Whether the request changes the chip: only then can a cut leave something half done. */
  readonly changes: boolean;
  /** For people: `kill after 12 bytes`. */
  readonly says: string;
}

/** What the uninterrupted run sent and got: sizes in bytes of whole frames. */
export interface Exchanged {
  readonly request: number;
  readonly response: number;
  readonly changes: boolean;
}

/** `count` places from 0 to `size - 1`, both ends with them. */
function spread(size: number, count: number): number[] {
  if (size <= count) return Array.from({ length: size }, (_, place) => place);
  return [...new Set(Array.from({ length: count }, (_, i) => Math.round((i * (size - 1)) / (count - 1))))];
}

/** Every byte of a short frame, 32 places of a longer one. */
const places = (size: number): number[] => spread(size, size < 64 ? size : 32);

const garbage = ['00', 'ffffffffffffff', 'beefde', 'beefdead', '00beefdeadffff'];
const few = 8;

function boardFaults(kind: CutKind, faults: readonly InjectedFault[]): { kind: CutKind; fault: InjectedFault }[] {
  return faults.map((fault) => ({ kind, fault }));
}

function onBoard({ request, response }: Exchanged): { kind: CutKind; fault: InjectedFault }[] {
  const bit = (byte: number): number => (byte * 5 + 3) % 8;
  return [
    ...boardFaults('a byte of it lost', spread(request, few).map((byte) => ({ kind: 'in-drop', byte }))),
    ...boardFaults('done, and no answer', [{ kind: 'silence' }]),
    ...boardFaults('in the middle of the answer', spread(response, few).map((bytes) => ({ kind: 'cut', bytes }))),
    ...boardFaults('in the middle of the answer', spread(response, 3).map((byte) => ({ kind: 'drop', byte }))),
    ...boardFaults('a bit turned on the way there', spread(request, few).map((byte) => ({ kind: 'in-flip', byte, bit: bit(byte) }))),
    ...boardFaults('a bit turned on the way back', spread(response, few).map((byte) => ({ kind: 'flip', byte, bit: bit(byte) }))),
    ...boardFaults('garbage before the answer', garbage.map((text) => ({ kind: 'garbage', bytes: hex(text) }))),
    ...boardFaults('error frame', [{ kind: 'error' }]),
    ...boardFaults('answer after its deadline', [{ kind: 'late', ms: 20_000 }]),
    ...boardFaults('chip hangs', [{ kind: 'hang' }]),
    ...boardFaults('port gone', [{ kind: 'unplug', when: 'before' }, { kind: 'unplug', when: 'after' }]),
    ...boardFaults('power lost in the middle of the write', [{ kind: 'power' }, { kind: 'unplug', when: 'during' }]),
  ];
}

function onHost({ request }: Exchanged): { kind: CutKind; host: Omit<HostCut, 'frame'> }[] {
  return [
    { kind: 'before it is sent', host: { kind: 'kill', bytes: 0 } },
    { kind: 'before it is sent', host: { kind: 'pull', bytes: 0 } },
    ...[...places(request), request].filter((bytes) => bytes > 0).map((bytes) => ({ kind: 'process killed in the middle of its bytes', host: { kind: 'kill', bytes } }) as const),
    ...spread(request, 4).filter((bytes) => bytes > 0).map((bytes) => ({ kind: 'cable pulled in the middle of its bytes', host: { kind: 'pull', bytes } }) as const),
  ];
}

/** What a fault says in the command line's own grammar. */
function sayFault(fault: InjectedFault, frame: number): string {
  const { kind } = fault;
  if (fault.kind === 'garbage') return `${kind}@${frame}:${[...fault.bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  const argument = Object.entries(fault).filter(([name]) => name !== 'kind').map(([, value]) => String(value)).join('.');
  return `${kind}@${frame}${argument === '' ? '' : `:${argument}`}`;
}

/** Every cut of one request. @param sizes of its frame and its answer's, `overhead` with them */
export function cutsOf(chip: number, frame: number, sizes: Exchanged): Cut[] {
  const { changes } = sizes;
  return [
    ...onHost(sizes).map(({ kind, host }): Cut => ({ kind, chip, frame, changes, host: { ...host, frame }, says: `${host.kind} after ${host.bytes} bytes of frame ${frame}` })),
    ...onBoard(sizes).map(({ kind, fault }): Cut => ({ kind, chip, frame, changes, rule: { at: { kind: 'number', request: frame }, fault }, says: sayFault(fault, frame) })),
  ];
}

const changing = new Set([0x02, 0x03]);

/** SetDataObject and SetObjectProtected. @param frame with its header */
export const changesChip = (frame: Uint8Array): boolean => changing.has((frame[6] ?? 0) & 0x7f);

export const framed = (apdu: Uint8Array): number => apdu.length + overhead;
