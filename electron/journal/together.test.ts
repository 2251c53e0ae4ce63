import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/keys/testing/random.ts';
import { fault } from '../../core/result/fault.ts';
import { err, ok } from '../../core/result/result.ts';
import { readIndex } from './dayIndex.ts';
import type { Happening } from './entry.ts';
import { headSigner, readHead } from './head.ts';
import { Journal } from './journal.ts';
import { verifyFile } from './verify.ts';

const file = '2026-03-01.jsonl';
let folder: string;
let written: number;
let journal: Journal;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'trust-bench-together-')), 'journal');
  written = 0;
  const signer = headSigner(folder, seededRandom('together'));
  journal = new Journal({ folder, signer, now: () => new Date('2026-03-01T10:00:00Z'), who: 'me@station', at: (point) => void (point === 'written' && (written += 1)) });
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const note = (step: string): Happening => ({ what: 'step-begun', run: 'a', step, irreversible: false });
const path = (): string => join(folder, file);
const steps = (): unknown[] => readFileSync(path(), 'utf8').trim().split('\n').map((line) => (JSON.parse(line) as { step?: string; what: string }).step ?? 'opened');
const eight = ['1', '2', '3', '4', '5', '6', '7', '8'];

describe('lines that are given at the same moment', () => {
  it('are written at once, in their order, as one chain', async () => {
    const results = await Promise.all(eight.map((step) => journal.append(note(step))));
    expect(results.every(({ ok: isWritten }) => isWritten)).toBe(true);
    expect(steps()).toEqual(['opened', ...eight]);
    // One write for the first line of the file, and one for all others.
    expect(written).toBe(2);
    expect(await verifyFile(path())).toMatchObject({ ok: true, value: { lines: 9 } });
    expect(existsSync(join(folder, '.lock'))).toBe(false);
  });

  it('have a signed end when one of them asks for it', async () => {
    await Promise.all([journal.append(note('1')), journal.appendSigned(note('2')), journal.append(note('3'))]);
    expect(readHead(folder, file)).toMatchObject({ lines: 4 });
    expect(await readIndex(folder, file)).toMatchObject({ lines: 4, sound: true });
  });

  it('a decision sees those that were given before it, and those after it come later', async () => {
    let seen: unknown;
    const decide = async () => {
      seen = steps();
      return ok([note('decided')]);
    };
    await Promise.all([journal.append(note('1')), journal.append(note('2')), journal.appendDecided(decide), journal.append(note('3'))]);
    expect(seen).toEqual(['opened', '1', '2']);
    expect(steps()).toEqual(['opened', '1', '2', 'decided', '3']);
  });

  it('each decision sees the lines of the decisions before it; a refused one writes nothing; the end is signed once', async () => {
    const seen: unknown[][] = [];
    const decide = (step: string, isRefused = false) => journal.appendDecided(async () => {
      seen.push(steps() as unknown[]);
      return isRefused ? err(fault('job/in-work', { chipId: step })) : ok([note(step), note(`${step}b`)]);
    });
    const results = await Promise.all([decide('1'), decide('2', true), journal.append(note('3')), decide('4')]);
    expect(seen).toEqual([['opened'], ['opened', '1', '1b'], ['opened', '1', '1b', '3']]);
    expect(results.map((result) => result.ok || result.fault.code)).toEqual([true, 'job/in-work', true, true]);
    expect(steps()).toEqual(['opened', '1', '1b', '3', '4', '4b']);
    expect(readHead(folder, file)).toMatchObject({ lines: 6 });
    expect(await verifyFile(path())).toMatchObject({ ok: true, value: { lines: 6 } });
  });

  it('a program without the lock writes between two decisions: nothing is written twice, and nothing is lost', async () => {
    await journal.append(note('0'));
    let isDisturbed = false;
    const decide = (step: string) => journal.appendDecided(async () => {
      if (step === '2' && !isDisturbed) {
        isDisturbed = true;
        appendFileSync(path(), '{"what":"foreign"}\n');
      }
      return ok([note(step)]);
    });
    expect(await Promise.all([decide('1'), decide('2'), decide('3')])).toEqual(Array(3).fill({ ok: true, value: undefined }));
    expect(steps()).toEqual(['opened', '0', '1', 'opened', '2', '3']);
  });

  it('a folder that cannot be made: each of them says so, and the next one is tried again', async () => {
    await journal.append(note('1'));
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    const results = await Promise.all(eight.map((step) => journal.append(note(step))));
    expect(results.map((result) => !result.ok && result.fault.code)).toEqual(eight.map(() => 'journal/not-written'));
    rmSync(folder);
    expect(await journal.append(note('9'))).toEqual({ ok: true, value: undefined });
  });
});

describe('the index of a file that this program writes', () => {
  it('follows its own lines', async () => {
    for (const step of eight) {
      await journal.appendSigned(note(step));
      expect(await readIndex(folder, file)).toMatchObject({ lines: Number(step) + 1, sound: true, at: '2026-03-01T10:00:00.000Z' });
    }
  });

  it('finds a line that was changed meanwhile, also when its own line came after it', async () => {
    for (const step of eight) await journal.appendSigned(note(step));
    expect(await readIndex(folder, file)).toMatchObject({ sound: true });
    writeFileSync(path(), readFileSync(path(), 'utf8').replace('"step":"3"', '"step":"X"'));
    await journal.append(note('9'));
    expect(await readIndex(folder, file)).toMatchObject({ sound: false, broken: true });
    await journal.append(note('10'));
    expect(await readIndex(folder, file)).toMatchObject({ sound: false, broken: true });
  });

  it('follows the lines of another program', async () => {
    await journal.appendSigned(note('1'));
    await readIndex(folder, file);
    const other = new Journal({ folder, now: () => new Date('2026-03-01T11:00:00Z'), who: 'other@station' });
    await other.append(note('2'));
    expect(await readIndex(folder, file)).toMatchObject({ lines: 3, sound: true, at: '2026-03-01T11:00:00.000Z' });
  });
});
