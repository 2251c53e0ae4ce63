import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/keys/testing/random.ts';
import { ok } from '../../core/result/result.ts';
import { headSigner, type HeadSigner } from './head.ts';
import { Journal } from './journal.ts';
import type { JournalNotice, JournalOptions } from './journalOptions.ts';
import { NotSigned } from './stationKey.ts';
import { verifyFile } from './verify.ts';

let base: string;
beforeEach(() => void (base = mkdtempSync(join(tmpdir(), 'trust-bench-'))));
afterEach(() => rmSync(base, { recursive: true }));

const folder = (): string => join(base, 'journal');
const path = (): string => join(folder(), '2026-03-01.jsonl');
const note = (run: string) => ({ what: 'step-begun', run, step: 'a', irreversible: true }) as const;
const runsIn = (): string[] => readFileSync(path(), 'utf8').split('\n').flatMap((line) => /"run":"(\w+)"/.exec(line)?.[1] ?? []);
const notices: JournalNotice[] = [];
function journal(options: Partial<JournalOptions>): Journal {
  notices.length = 0;
  return new Journal({ folder: folder(), now: () => new Date('2026-03-01T08:00:00Z'), who: 'tester', onNotice: (notice) => notices.push(notice), ...options });
}
const full = new NotSigned('The disk is full.');
const refused = { ok: false, fault: { code: 'journal/not-written' } };

describe('the disk has room for the lines and none for their signature', () => {
  let isFull = true;
  beforeEach(() => void (isFull = true));
  function opened(): Journal {
    const real = headSigner(folder(), seededRandom('bench'));
    return journal({ signer: { ready: () => real.ready(), sign: (head, bytes) => (isFull ? Promise.reject(full) : real.sign(head, bytes)) } });
  }

  it.each<[string, (one: Journal) => Promise<unknown>]>([
    ['the end of a run', (one) => one.appendSigned(note('first'))],
    ['a unit that is taken', (one) => one.appendDecided(async () => ok([note('first')]))],
  ])('%s is written and not said to be missing; the user is told, and the next signature covers it', async (_, write) => {
    const one = opened();
    expect(await write(one)).toEqual(ok(undefined));
    expect(runsIn()).toEqual(['first']);
    expect(notices).toMatchObject([{ code: 'journal/not-signed', data: { reason: 'The disk is full.' } }]);
    isFull = false;
    expect(await one.appendSigned(note('second'))).toEqual(ok(undefined));
    expect(await verifyFile(path())).toMatchObject({ ok: true, value: { lines: 3, signedLines: 3 } });
  });
});

it('a key that cannot sign: nothing is written', async () => {
  const unusable: HeadSigner = { ready: () => Promise.reject(full), sign: () => Promise.reject(full) };
  const one = journal({ signer: unusable });
  await one.append(note('first'));
  expect(await one.appendSigned(note('second'))).toMatchObject(refused);
  expect(await one.appendDecided(async () => ok([note('third')]))).toMatchObject(refused);
  expect(runsIn()).toEqual(['first']);
});

it('of lines that are written together, only those that are missing are said to be missing', async () => {
  let writes = 0;
  const one = journal({
    at: (point) => {
      // The file's first line, the first caller's line, the second caller's.
      if (point === 'checked' && ++writes === 3) throw Object.assign(new Error(), { code: 'ENOSPC' });
    },
  });
  const [first, second] = await Promise.all([one.append(note('first')), one.appendDecided(async () => ok([note('second')]))]);
  expect([first, second]).toMatchObject([{ ok: true }, refused]);
  expect(runsIn()).toEqual(['first']);
});
