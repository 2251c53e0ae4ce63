import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from '../../../core/result/result.ts';
import { readSources } from '../../../electron/files/archive/sources.ts';
import { openReel } from '../../../electron/app/reels/openReel.ts';

export interface ReelFigures {
  readonly chips: number;
  /** Time from the file to the searchable list. */
  readonly ms: number;
  /** Time of the native 7-Zip program and of a plain read of its output; undefined when it is missing. */
  readonly nativeMs?: number;
  readonly peakMb: number;
  readonly lookupMs: number;
}

const native = ['7zz', '7z', '7za'].find((name) => spawnSync(name, ['i'], { stdio: 'ignore' }).status === 0);

function readAll(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .reduce((sum, path) => sum + readFileSync(path).length, 0);
}

function extractNatively(bundle: string, folder: string): number | undefined {
  if (native === undefined) return undefined;
  rmSync(folder, { recursive: true, force: true });
  const extract = (archive: string, to: string): void => void spawnSync(native, ['x', '-y', '-bd', '-bso0', '-bsp0', '-p', `-o${to}`, archive], { stdio: 'ignore' });
  const started = performance.now();
  extract(bundle, join(folder, 'outer'));
  for (const name of readdirSync(join(folder, 'outer')).filter((found) => found.endsWith('_Certs.7z'))) extract(join(folder, 'outer', name), join(folder, 'inner', name));
  readAll(join(folder, 'inner'));
  return performance.now() - started;
}

/** Largest resident size of the whole process while `work` runs, MB. */
async function peakOf<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly peakMb: number }> {
  let peak = 0;
  const look = (): void => void (peak = Math.max(peak, process.memoryUsage.rss()));
  const timer = setInterval(look, 10);
  const value = await work();
  look();
  clearInterval(timer);
  return { value, peakMb: peak / 1024 / 1024 };
}

/** Opens a bundle as the window does, alternating with the native program. The best time of each counts. */
export async function measureReel(chips: number, program: string, rounds: number): Promise<ReelFigures> {
  const base = mkdtempSync(join(tmpdir(), 'trust-bench-reel-'));
  // Our reader writes nothing, so the native program's disk time must not count in our favour.
  const memory = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : base, 'trust-bench-reel-'));
  try {
    // In a separate process, so that making the bundle is not measured.
    const made = spawnSync(process.execPath, [program, 'bundle', 'make-sample', '--chips', String(chips), '--simulated', '0', '--out', join(base, 'sample')], { stdio: 'ignore' });
    if (made.status !== 0) throw new Error('the sample bundle was not made');
    const name = readdirSync(join(base, 'sample')).find((found) => found.endsWith('.7z')) ?? '';
    const bundle = join(base, 'sample', name);
    const times: number[] = [];
    const natives: number[] = [];
    let [peakMb, lookupMs] = [0, 0];
    for (let round = 0; round < rounds; round++) {
      const started = performance.now();
      const opened = await peakOf(async () => must(await openReel(must(await readSources(bundle)))));
      times.push(performance.now() - started);
      // In the same process, a second bundle would reuse memory that is not returned yet.
      if (round === 0) peakMb = opened.peakMb;
      const { reel } = opened.value;
      if (reel.ids.length !== chips) throw new Error(`${reel.ids.length} of ${chips} chips`);
      const looked = performance.now();
      for (const id of reel.ids) reel.certificate(id, 'E0E0');
      lookupMs = (performance.now() - looked) / chips;
      // The native program is measured after ours, because its memory would count as ours.
      const nativeMs = extractNatively(bundle, join(memory, 'native'));
      if (nativeMs !== undefined) natives.push(nativeMs);
    }
    return { chips, ms: Math.min(...times), peakMb, lookupMs, ...(natives.length === 0 ? {} : { nativeMs: Math.min(...natives) }) };
  } finally {
    for (const made of [base, memory]) rmSync(made, { recursive: true, force: true });
  }
}
