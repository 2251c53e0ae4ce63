import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from '../../../core/result/result.ts';
import { hashOf, linesAfter, nothingBefore } from '../../../electron/journal/chain.ts';
import type { Happening } from '../../../electron/journal/entry.ts';
import { headSigner } from '../../../electron/journal/head.ts';
import { Journal } from '../../../electron/journal/journal.ts';
import { unfinishedRun } from '../../../electron/journal/recordedRuns.ts';
import { RunList } from '../../../electron/journal/runList.ts';
import { nodeRandomness } from '../../../electron/serial/randomness.ts';

export interface RecordFigures {
  readonly runs: number;
  /** Time of the first page in a new process, with the saved index and without an index. ms */
  readonly firstMs: number;
  readonly withoutIndexMs: number;
  /** Largest resident size of the process that shows the first page, and of one that searches all runs. MB */
  readonly peakMb: number;
  readonly searchMs: number;
  readonly searchMb: number;
  /** Time to write all 14 lines of a run of six steps, each synced to disk, and the signed end. ms */
  readonly appendMs: number;
}

const steps = Array.from({ length: 6 }, (_, nth) => `step ${nth}`);
const planText = JSON.stringify({ title: 'Put a key into 0xE0F1', steps: steps.map((id) => ({ id, kind: 'write-object', object: '0xE0E1', content: { kind: 'inline', bytes: '30'.repeat(180) } })) });

/** The journal's entries for one run of six steps. */
function linesOfRun(run: string, chipId: string): Happening[] {
  const certificate = { subject: `CN=${run}`, issuer: 'CN=Station CA, O=Example', serial: chipId, sha256: 'cd'.repeat(32) };
  const told = steps.map((id) => ({ id, kind: 'write-object', title: `Write the device certificate into 0xE0E1 (${id})`, object: '0xE0E1', irreversible: false, changes: [{ field: 'content', before: 'empty', after: `435 bytes (SHA-256 ${'ab'.repeat(32)})` }], certificates: [certificate], files: ['device.pem'], signer: { anchor: '0xE0E3', certificate } }));
  return [
    { what: 'run-started', run, chipId, uid: `cd16338201001c000500000a${chipId}`, port: '/dev/ttyACM0', operator: 'Anna Ohm', station: 'bench-2', boardSerial: '1814032F02228400', version: '0.1.0', simulated: false, title: 'Put a key into 0xE0F1', planSha256: hashOf(planText), plan: planText, steps: told },
    ...steps.flatMap((step): Happening[] => [
      { what: 'step-begun', run, step, irreversible: false },
      { what: 'step-ended', run, step, state: 'done', says: 'read back: 435 bytes, equal' },
    ]),
    { what: 'run-ended', run, state: 'finished', says: '', steps: steps.map((step) => ({ step, state: 'done', says: 'read back: 435 bytes, equal' })) },
  ];
}

/** Writes a journal like the program, but without waiting for the disk. @returns the last day */
export function makeJournal(folder: string, runs: number, aDay: number): Date {
  mkdirSync(folder, { recursive: true });
  let before = '';
  let hash = nothingBefore;
  let day = new Date('2026-01-01T08:00:00Z');
  for (let made = 0; made < runs; day = new Date(day.getTime() + 86_400_000)) {
    const file = `${day.toISOString().slice(0, 10)}.jsonl`;
    const said: Happening[] = [{ what: 'opened', after: before }];
    for (let nth = 0; nth < aDay && made < runs; nth++, made++) said.push(...linesOfRun(`run ${made}`, (made + 1).toString(16).padStart(20, '0')));
    const lines = linesAfter({ seq: 0, hash, torn: 0 }, () => day.toISOString(), 'operator@station', said);
    appendFileSync(join(folder, file), lines.text);
    [before, hash] = [file, lines.tail.hash];
  }
  return new Date(day.getTime() - 86_400_000);
}

/** The work of a new process, `node benchmark.js --records-child JOB FOLDER DAY`: prints ms and MB. */
export async function recordsChild(job: string, folder: string, day: string): Promise<void> {
  let peak = 0;
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5);
  const started = performance.now();
  if (job === 'append') {
    const journal = new Journal({ folder, now: () => new Date(day), who: 'operator@station', signer: headSigner(folder, nodeRandomness) });
    must(await journal.ready());
    const lines = linesOfRun(`appended ${started}`, 'f'.repeat(20));
    for (const said of lines.slice(0, -1)) must(await journal.append(said));
    for (const said of lines.slice(-1)) must(await journal.appendSigned(said));
  } else {
    if (job === 'first') await unfinishedRun(folder, undefined);
    const list = new RunList(folder, job === 'search' ? { match: ({ chipId }) => chipId === '1'.padStart(20, '0') } : {});
    const { rows } = await list.page(0, 100);
    if (rows.length !== (job === 'search' ? 1 : 100)) throw new Error(`${rows.length} rows`);
    if (job === 'index') await list.sum();
  }
  const ms = performance.now() - started;
  clearInterval(timer);
  process.stdout.write(JSON.stringify({ ms, mb: Math.max(peak, process.memoryUsage.rss()) / 2 ** 20 }));
}

/** Records of 50,000 runs. Each value is measured in its own process; the median of five. */
export function measureRecords(runs: number, program: string): RecordFigures {
  const base = mkdtempSync(join(tmpdir(), 'trust-bench-records-'));
  const folder = join(base, 'journal');
  const day = makeJournal(folder, runs, 1000).toISOString();
  const child = (job: string): { ms: number; mb: number } => {
    const { stdout, stderr } = spawnSync(process.execPath, [program, '--records-child', job, folder, day], { encoding: 'utf8' });
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as { ms: number; mb: number };
  };
  const median = (job: string): { ms: number; mb: number } => [1, 2, 3, 4, 5].map(() => child(job)).sort((a, b) => a.ms - b.ms)[2] as { ms: number; mb: number };
  try {
    const withoutIndex = child('first');
    child('search');
    const [first, search, append] = [median('first'), median('search'), median('append')];
    return { runs, firstMs: first.ms, withoutIndexMs: withoutIndex.ms, peakMb: first.mb, searchMs: search.ms, searchMb: search.mb, appendMs: append.ms };
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}
