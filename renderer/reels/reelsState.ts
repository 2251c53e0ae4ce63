import type { FaultView } from '../../core/contract/board.ts';
import type { TicketView } from '../../core/contract/material.ts';
import type { Answer } from '../../core/contract/messages.ts';
import type { RequestOf } from '../../core/contract/operations.ts';
import type { AnchorView, ChipVerdict, ReelProgress, ReelRow, ReelView } from '../../core/contract/reels.ts';
import type { BenchClient } from '../client/bench.ts';

export const pageSize = 100;

/** Open reels as the window sees them: figures and rows in sight, never a secret or a transport key. */
export interface ReelsState {
  readonly reels: readonly ReelView[];
  readonly shown: string | undefined;
  readonly progress: ReelProgress | undefined;
  readonly opening: boolean;
  /** File that is on its way to the main process; a bundle may take seconds. */
  readonly handing: File | undefined;
  readonly unlocking: boolean;
  readonly fault: FaultView | undefined;
  readonly keyFault: FaultView | undefined;
  readonly search: string;
  readonly total: number;
  readonly pages: ReadonlyMap<number, readonly ReelRow[]>;
  readonly selected: string | undefined;
  /** Reel of the chip on the board; empty: on none of the open ones; undefined: not known yet. */
  readonly where: string | undefined;
  readonly verdict: ChipVerdict | undefined;
  readonly verdictFault: FaultView | undefined;
  readonly checking: boolean;
  /** The verdict is older than the last run on the chip. */
  readonly beforeRun: boolean;
  readonly anchors: readonly AnchorView[];
  readonly saved: { readonly name: string; readonly folder: string } | undefined;
  /** What stands on the reel's letter, as far as it was typed or read off a picture. */
  readonly batchId: string;
  /** What came of the last picture. */
  readonly qrSays: string;
  /** A transport key from a picture, until it is in its field. */
  readonly scannedKey: string;
  /** A locked reel was opened just now: the field of its transport key takes the focus, once. */
  readonly keyWanted: boolean;
  load(): Promise<void>;
  /** Undefined when it was cancelled. */
  handOver(file: File): Promise<Answer<'files/take'> | undefined>;
  openFiles(files: readonly File[]): Promise<void>;
  open(tickets: readonly TicketView[]): Promise<void>;
  cancel(): Promise<void>;
  unlock(request: Omit<RequestOf<'reels/unlock'>, 'id'>): Promise<boolean>;
  unlockWithFile(file: File): Promise<boolean>;
  close(): Promise<void>;
  show(id: string): Promise<void>;
  find(search: string): Promise<void>;
  page(number: number): Promise<void>;
  select(chipId: string | undefined): void;
  ranSince(): void;
  check(chipId: string | undefined): Promise<void>;
  addAnchor(file: File): Promise<void>;
  /** False when the file holds no CA: then nothing was done. */
  trust(ticket: TicketView): Promise<boolean>;
  forgetAnchors(): Promise<void>;
  exportList(): Promise<void>;
  exportSecrets(request: Omit<RequestOf<'reels/export-secrets'>, 'id'>): Promise<FaultView | undefined>;
  readLetter(picture: File): Promise<void>;
  setBatchId(text: string): void;
  keyTaken(): void;
  keyAsked(): void;
  dismissLetter(): void;
  dismiss(): void;
}

/** What every part of the store works with. */
export interface Tools {
  readonly bench: BenchClient;
  readonly set: (part: Partial<ReelsState> | ((state: ReelsState) => Partial<ReelsState>)) => void;
  readonly get: () => ReelsState;
}

export const refuse = ({ set }: Tools, fault: FaultView): void => set({ fault, opening: false, handing: undefined, progress: undefined });

/** A reel in the place of the one of the same id. */
export const replace = ({ set }: Tools, view: ReelView): void => set(({ reels }) => ({ reels: [...reels.filter(({ id }) => id !== view.id), view] }));

export async function fetchPage(tools: Tools, number: number): Promise<void> {
  const { bench, set, get } = tools;
  const { shown, search } = get();
  if (shown === undefined) return;
  const answer = await bench.call('reels/rows', { id: shown, search, from: number * pageSize, count: pageSize });
  if (get().shown !== shown || get().search !== search) return;
  if (answer.ok) set(({ pages }) => ({ total: answer.value.total, pages: new Map([...pages, [number, answer.value.rows]]) }));
  else refuse(tools, answer.fault);
}

/** The list from its start. */
export async function restart(tools: Tools, part: Partial<ReelsState>): Promise<void> {
  tools.set({ pages: new Map(), ...part });
  await fetchPage(tools, 0);
}
