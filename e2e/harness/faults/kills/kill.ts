import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../../../../core/bytes/bytes.ts';

/** Moments at which the process is killed, for counting and printing. */
export const killKinds = [
  'process killed while a request arrives',
  'process killed, done, before the answer',
  'process killed after the answer',
  'process killed after a line of the journal',
] as const;
export type KillKind = (typeof killKinds)[number];

/** One SIGKILL of the command line. */
export type Kill = {
  readonly kind: KillKind;
  /** Index of the procedure's chip. */
  readonly chip: number;
  /** Description for people. */
  readonly says: string;
} & KillPoint;

export type KillPoint =
  /** This many bytes of the request reached the board. The others were lost with the process. */
  | { readonly point: 'arriving'; readonly request: number; readonly bytes: number }
  /** `late`: the answer arrives when the next process has opened the port; otherwise right after the death. */
  | { readonly point: 'done'; readonly request: number; readonly late: boolean }
  /** Time after the answer was sent, ms. By then, the process reads it, writes its journal, or has sent the next request. */
  | { readonly point: 'answered'; readonly request: number; readonly afterMs: number }
  /** The kill comes as soon as the journal has this many lines of this run. The killed process may then have the journal's lock. */
  | { readonly point: 'journal'; readonly line: number };

/** The record of an uninterrupted run of the command line with one chip. */
export interface Watched {
  /** Sizes of the requests' frames, in bytes. */
  readonly requests: readonly number[];
  /** Number of lines that the run added to the journal. */
  readonly lines: number;
}

/** Returns a number that depends only on the text. */
const drawn = (text: string, below: number): number => {
  const [a = 0, b = 0, c = 0] = sha256(utf8(text));
  return ((a << 16) | (b << 8) | c) % below;
};

function killsOfRequest(chip: number, request: number, size: number): Kill[] {
  // Only the first byte, or any number of bytes except all. This includes a start sequence without a length.
  const bytes = request % 3 === 0 ? 1 : 1 + drawn(`${chip} ${request}`, size - 1);
  const late = request % 2 === 0;
  const afterMs = [0, 1, 2, 4][request % 4] ?? 0;
  return [
    { kind: killKinds[0], chip, point: 'arriving', request, bytes, says: `killed when ${bytes} of ${size} bytes of request ${request} had arrived` },
    { kind: killKinds[1], chip, point: 'done', request, late, says: `killed when request ${request} was done, its answer ${late ? 'comes to the next process' : 'is lost'}` },
    { kind: killKinds[2], chip, point: 'answered', request, afterMs, says: `killed ${afterMs} ms after the answer to request ${request}` },
  ];
}

/** Every kill of a procedure. @param chips the record of its uninterrupted run for each chip */
export const killsOf = (chips: readonly Watched[]): Kill[] =>
  chips.flatMap(({ requests, lines }, chip) => [
    ...requests.flatMap((size, index) => killsOfRequest(chip, index + 1, size)),
    ...Array.from({ length: lines }, (_, index): Kill => ({ kind: killKinds[3], chip, point: 'journal', line: index + 1, says: `killed after line ${index + 1} of the run's journal` })),
  ]);
