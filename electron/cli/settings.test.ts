import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openJournal } from '../journal/openJournal.ts';
import { lastMoment } from '../journal/jobHistory.ts';
import { verifyFile } from '../journal/verify.ts';
import { nodeRandomness } from '../serial/randomness.ts';
import { testStation, type RanJson } from './testing/commandLine.ts';

const station = testStation();
afterEach(() => vi.restoreAllMocks());

/** Runs a command with this text on its standard input, which is not a terminal. */
async function withInput(text: string, ...words: string[]): Promise<RanJson> {
  const stdin = Object.assign(Readable.from([Buffer.from(text)]), { isTTY: false });
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(stdin as unknown as typeof process.stdin);
  return station.runOn('', ...words);
}
const kept = (): string => readFileSync(station.path('engineer-pin.json'), 'utf8');

describe('settings pin', () => {
  it('takes the first line of standard input; the old PIN is not needed', async () => {
    expect(await withInput('grüne 4711\n', 'settings', 'pin')).toMatchObject({ code: 0, json: { pin: 'set' } });
    const first = kept();
    expect(statSync(station.path('engineer-pin.json')).mode & 0o777).toBe(0o600);
    for (const form of ['grüne', Buffer.from('grüne 4711').toString('hex'), Buffer.from('grüne 4711').toString('base64')]) expect(first).not.toContain(form);
    expect(await withInput('0815\r\nmore', 'settings', 'pin')).toMatchObject({ code: 0 });
    expect(kept()).not.toBe(first);
  });

  it.each(['123', '', '\n', 'x'.repeat(65), 'x'.repeat(5000)])('%j is refused', async (text) => {
    const ran = await withInput(text, 'settings', 'pin');
    expect([ran.code, ran.json.error.code]).toEqual(text.trim() === '' ? [2, 'usage/bad-option'] : [1, 'pin/form']);
    expect(readdirSync(station.path('.'))).not.toContain('engineer-pin.json');
  });

  it('never takes it as an argument', async () => {
    const ran = await station.runOn('', 'settings', 'pin', '4711');
    expect([ran.code, ran.json.error.code]).toEqual([2, 'usage/bad-option']);
    expect(ran.err).not.toContain('4711');
  });
});

describe('settings confirm-clock', () => {
  const writer = (at: Date) => openJournal(station.path('.'), nodeRandomness, () => at);

  it('the latest time of the journal counts until the engineer confirms the clock', async () => {
    const [tomorrow, later] = [new Date(Date.now() + 86_400_000), new Date(Date.now() + 90_000_000)];
    const folder = join(station.path('.'), 'journal');
    for (const at of [tomorrow, later]) expect((await writer(at).appendSigned({ what: 'run-set-aside', run: 'x' })).ok).toBe(true);
    // A line with the earlier clock does not confirm it.
    expect((await writer(new Date()).appendSigned({ what: 'run-set-aside', run: 'y' })).ok).toBe(true);
    expect(await lastMoment(folder)).toBe(later.toISOString());
    await withInput('qX-4711-zy\n', 'settings', 'pin');
    expect((await withInput('qX-4712-zy\n', 'settings', 'confirm-clock')).json.error.code).toBe('pin/wrong');
    expect(await lastMoment(folder)).toBe(later.toISOString());
    expect((await withInput('qX-4711-zy\n', 'settings', 'confirm-clock')).json).toEqual({ confirmed: true, last: later.toISOString() });
    expect(Date.parse((await lastMoment(folder)) ?? '')).toBeLessThan(Date.now() + 1000);
    expect((await withInput('qX-4711-zy\n', 'settings', 'confirm-clock')).json).toEqual({ confirmed: false, last: null });
    const text = readdirSync(folder).filter((name) => name.endsWith('.jsonl')).map((name) => readFileSync(join(folder, name), 'utf8')).join('');
    expect(text).toContain(`"what":"clock-confirmed","last":"${later.toISOString()}"`);
    // A short number could be part of a digest, so the PINs have letters that no digest has.
    expect(text).not.toMatch(/qX-471/);
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.jsonl'))) expect((await verifyFile(join(folder, name))).ok).toBe(true);
  });

  it('without a PIN there is nobody to confirm', async () => {
    const ran = await withInput('qX-4711-zy\n', 'settings', 'confirm-clock');
    expect([ran.code, ran.json.error.code]).toEqual([1, 'line/no-pin']);
  });
});
