import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { savesInto } from './save.ts';
import { writeAtomic } from './write.ts';

/** Only root on Linux can mount a disk of 64 KB. On other systems these tests are skipped and listed by name. */
const folder = mkdtempSync(join(tmpdir(), 'trust-bench-disk-'));
const mount = (options: string) => spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'none', folder], { stdio: 'ignore' }).status === 0;
const mounted = process.platform === 'linux' && process.getuid?.() === 0 && mount('size=64k');
const big = new Uint8Array(200_000);

beforeAll(() => {
  if (mounted) writeFileSync(join(folder, 'old'), 'old');
});
afterAll(() => {
  if (mounted) execFileSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
});

describe.runIf(mounted)('on a small disk', () => {
  it('says that it is full; the old file is as it was and nothing is left', async () => {
    expect(await writeAtomic(join(folder, 'old'), big)).toMatchObject({ fault: { code: 'file/not-written', data: { reason: 'The disk is full.' } } });
    expect(readFileSync(join(folder, 'old'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['old']);
  });

  it('takes a reserved name back', async () => {
    expect(await savesInto(folder)('new', big)).toMatchObject({ fault: { data: { reason: 'The disk is full.' } } });
    expect(readdirSync(folder)).toEqual(['old']);
  });

  it('says that it is read-only', async () => {
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    expect(await writeAtomic(join(folder, 'old'), new Uint8Array(3))).toMatchObject({ fault: { code: 'file/not-written', data: { reason: 'The disk is read-only.' } } });
    expect(await savesInto(folder)('new', new Uint8Array(3))).toMatchObject({ fault: { data: { reason: 'The disk is read-only.' } } });
    expect(await savesInto(join(folder, 'deeper'))('new', new Uint8Array(3))).toMatchObject({ fault: { data: { reason: 'The folder could not be made.' } } });
    expect(readFileSync(join(folder, 'old'), 'utf8')).toBe('old');
  });
});
