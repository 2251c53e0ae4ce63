import { createHmac } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hex } from '../../core/bytes/hex.ts';
import { oid } from '../../core/objects/oid.ts';
import { must } from '../../core/result/result.ts';
import { nodeRandomness } from '../serial/randomness.ts';
import { ContentKey, placeOf } from './contentKey.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-content-key-'));
  path = join(folder, 'state', 'content-key');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (): ContentKey => new ContentKey(path, nodeRandomness);
const content = new Uint8Array(16).fill(0x5e);

describe('the key that proves what was written', () => {
  it('is made once, in a file of its own that only its owner reads', async () => {
    const hmac = must(await open().forWriting());
    const kept = readFileSync(path);
    expect(kept).toHaveLength(32);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(must(await open().forWriting())('run', '0xF1D4', content)).toBe(hmac('run', '0xF1D4', content));
    expect(must(await open().forChecking())('run', '0xF1D4', content)).toBe(hmac('run', '0xF1D4', content));
    expect(readFileSync(path)).toEqual(kept);
  });

  it('two at the same time make one key', async () => {
    const [one, other] = await Promise.all([open().forWriting(), open().forWriting()]);
    expect(must(one)('run', '0xF1D4', content)).toBe(must(other)('run', '0xF1D4', content));
  });

  it('the code is HMAC-SHA-256 over run, place and content', async () => {
    const code = must(await open().forWriting())('run-1', '0xF1D4', content);
    const expected = createHmac('sha256', readFileSync(path)).update('trust-bench content\nrun-1\n0xF1D4\n').update(content).digest('hex');
    expect(code).toBe(expected);
  });

  it('the place names object and offset', () => {
    const inline = { kind: 'inline', bytes: hex('00') } as const;
    expect(placeOf({ id: 'w', kind: 'write-object', object: oid(0xf1d4), content: inline, what: 'x' })).toBe('0xF1D4');
    expect(placeOf({ id: 'w', kind: 'write-at', object: oid(0xf1d4), offset: 16, content: inline })).toBe('0xF1D4 at 16');
  });

  it.each<[string, () => void]>([
    ['one that was cut', () => writeFileSync(path, new Uint8Array(31).fill(1))],
    ['an empty one', () => writeFileSync(path, '')],
    ['one that cannot be read', () => mkdirSync(path)],
  ])('%s is not replaced', async (_, spoil) => {
    mkdirSync(join(folder, 'state'));
    spoil();
    for (const tried of [await open().forWriting(), await open().forChecking()]) expect(tried).toMatchObject({ ok: false, fault: { code: 'journal/key-unusable' } });
    expect(existsSync(path) && (statSync(path).isDirectory() || readFileSync(path).length < 32)).toBe(true);
  });

  it('is not made to check what was recorded with another one', async () => {
    expect(await open().forChecking()).toMatchObject({ ok: false, fault: { code: 'journal/key-unusable' } });
    expect(existsSync(path)).toBe(false);
  });
});
