import { createHash, type Hash } from 'node:crypto';
import { access, constants, mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { utf8 } from '../../core/bytes/bytes.ts';
import { recordStates, runUnit } from '../../core/contract/records.ts';
import { writeAtomic } from '../files/write.ts';
import { Chain, nothingBefore } from './chain.ts';
import type { Entry } from './entry.ts';
import { hashOfLine, headName, readHead } from './head.ts';
import { jobSeen, jobWithdrawn, unitEnded, unitTaken } from './jobEntries.ts';
import { chunksOf, linesOf } from './lines.ts';
import { byOf, contentsOf } from './runFacts.ts';
import { endText } from './endText.ts';
import { epochOf, stampAt } from './fileStamp.ts';

const indexedRun = z.object({
  run: z.string(),
  title: z.string(),
  chipId: z.string(),
  uid: z.string(),
  simulated: z.boolean(),
  startedAt: z.string(),
  who: z.string(),
  /** When the run ended; absent when it has no end. */
  endedAt: z.string().optional(),
  operator: z.string(),
  station: z.string(),
  port: z.string(),
  boardSerial: z.string().optional(),
  /** Version of the program. */
  version: z.string().optional(),
  unit: runUnit.optional(),
  certificates: z.array(z.object({ subject: z.string(), serial: z.string(), sha256: z.string() })),
  signers: z.array(z.object({ subject: z.string(), sha256: z.string() })),
  files: z.array(z.string()),
  planSha256: z.string(),
  state: z.enum(recordStates),
  says: z.string(),
  /** Code of the fault that ended the run; empty when none did. */
  code: z.string(),
  /** Offset of the run's first line in the file, bytes. */
  from: z.number().int(),
});
/** The facts about a run in a list, and where its lines are. */
export type IndexedRun = z.infer<typeof indexedRun>;

const stamped = { at: z.string() };
const jobLine = z.discriminatedUnion('what', [unitTaken.extend(stamped), unitEnded.extend(stamped), jobSeen.extend(stamped), jobWithdrawn.extend(stamped)]);
/** What the journal says of a job, and when. */
export type JobLine = z.infer<typeof jobLine>;

const dayIndex = z.object({
  version: z.literal(6),
  /** Size in bytes and SHA-256 of the complete lines in this index. */
  size: z.number().int(),
  sha256: z.string(),
  lines: z.number().int(),
  /** Hash of the last line. */
  hash: z.string(),
  /** When the last line was written; empty without any. */
  at: z.string(),
  /** Hash of the last line of the file before, according to the first line. */
  prev: z.string(),
  /** Name of the file before, according to the first line; empty in the journal's very first file. */
  after: z.string(),
  torn: z.number().int(),
  /** The chain is broken, or lines were missing at some time. */
  broken: z.boolean(),
  /** Number of the line that the head signed when this index was made. */
  signed: z.object({ lines: z.number().int(), hash: z.string() }).optional(),
  runs: z.array(indexedRun),
  /** Runs that began in an earlier file, with their end from this file. */
  later: z.record(z.string(), z.object({ state: z.enum(recordStates).optional(), endedAt: z.string().optional(), says: z.string().optional(), code: z.string().optional() })),
  /** Lines about jobs, oldest first. */
  jobs: z.array(jobLine),
  /** If the clock was set back: the latest time of a line before that, since the engineer's last confirmation of the clock. Else empty. */
  setBack: z.string(),
  /** The engineer confirmed the clock in this file, so the times of older files no longer count. */
  clockConfirmed: z.boolean(),
  /** Renamed files that this file reports: old name by new name. */
  setAside: z.array(z.string()),
});
type Kept = z.infer<typeof dayIndex>;

export interface DayIndex extends Kept {
  /** Whether both the chain inside the file and its signed end are intact. */
  readonly sound: boolean;
  /** The file could not be read, so its runs are not known. */
  readonly unreadable?: boolean;
}

const hexOf = (hash: Hash): string => hash.copy().digest('hex');

const empty = (): Kept => ({ version: 6, size: 0, sha256: '', lines: 0, hash: '', at: '', prev: '', after: '', torn: 0, broken: false, runs: [], later: {}, jobs: [], setBack: '', clockConfirmed: false, setAside: [] });

function takeJobLine(index: Kept, { seq: _seq, prev: _prev, who: _who, ...line }: Extract<Entry, { job: string }>): void {
  index.jobs.push(line);
}

function take(index: Kept, runs: Map<string, IndexedRun>, entry: Entry, from: number): void {
  index.at = entry.at;
  if (entry.seq === 1) index.prev = entry.prev;
  if (entry.what === 'opened') index.after = entry.after;
  if (entry.what === 'lines-missing') index.broken = true;
  if (entry.what === 'clock-set-back' && entry.last > index.setBack) index.setBack = entry.last;
  if (entry.what === 'clock-confirmed') [index.setBack, index.clockConfirmed] = ['', true];
  if (entry.what === 'file-set-aside') index.setAside.push(entry.as);
  if (entry.what === 'run-started') {
    const { run, title, chipId, uid, simulated, at, who, planSha256, steps } = entry;
    runs.set(run, { run, title, chipId, uid, simulated, startedAt: at, who, planSha256, ...byOf(entry), ...contentsOf(steps), state: 'interrupted', says: '', code: '', from });
  }
  if ('job' in entry) return takeJobLine(index, entry);
  if (!('run' in entry)) return;
  const end = entry.what === 'run-ended' ? { state: entry.state, endedAt: entry.at, ...endText(entry) } : entry.what === 'run-set-aside' ? { state: 'set-aside' as const } : {};
  const known = runs.get(entry.run);
  if (known === undefined) index.later[entry.run] = { ...index.later[entry.run], ...end };
  else runs.set(entry.run, { ...known, ...end });
}

/**
 * Adds the lines after those in an index. @param hash hash of the indexed lines @param signedLine number of the line
 * that the head signs
 */
async function extend(path: string, before: Kept, hash: Hash, signedLine: number | undefined): Promise<Kept> {
  const index: Kept = { ...before, later: { ...before.later }, jobs: [...before.jobs], setAside: [...before.setAside] };
  const runs = new Map(before.runs.map((run) => [run.run, run]));
  const chain = new Chain(before.lines === 0 ? { lines: 0, hash: undefined, torn: 0 } : { lines: before.lines, hash: before.hash, torn: before.torn });
  for await (const lines of linesOf(path, before.size)) {
    for (const { text, from, to, ended } of lines) {
      if (!ended) continue;
      const entry = chain.take(text);
      index.size = to;
      if (entry !== undefined) take(index, runs, entry, from);
      if (chain.state.lines === signedLine) index.signed = { lines: signedLine, hash: chain.state.hash ?? '' };
    }
  }
  for await (const chunk of chunksOf(path, before.size, index.size)) hash.update(chunk);
  const { lines, hash: last, torn } = chain.state;
  return { ...index, lines, hash: last ?? nothingBefore, torn, broken: index.broken || chain.broken !== undefined, sha256: hexOf(hash), runs: [...runs.values()] };
}

/** Hash of the indexed lines; undefined when the file does not begin with them any longer. */
async function hashOfStored(path: string, { size, sha256 }: Kept): Promise<Hash | undefined> {
  const hash = createHash('sha256');
  let read = 0;
  for await (const chunk of chunksOf(path, 0, size)) {
    hash.update(chunk);
    read += chunk.length;
  }
  return read === size && hexOf(hash) === sha256 ? hash : undefined;
}

const indexFolder = (folder: string): string => join(folder, 'index');
const indexPath = (folder: string, file: string): string => join(indexFolder(folder), file.replace(/\.jsonl$/, '.json'));

/** An index, and the hash of the lines that it covers. */
interface Hashed {
  readonly index: Kept;
  readonly hash: Hash;
}

async function stored(folder: string, file: string): Promise<Hashed> {
  const none = { index: empty(), hash: createHash('sha256') };
  try {
    const parsed = dayIndex.safeParse(JSON.parse(await readFile(indexPath(folder, file), 'utf8')));
    const hash = parsed.success ? await hashOfStored(join(folder, file), parsed.data) : undefined;
    return parsed.success && hash !== undefined ? { index: parsed.data, hash } : none;
  } catch {
    // The index is missing or damaged. It is made again from the journal.
    return none;
  }
}

/** An index in memory. */
interface Known {
  /** Stamp of the file and of its head when they were read. */
  readonly stamp: string;
  readonly index: DayIndex;
  /** Undefined for a file that could not be read. */
  readonly hashed: Hashed | undefined;
  /** Size of the file in the saved index, bytes. */
  readonly savedSize: number;
  /** While the file's epoch is the same, the file still begins with the lines of this index. */
  readonly epoch: number;
}

/** The index is saved again after so many new bytes. A program that starts reads the later lines from the journal. Bytes. */
const savedEvery = 256 << 10;

async function make(folder: string, file: string, known: Known | undefined): Promise<Pick<Known, 'index' | 'hashed' | 'savedSize'>> {
  const path = join(folder, file);
  // The head is read first. Otherwise lines that are signed meanwhile would count as missing.
  const head = readHead(folder, file);
  const signedLine = head === undefined || head === false ? undefined : head.lines;
  const { index: before, hash: hashBefore } = known?.hashed ?? (await stored(folder, file));
  const hash = hashBefore.copy();
  const index = await extend(path, before, hash, signedLine);
  if (signedLine !== undefined && index.signed?.lines !== signedLine) {
    const found = signedLine === before.lines ? before.hash : await hashOfLine(path, signedLine);
    if (found !== undefined) index.signed = { lines: signedLine, hash: found };
  }
  const savedSize = known?.savedSize ?? before.size;
  const changed = known === undefined ? index.size !== before.size || index.signed?.lines !== before.signed?.lines : index.size > savedSize + savedEvery;
  if (changed) await keep(folder, file, index);
  const signed = head === undefined || (head !== false && index.signed?.lines === head.lines && index.signed.hash === head.hash);
  return { index: { ...index, sound: !index.broken && signed }, hashed: { index, hash }, savedSize: changed ? index.size : savedSize };
}

/** Saves the index, which only saves time. If that fails, the index is made again the next time. */
async function keep(folder: string, file: string, index: Kept): Promise<void> {
  try {
    await mkdir(indexFolder(folder), { recursive: true, mode: 0o700 });
    await writeAtomic(indexPath(folder, file), utf8(JSON.stringify(index)), { mode: 0o600 });
  } catch {
    // A read-only folder: the index is not saved.
  }
}

const glances = new Map<string, { readonly size: number; readonly glance: Glance }>();

/** How many runs may be in the indexes in memory. Reading a list page by page uses the newer days each time. */
const mostRuns = 60_000;
const indexes = new Map<string, Known>();

/** Drops the least recently used indexes. The last one used is kept. */
function forgetOldest(): void {
  let runs = 0;
  for (const [path, { index }] of [...indexes].reverse()) {
    runs += index.runs.length;
    if (runs > mostRuns && runs > index.runs.length) indexes.delete(path);
  }
}

async function readAgain(folder: string, file: string, known: Known | undefined, at: Pick<Known, 'stamp' | 'epoch'>): Promise<Known> {
  try {
    return { ...(await make(folder, file, known)), ...at };
  } catch {
    return { index: { ...empty(), sound: false, unreadable: true }, hashed: undefined, savedSize: 0, ...at };
  }
}

/** Reads the index of a journal file, or makes it again if it does not match. An unreadable file has no runs and counts as damaged. */
export async function readIndex(folder: string, file: string): Promise<DayIndex> {
  const path = join(folder, file);
  const own = stampAt(path);
  const [stamp, epoch] = [`${own}/${stampAt(join(folder, headName(file)))}`, epochOf(path, own)];
  const cached = indexes.get(path);
  const known = cached?.stamp === stamp ? cached : await readAgain(folder, file, cached?.epoch === epoch ? cached : undefined, { stamp, epoch });
  indexes.delete(path);
  indexes.set(path, known);
  // Damage that was found while reading replaces the earlier result, for which the file was not read.
  if (known !== cached) glances.delete(path);
  forgetOldest();
  return known.index;
}

const glance = z.object({ version: dayIndex.shape.version, size: dayIndex.shape.size, runs: z.array(z.object({ run: z.string() })), later: dayIndex.shape.later });

/** Which runs began in a file, and the ends of earlier runs. */
export type Glance = Pick<DayIndex, 'later' | 'unreadable'> & { readonly runs: readonly { readonly run: string }[] };

/**
 * Lists the runs of a file by their ids, oldest first, from the saved index if it covers as many bytes as the file has. Much
 * quicker than `readIndex`, but only good for counting: the file's content is not compared with the index.
 */
export async function glanceAt(folder: string, file: string): Promise<Glance> {
  const path = join(folder, file);
  try {
    await access(path, constants.R_OK);
    const { size } = await stat(path);
    const known = glances.get(path);
    if (known?.size === size) return known.glance;
    const found = glance.parse(JSON.parse(await readFile(indexPath(folder, file), 'utf8')));
    if (found.size === size) {
      const kept = { runs: found.runs, later: found.later };
      glances.set(path, { size, glance: kept });
      return kept;
    }
  } catch {
    // The file cannot be read, or its index is missing or of another version.
  }
  return readIndex(folder, file);
}
