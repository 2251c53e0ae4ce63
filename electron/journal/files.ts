import { sayDay } from '../../core/result/format.ts';
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode, orNothing, reason } from '../files/reasons.ts';
import { parseLine } from './entry.ts';

/** `2026-03-01.jsonl`; a second file of one day is `2026-03-01.2.jsonl`. */
const name = /^(\d{4}-\d{2}-\d{2})(?:\.(\d{1,5}))?\.jsonl$/;

export const dayOf = (moment: Date): string => sayDay(moment);
export const dayOfFile = (file: string): string => name.exec(file)?.[1] ?? '';
const partOf = (file: string): number => Number(name.exec(file)?.[2] ?? '1');

/** Name of a journal file. @param part from 1 */
export const fileOf = (day: string, part = 1): string => (part === 1 ? `${day}.jsonl` : `${day}.${part}.jsonl`);

/** Compares days as strings; all have the same width. */
const byDay = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
const byName = (a: string, b: string): number => byDay(dayOfFile(a), dayOfFile(b)) || partOf(a) - partOf(b);

/** A file that is not in the journal's chain, and why. */
export interface Loose {
  readonly file: string;
  readonly why: string;
  /** Whether the file is empty. A crash can leave an empty file before its first line is written. */
  readonly empty: boolean;
}

export interface Order {
  /** Files of the journal, oldest first, in the order of their chain. */
  readonly chain: readonly string[];
  readonly loose: readonly Loose[];
}

type First = { readonly after: string } | Omit<Loose, 'file'>;

const isOpened = (first: First): first is { readonly after: string } => 'after' in first;

const firstBytes = 4096;

/** Reads from the first line which file is before this one; or why this is not a file of the journal. */
function readFirst(path: string): First {
  const found = statSync(path);
  if (found.isDirectory()) return { why: 'It is a folder.', empty: false };
  if (!found.isFile()) return { after: '' };
  if (found.size === 0) return { why: 'It is empty.', empty: true };
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(Math.min(firstBytes, found.size));
    const end = bytes.subarray(0, readSync(file, bytes, 0, bytes.length, 0)).indexOf(10);
    const entry = end < 0 ? undefined : parseLine(bytes.toString('utf8', 0, end));
    return entry?.what === 'opened' ? { after: entry.after } : { why: 'Its first line is not that of a journal.', empty: false };
  } finally {
    closeSync(file);
  }
}

/** First lines do not change, so each is read once per program start. */
const firstLines = new Map<string, { readonly after: string }>();

function firstOf(path: string): First {
  const before = firstLines.get(path);
  if (before !== undefined) return before;
  try {
    const first = readFirst(path);
    if (isOpened(first)) firstLines.set(path, first);
    return first;
  } catch {
    // An unreadable file is never treated as foreign. It keeps its place by its name, and the reason is reported when it
    // is read.
    return { after: '' };
  }
}

/** Follows the links between files from the first one on. A file whose predecessor is missing is placed by its name. */
function follow(after: ReadonlyMap<string, string>): string[] {
  const next = new Map<string, string[]>();
  for (const file of [...after.keys()].sort(byName)) next.set(after.get(file) ?? '', [...(next.get(after.get(file) ?? '') ?? []), file]);
  const waiting = [...after.keys()].filter((file) => !after.has(after.get(file) ?? '')).sort(byName);
  const chain: string[] = [];
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    chain.push(file);
    waiting.unshift(...(next.get(file) ?? []));
  }
  return chain;
}

const namesIn = (folder: string): string[] => (orNothing(() => readdirSync(folder)) ?? []).filter((file) => name.test(file));

/** Says why the journal's folder cannot be read; undefined when it can, or when there is no folder yet. */
export function whyFolderUnread(folder: string): string | undefined {
  try {
    readdirSync(folder);
    return undefined;
  } catch (thrown) {
    return errorCode(thrown) === 'ENOENT' ? undefined : reason(thrown);
  }
}

/** The last order found in each folder. It is needed before each line, and stays the same while the files are the same. */
const orders = new Map<string, { readonly of: string; readonly order: Order }>();

/**
 * Finds the order of the journal's files in their chain, and the files outside the chain. Empty when the folder is missing.
 * @param latest last possible day of a file; later files count as outside unless another file follows them
 */
export function readOrder(folder: string, latest = '9999-12-31'): Order {
  const names = namesIn(folder);
  const of = [latest, ...names].join('\n');
  const former = orders.get(folder);
  if (former?.of === of) return former.order;
  const order = orderOf(folder, names, latest);
  // A file outside the chain may be replaced under the same name, so its first line is read again.
  if (names.every((file) => firstLines.has(join(folder, file)))) orders.set(folder, { of, order });
  return order;
}

function orderOf(folder: string, names: readonly string[], latest: string): Order {
  const firsts = names.map((file) => [file, firstOf(join(folder, file))] as const);
  const opened = new Map(firsts.flatMap(([file, first]) => (isOpened(first) ? [[file, first.after] as const] : [])));
  const strange = firsts.flatMap(([file, first]): Loose[] => (isOpened(first) ? [] : [{ file, ...first }]));
  const tooLate = [...opened].filter(([file, after]) => dayOfFile(file) > latest && !opened.has(after) && opened.size > 1 && ![...opened.values()].includes(file));
  for (const [file] of tooLate) opened.delete(file);
  const chain = follow(opened);
  const circle = [...opened.keys()].filter((file) => !chain.includes(file));
  return {
    chain,
    loose: [
      ...strange,
      ...tooLate.map(([file]) => ({ file, why: 'Its day is in the future, and no other file refers to it.', empty: false })),
      ...circle.map((file) => ({ file, why: 'It is not in the chain of the other files.', empty: false })),
    ],
  };
}

/** Lists the days whose signed end exists, but whose file is missing. */
export function daysWithoutFile(folder: string): string[] {
  const names = new Set(orNothing(() => readdirSync(folder)));
  return [...names].filter((one) => one.endsWith('.head.json')).map((one) => one.replace('.head.json', '.jsonl')).filter((file) => name.test(file) && !names.has(file));
}

/** Lists the journal's files in the order of their chain, oldest first; empty when the folder is missing. */
export const journalFiles = async (folder: string): Promise<string[]> => await Promise.resolve([...readOrder(folder).chain]);
