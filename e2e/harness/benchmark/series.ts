import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePrivateKeyPem, generateKey } from '../../../core/keys/privateKey.ts';
import { must } from '../../../core/result/result.ts';
import { nodeRandomness } from '../../../electron/serial/randomness.ts';
import { startChromium } from '../../../electron/host/chromium.ts';

const chips = 4000;
const idOf = (at: number): string => `cd16336401001c000500000a09a413000a002f002e8010${at.toString(16).padStart(4, '0')}`;
export interface SeriesFigures {
  readonly ms: number;
  /** Memory growth of the process that makes the data sets, from the first quarter to the end. Bytes. */
  readonly growth: number;
  /** Longest time in which the window did not react; 0 when it was never over 50 ms. */
  readonly longestMs: number;
  readonly bytes: number;
}

type Call = (name: string, request: object) => Promise<unknown>;

/** Fills the form through the contract, as the window does. */
async function fill(call: Call, take: (name: string, text: string) => Promise<string>): Promise<void> {
  const pem = async (): Promise<string> => encodePrivateKeyPem(await generateKey('secp256r1', nodeRandomness));
  await call('datasets/give', { slot: 'key', ticket: await take('key.pem', await pem()) });
  await call('datasets/give', { slot: 'signer', ticket: await take('signer.pem', await pem()) });
  await call('datasets/give', { slot: 'secret', ticket: await take('secret.txt', 'ab'.repeat(64)) });
}

const reel = (): string => Array.from({ length: chips }, (_, at) => idOf(at)).join('\n');

/** A reel of 4000 chips through the window: in a worker, with progress, and with the window's long tasks counted. */
export async function measureSeries(): Promise<SeriesFigures> {
  const base = mkdtempSync(join(tmpdir(), 'trust-bench-benchmark-'));
  const environment = {
    ...process.env,
    TRUST_BENCH_HEADLESS: '1',
    TRUST_BENCH_STATE_DIR: join(base, 'state'),
    TRUST_BENCH_PROFILE_DIR: join(base, 'profile'),
    TRUST_BENCH_SAVE_DIR: join(base, 'saved'),
  };
  const host = await startChromium({ environment });
  const { page, program } = host;
  const call: Call = async (name, request) => {
    const answer = await program.handlers[name as 'datasets/give'](request as never);
    return must(answer);
  };
  const take = async (name: string, text: string): Promise<string> => must(await program.handlers['files/take-text']({ name, text })).ticket;
  await fill(call, take);
  const path = join(base, 'reel.txt');
  writeFileSync(path, reel());
  await page.getByRole('button', { name: 'Data sets', exact: true }).click();
  await page.getByRole('tab', { name: 'Series' }).click();
  await page.getByLabel('Choose a file').setInputFiles(path);
  await page.evaluate(() => {
    const long: number[] = [];
    new PerformanceObserver((entries) => long.push(...entries.getEntries().map(({ duration }) => duration))).observe({ entryTypes: ['longtask'] });
    Object.assign(window, { long });
  });
  const memory: number[] = [];
  const off = program.onEvent((name) => {
    if (name === 'series/changed') memory.push(process.memoryUsage().rss);
  });
  const started = performance.now();
  await page.getByRole('button', { name: 'Make the series' }).click();
  await page.getByRole('heading', { name: 'Done' }).waitFor({ timeout: 120_000 });
  const ms = performance.now() - started;
  off();
  const long = await page.evaluate(() => (window as unknown as { long: number[] }).long);
  const bytes = statSync(join(base, 'saved', 'data-sets.zip')).size;
  await host.close();
  rmSync(base, { recursive: true, force: true, maxRetries: 3 });
  const settled = memory[Math.floor(memory.length / 4)] ?? 0;
  return { ms, growth: Math.max(0, (memory.at(-1) ?? 0) - settled), longestMs: Math.max(0, ...long), bytes };
}
