import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fault } from '../../../core/result/fault.ts';
import { err, must } from '../../../core/result/result.ts';
import { ManualClock } from '../../../core/simulator/testing/manualClock.ts';
import { StateFile } from '../../files/stateFile.ts';
import { lineFile, LineStore, type KeptLine } from './lineStore.ts';

let folder: string;
let clock: ManualClock;
let isFull: boolean;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-line-'));
  clock = new ManualClock();
  isFull = false;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const shown: KeptLine = { open: true, name: 'a.tbjob', job: '{}', folder: '/jobs', operator: 'Ada' };
const path = (): string => join(folder, lineFile);
/** A start of the program, on a disk that may be full. */
function program(): LineStore {
  const file = new StateFile(folder, lineFile);
  const save: StateFile['save'] = async (fields) => (isFull ? err(fault('file/not-written', { file: lineFile, reason: 'The disk is full.' })) : file.save(fields));
  return new LineStore({ load: (read) => file.load(read), wasSetAside: () => file.wasSetAside(), save }, clock);
}
/** What a later start shows. The time that passes until then lets the retries run. */
const later = async (): Promise<KeptLine | undefined> => {
  await new Promise<void>((resume) => void clock.after(12_000, resume));
  await new Promise((resume) => setTimeout(resume, 100));
  return program().load();
};

describe('a screen that cannot be saved', () => {
  it('is saved when there is space again; until then the reason is known', async () => {
    const store = program();
    let told = 0;
    store.onChange(() => told++);
    isFull = true;
    await store.keep(shown);
    expect([store.notKept?.data, await later()]).toEqual([{ file: lineFile, reason: 'The disk is full.' }, undefined]);
    isFull = false;
    expect(await later()).toEqual(shown);
    expect([store.notKept, told > 1]).toEqual([undefined, true]);
  });

  it('is not saved after the engineer left it, nor after the program ended', async () => {
    const [left, ended] = [program(), program()];
    isFull = true;
    await Promise.all([left.keep(shown), ended.keep(shown)]);
    expect((await left.clear()).ok).toBe(false);
    expect(left.notKept?.code, 'it is still shown, and still tried').toBe('line/not-kept');
    ended.close();
    isFull = false;
    must(await left.clear());
    expect(await later()).toBeUndefined();
    expect(JSON.parse(readFileSync(path(), 'utf8'))).toMatchObject({ open: false });
  });
});

describe('a damaged file on a full disk', () => {
  it("leaves the window the operator's at every start, until the engineer leaves it", async () => {
    writeFileSync(path(), '{"open":');
    isFull = true;
    for (let start = 1; start <= 3; start++) {
      const store = program();
      expect(await store.load(), `start ${start}`).toMatchObject({ open: true, job: '' });
      store.close();
    }
    isFull = false;
    const store = program();
    expect(await store.load()).toMatchObject({ open: true });
    must(await store.clear());
    expect(await program().load()).toBeUndefined();
  });

  it('also a folder of its name', async () => {
    mkdirSync(path());
    isFull = true;
    for (let start = 1; start <= 2; start++) expect(await program().load()).toMatchObject({ open: true });
  });
});

it('the port of an earlier screen is not taken for a screen without one', async () => {
  must(await program().save({ ...shown, port: 'COM3' }));
  const store = program();
  await store.load();
  must(await store.clear());
  must(await store.save(shown));
  expect(await program().load()).toEqual(shown);
});
