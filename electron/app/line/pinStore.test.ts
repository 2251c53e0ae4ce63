import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '../../../core/result/result.ts';
import { PinStore } from './pinStore.ts';

let folder: string;
/** The clock of the computer, which a person can set, and the time that really passes. ms */
let [wall, real] = [0, 0];
const right = '4711';
const program = (): PinStore => new PinStore(folder, () => new Date(wall), { now: () => real });
const passes = (ms: number): void => void ([wall, real] = [wall + ms, real + ms]);

async function threeWrong(): Promise<PinStore> {
  const pins = program();
  must(await pins.set(right));
  for (let nth = 0; nth < 3; nth++) await pins.check('0000');
  return pins;
}
/** What comes of the right PIN: how many seconds to wait, or the fault, or "right". */
async function tryRight(pins: PinStore): Promise<unknown> {
  const checked = await pins.check(right);
  if (checked.ok) return 'right';
  return checked.fault.code === 'pin/wait' ? checked.fault.data.seconds : checked.fault.code;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-pin-'));
  [wall, real] = [Date.parse('2030-01-01T00:00:00Z'), 5_000];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the wait after three wrong PINs, when the clock is set', () => {
  it('back: within the program it goes on as before', async () => {
    const pins = await threeWrong();
    passes(10_000);
    wall = Date.parse('2026-11-29T00:00:00Z');
    expect(await tryRight(pins)).toBe(20);
    passes(20_000);
    expect(await tryRight(pins)).toBe('right');
  });

  it('back, and the program starts again: it begins once more, and only once', async () => {
    await threeWrong();
    wall = Date.parse('2026-11-29T00:00:00Z');
    expect(await tryRight(program())).toBe(30);
    passes(12_000);
    const pins = program();
    expect(await tryRight(pins)).toBe(18);
    passes(18_000);
    expect(await tryRight(pins)).toBe('right');
  });

  it('forward: within the program it is not shorter', async () => {
    const pins = await threeWrong();
    passes(1_000);
    wall += 365 * 86_400_000;
    expect(await tryRight(pins)).toBe(29);
    passes(29_000);
    expect(await tryRight(pins)).toBe('right');
  });

  it('forward in a program that has not seen the wrong tries: not shorter from the first try on', async () => {
    await threeWrong();
    const pins = program();
    passes(5_000);
    expect(await tryRight(pins)).toBe(25);
    wall += 3_600_000;
    expect(await tryRight(pins)).toBe(25);
  });
});

it('a wrong PIN after the wait doubles it, and a right one ends it', async () => {
  const pins = await threeWrong();
  passes(30_000);
  expect(await pins.check('0000')).toMatchObject({ ok: false, fault: { code: 'pin/wrong', data: { waitSeconds: 60 } } });
  expect(await tryRight(pins)).toBe(60);
  passes(60_000);
  expect(await tryRight(pins)).toBe('right');
  expect(await pins.check('0000')).toMatchObject({ ok: false, fault: { data: { waitSeconds: 0 } } });
});

it('a PIN that is set while the old one is being checked stays', async () => {
  const pins = program();
  must(await pins.set(right));
  const [set] = await Promise.all([pins.set('new one'), pins.check(right)]);
  expect([set.ok, (await pins.check('new one')).ok]).toEqual([true, true]);
});
