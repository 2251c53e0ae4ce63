import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../../../../core/bytes/bytes.ts';

/** Moments at which the bench process is killed, as they are counted and printed. */
export const killKinds = [
  'bench process killed while a request arrives',
  'bench process killed, done, before the answer',
  'bench process killed after the answer',
  'bench process killed after a line of the journal',
] as const;
export type KillKind = (typeof killKinds)[number];

/** One SIGKILL of the command line. */
export type Kill = {
  readonly kind: KillKind;
  /** On which of the procedure's chips, from 0. */
  readonly chip: number;
  /** For people. */
  readonly says: string;
} & KillPoint;

export type KillPoint =
  /** So many bytes of the request reached the board; the others were lost with the process. */
  | { readonly point: 'arriving'; readonly request: number; readonly bytes: number }
  /** `late`: the answer reaches the port when the next process has it open already; else right after the death. */
  | { readonly point: 'done'; readonly request: number; readonly late: boolean }
  /** So long after the answer left, ms: the process reads it, writes its journal, or has sent the next request. */
  | { readonly point: 'answered'; readonly request: number; readonly afterMs: number }
  /** As soon as the journal has so many lines of this run: its writer may hold the journal's lock. */
  | { readonly point: 'journal'; readonly line: number };

/** What an uninterrupted run of the command line did with one chip. */
export interface Watched {
  /** Sizes of the requests' frames, in bytes. */
  readonly requests: readonly number[];
  /** Lines that it added to the journal. */
  readonly lines: number;
}

/** The same number each time for the same text. */
const drawn = (text: string, below: number): number => {
  const [a = 0, b = 0, c = 0] = sha256(utf8(text));
  return ((a << 16) | (b << 8) | c) % below;
};

function killsOfRequest(chip: number, request: number, size: number): Kill[] {
  // The first byte alone, or any more of them but the last: a start sequence without a length is among them.
  const bytes = request % 3 === 0 ? 1 : 1 + drawn(`${chip} ${request}`, size - 1);
  const late = request % 2 === 0;
  const afterMs = [0, 1, 2, 4][request % 4] ?? 0;
  return [
    { kind: killKinds[0], chip, point: 'arriving', request, bytes, says: `killed when ${bytes} of ${size} bytes of request ${request} had arrived` },
    { kind: killKinds[1], chip, point: 'done', request, late, says: `killed when request ${request} was done, its answer ${late ? 'comes to the next process' : 'is lost'}` },
    { kind: killKinds[2], chip, point: 'answered', request, afterMs, says: `killed ${afterMs} ms after the answer to request ${request}` },
  ];
}

/** Every kill of a procedure. @param chips what its uninterrupted run did with each chip */
export const killsOf = (chips: readonly Watched[]): Kill[] =>
  chips.flatMap(({ requests, lines }, chip) => [
    ...requests.flatMap((size, index) => killsOfRequest(chip, index + 1, size)),
    ...Array.from({ length: lines }, (_, index): Kill => ({ kind: killKinds[3], chip, point: 'journal', line: index + 1, says: `killed after line ${index + 1} of the run's journal` })),
  ]);
