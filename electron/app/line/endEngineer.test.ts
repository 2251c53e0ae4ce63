import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openProgram, type TestProgram } from '../testing/program.ts';
import { chipMemory, lineBench, type LineBench } from './testing/lineBench.ts';

let folder: string;
let main: TestProgram;
let bench: LineBench;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-'));
  main = await openProgram({}, folder);
  bench = await lineBench(main, 1);
});
afterEach(async () => {
  await main.close();
  rmSync(folder, { recursive: true, force: true });
});

const openLine = async (): Promise<void> => void (await main.ok('line/open', { ticket: await main.take('a.tbjob', bench.job) }));
const aWhile = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe("what the engineer left waiting ends when the operator's screen opens", () => {
  it('a teach-in: a board that is plugged in later becomes no slot', async () => {
    expect(await main.ok('slots/teach', { number: 3 })).toMatchObject({ teaching: 3 });
    // The teach-in has seen the ports once.
    await aWhile(300);
    await openLine();
    writeFileSync(join(folder, 'state', 'simulated-other.json'), JSON.stringify(chipMemory(9)));
    main.main.simulated.plugIn('simulated@simulated-other.json');
    await aWhile(3_500);
    expect((await bench.view()).slots.map(({ number }) => number)).toEqual([1]);
  });

  it('a review: its plan cannot be run after the engineer is back', async () => {
    await main.ok('line/set-pin', { pin: '4711' });
    await main.ok('board/connect', { path: 'simulated' });
    const { planId } = await main.ok('plan/from-edit', { kind: 'generate-key', id: '0xE0F2', algorithm: 'secp256r1', usage: ['signature'] });
    await openLine();
    await main.ok('line/leave', { pin: '4711' });
    await main.ok('board/connect', { path: 'simulated' });
    expect((await main.call('plan/run', { planId, confirmations: {} })).ok).toBe(false);
  });
});
