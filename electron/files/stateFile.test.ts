import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Fault } from '../../core/result/fault.ts';
import { StateFile } from './stateFile.ts';
import { withoutRoot } from './testing/withoutRoot.ts';

let folder: string;
let told: Fault<'file/set-aside'>[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-state-'));
  told = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = (): string => join(folder, 'a.json');
const file = (): StateFile => new StateFile(folder, 'a.json', (unread) => told.push(unread), () => new Date('2026-11-28T12:00:00Z'));
const form = z.object({ size: z.number().optional() });
const read = (fields: unknown) => form.safeParse(fields).data;

describe('a state file', () => {
  it('that is missing is empty, and is made', async () => {
    const one = file();
    expect(await one.load(read)).toBeUndefined();
    expect(await one.save({ size: 1 })).toMatchObject({ ok: true });
    expect([readFileSync(path(), 'utf8'), told]).toEqual(['{\n  "size": 1\n}\n', []]);
    if (process.platform !== 'win32') expect(statSync(path()).mode & 0o777, 'for its owner alone').toBe(0o600);
  });

  it('keeps fields that this version does not know', async () => {
    writeFileSync(path(), '{"size":1,"colour":{"deep":[1]},"__proto__":{"x":1}}');
    const one = file();
    expect(await one.load(read)).toEqual({ size: 1 });
    await one.save({ size: 2 });
    await one.save({ size: 3 });
    expect(readFileSync(path(), 'utf8').replace(/\s/g, '')).toBe('{"size":3,"colour":{"deep":[1]},"__proto__":{"x":1}}');
  });

  it('that is saved twice at once holds what was saved last', async () => {
    const one = file();
    await Promise.all([one.save({ size: 1, text: 'x'.repeat(8_000_000) }), one.save({ size: 2, text: '' })]);
    expect(read(JSON.parse(readFileSync(path(), 'utf8')))).toEqual({ size: 2 });
  });

  it.each([
    ['half a file', '{"size":', 'It is damaged: it is not JSON.'],
    ['bytes', Buffer.from([0x7b, 0xff, 0x7d]), 'It is damaged: it is not JSON.'],
    ['an empty file', '', 'It is damaged: it is empty or much too long.'],
    ['a list', '[1]', 'It is damaged: it is not a JSON object.'],
    ['a newer version', '{"version":2,"size":1}', 'A newer version of the program wrote it.'],
    ['another type', '{"size":"large"}', 'Something in it is of another form: another version of the program may have written it.'],
  ])('%s is set aside and told, never written over', async (_, content, why) => {
    writeFileSync(path(), content);
    const one = file();
    expect(await one.load(read)).toBeUndefined();
    expect(told).toMatchObject([{ code: 'file/set-aside', data: { file: 'a.json', why, aside: 'a.json.unreadable-2026-11-28' } }]);
    await one.save({ size: 1 });
    expect(readFileSync(join(folder, 'a.json.unreadable-2026-11-28'))).toEqual(Buffer.from(content));
    const next = file();
    expect(await next.load(read)).toEqual({ size: 1 });
    expect(told.length).toBe(1);
    writeFileSync(path(), content);
    await file().load(read);
    expect(readdirSync(folder).toSorted()).toEqual(['a.json.unreadable-2026-11-28', 'a.json.unreadable-2026-11-28-2']);
  });

  it('a folder of its name is set aside too', async () => {
    mkdirSync(path());
    await file().load(read);
    expect(told).toMatchObject([{ data: { why: 'It is a folder.' } }]);
    expect(readdirSync(folder)).toEqual(['a.json.unreadable-2026-11-28']);
  });

  it.runIf(process.platform !== 'win32')('one that this user may not read is set aside; where that is refused, it stays', async () => {
    writeFileSync(path(), '{"size":1}', { mode: 0o000 });
    chmodSync(folder, 0o500);
    await withoutRoot([folder], async () => {
      const one = file();
      await one.load(read);
      expect(told).toMatchObject([{ data: { why: 'You have no permission there.', aside: '' } }]);
      chmodSync(folder, 0o700);
      expect(await one.save({ size: 2 })).toMatchObject({ fault: { code: 'file/not-written' } });
      await file().load(read);
    });
    expect(readdirSync(folder)).toEqual(['a.json.unreadable-2026-11-28']);
  });
});
