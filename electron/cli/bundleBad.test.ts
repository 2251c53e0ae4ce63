import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '../../core/bytes/bytes.ts';
import type { NamedBytes } from '../../core/bundle/certificateTable.ts';
import { fault } from '../../core/result/fault.ts';
import { must } from '../../core/result/result.ts';
import { say } from '../../core/result/say.ts';
import { sayChains } from '../app/reels/index.ts';
import { innerLimits } from '../files/archive/limits.ts';
import { pack, unpack } from '../files/archive/sevenZip.ts';
import { nodeRandomness as random } from '../serial/randomness.ts';
import { makeSampleBundle, type SampleBundle } from '../simulated/sample/sampleBundle.ts';
import { commandLine } from './testing/commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'bench-bundle-bad-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string): string => join(folder, name);

async function run(...argv: string[]) {
  return commandLine(argv, {});
}

let sample: SampleBundle;
let e0e0: readonly NamedBytes[];
const unlock = ['--transport-key-file', path('key.txt')] as const;
const anchored = ['--anchor', path('anchors.pem')] as const;
beforeAll(async () => {
  sample = await makeSampleBundle({ chips: 6, simulated: 1, outer: 'zip', hideNames: false, random, now: new Date() });
  writeFileSync(path('anchors.pem'), sample.anchors);
  writeFileSync(path('key.txt'), sample.transportKey);
  writeFileSync(path('whole.zip'), sample.bytes);
  const archive = sample.inner.find(({ name }) => name.includes('E0E0')) as NamedBytes;
  e0e0 = [...must(await unpack(archive, innerLimits)).files()].map(({ name, bytes }) => ({ name, bytes: bytes.slice() }));
}, 60_000);

/** Makes the sample bundle with one archive replaced. */
async function bundleWith(file: string, part: string, archive: Uint8Array | undefined): Promise<string> {
  const inner = sample.inner.flatMap((one) => (!one.name.includes(part) ? [one] : archive === undefined ? [] : [{ name: one.name, bytes: archive }]));
  writeFileSync(path(file), await pack(inner, { type: 'zip' }));
  return path(file);
}

describe('the firmware header', () => {
  it('holds what the vendor\'s pal_os_datastore reads: two bytes of length, then the secret, in an object that can be written', async ({ skip }) => {
    if (spawnSync('cc', ['--version']).status !== 0) skip('no C compiler here');
    const [chip] = sample.chips;
    const { reelId } = sample;
    const header = ['bundle', 'header', path('whole.zip'), '--chip', chip?.chipId ?? '', ...unlock] as const;
    expect(await run(...header, '--out', path('secret.h')), 'in clear on disk').toMatchObject({ code: 1, err: expect.stringContaining(`--yes-in-clear ${reelId}`) });
    expect(await run(...header, '--out', path('secret.h'), '--yes-in-clear', reelId)).toMatchObject({ code: 0 });
    // The file in the form that the library reads and writes.
    const program = `#include <stdio.h>
#include "secret.h"
int main(void) {
  unsigned length = (unsigned)optiga_platform_binding_shared_secret[0] << 8 | optiga_platform_binding_shared_secret[1];
  printf("%zu %u ", sizeof optiga_platform_binding_shared_secret, length);
  for (unsigned i = 0; i < length; i++) printf("%02x", optiga_platform_binding_shared_secret[2 + i]);
  optiga_platform_binding_shared_secret[2] = 0;
  return 0;
}`;
    writeFileSync(path('main.c'), program);
    const compiled = spawnSync('cc', ['-std=c99', '-Wall', '-Wextra', '-Werror', '-o', path('main'), path('main.c')], { encoding: 'utf8' });
    expect(compiled.stderr).toBe('');
    expect(spawnSync(path('main'), { encoding: 'utf8' }).stdout).toBe(`66 64 ${chip?.pbs}`);
    expect(await run('bundle', 'export', path('whole.zip'), '--as', 'header', '--out', path('all.h'), '--yes-in-clear', reelId, ...unlock)).toMatchObject({ code: 0 });
    expect(spawnSync('cc', ['-std=c99', '-Wall', '-Werror', '-Wno-unused-variable', '-fsyntax-only', '-x', 'c', path('all.h')], { encoding: 'utf8' }).stderr).toBe('');
    // Each secret begins a line with its length. The same two bytes inside a random secret do not count.
    expect(readFileSync(path('all.h'), 'latin1').match(/^ {5}\{0x00, 0x40, 0x/gm)).toHaveLength(6);
  });
});

describe('check', () => {
  it('looks at every certificate, and at the secrets with the key', async () => {
    const plain = await run('bundle', 'check', path('whole.zip'), ...anchored);
    expect(plain).toMatchObject({ code: 0 });
    expect(plain.out).toContain(`E0E0: ${sayChains(6, 6)}`);
    expect(plain.out).toContain('secrets: not checked');
    expect((await run('bundle', 'check', path('whole.zip'), ...anchored, ...unlock)).out).toContain('secrets: checked');
  });

  it('an archive of secrets alone: there is no certificate to check, and nothing is good', async () => {
    const keys = sample.inner.find(({ name }) => name.includes('_keys')) as NamedBytes;
    writeFileSync(path(keys.name), keys.bytes);
    for (const words of [[], unlock]) {
      const checked = await run('bundle', 'check', path(keys.name), ...anchored, ...words);
      expect(checked).toMatchObject({ code: 1, out: expect.stringContaining('is not consistent') });
      for (const object of ['E0E0', 'E0E1', 'E0E2']) expect(checked.out.split('\n')).toContain(`${object}: ${sayChains(0, 0)}`);
      expect(checked.out).not.toMatch(/\d+ of \d+/);
      expect(JSON.parse((await run('--json', 'bundle', 'check', path(keys.name), ...anchored, ...words)).out)).toMatchObject({ good: false, chains: [{ of: 0 }, { of: 0 }, { of: 0 }] });
      expect((await run('bundle', 'inspect', path(keys.name), ...words)).out).toContain('certificates: 0 E0E0, 0 E0E1, 0 E0E2');
    }
  });

  it('one changed letter in a signature: named by check and by find, the rest is good', async () => {
    const [broken] = e0e0;
    const text = new TextDecoder().decode(broken?.bytes);
    // The changed byte is inside the signature, so that the structure stays valid.
    const at = text.indexOf('\n-----END') - 20;
    const changed = utf8(`${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`);
    const bundle = await bundleWith('letter.zip', 'E0E0', await pack([{ name: broken?.name ?? '', bytes: changed }, ...e0e0.slice(1)], { type: '7z' }));
    const checked = await run('bundle', 'check', bundle, ...anchored);
    expect(checked).toMatchObject({ code: 1 });
    expect(checked.out).toContain('E0E0: 5 of 6 certificates lead to a trusted root');
    expect(checked.out).toContain(broken?.name);
  });

  it('a certificate that cannot be read is named by find too', async () => {
    const [broken] = e0e0;
    const der = Buffer.from(new TextDecoder().decode(broken?.bytes).replace(/-----[A-Z ]+-----|\s/g, ''), 'base64');
    // The first byte of the key's point. No form of a point begins with this value.
    der[der.indexOf(Buffer.from('03420004', 'hex')) + 3] = 0x09;
    const pem = utf8(`-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`);
    const bundle = await bundleWith('point.zip', 'E0E0', await pack([{ name: broken?.name ?? '', bytes: pem }, ...e0e0.slice(1)], { type: '7z' }));
    const found = await run('bundle', 'find', bundle, '--chip', broken?.name.slice(0, 20) ?? '');
    expect(found).toMatchObject({ code: 1 });
    expect(found.out).toMatch(/E0E1[\s\S]*E0E2[\s\S]*problem: [\s\S]*_E0E0\.pem/);
  });

  it.each([
    ['an archive without a certificate', 'E0E0', 'readme.txt', 'hello', {}, 'E0E0'],
    ['no authorization references', '_keys', 'PBS_keys.txt', undefined, { password: 'k' }, 'auto_keys.txt'],
    ['secrets that are not encrypted', '_keys', 'PBS_keys.txt', undefined, {}, say(fault('bundle/not-encrypted', { file: '' })).what],
  ])('%s: is not consistent, and says why', async (_, part, name, text, options, says) => {
    const records = sample.chips.map(({ chipId, pbs }) => `${chipId},${pbs}\n`).join('');
    const bundle = await bundleWith('lacking.zip', part, await pack([{ name, bytes: utf8(text ?? records) }], { type: '7z', ...options }));
    writeFileSync(path('k.txt'), 'k');
    const checked = await run('bundle', 'check', bundle, ...anchored, ...(part === '_keys' ? ['--transport-key-file', path('k.txt')] : []));
    expect(checked).toMatchObject({ code: 1, out: expect.stringContaining(says) });
  });
});

describe('a folder', () => {
  it('with the bundle, another archive, and a folder that is called like one: the bundle is opened', async () => {
    const inside = path('download');
    mkdirSync(join(inside, 'deeper.7z'), { recursive: true });
    writeFileSync(join(inside, 'deeper.7z', 'bundle.zip'), sample.bytes);
    writeFileSync(join(inside, 'holiday.zip'), await pack([{ name: 'photo.jpg', bytes: utf8('x') }], { type: 'zip' }));
    const read = await run('--json', '--quiet', 'bundle', 'inspect', inside);
    expect(read.err).toBe('');
    expect(JSON.parse(read.out)).toMatchObject({ reelId: sample.reelId, chips: 6, extraFiles: 1, problems: [] });
  });

  it('two different archives of the secrets contradict each other', async () => {
    const inside = path('two');
    mkdirSync(join(inside, 'b'), { recursive: true });
    for (const { name, bytes } of sample.inner) writeFileSync(join(inside, name), bytes);
    const keys = sample.inner.find(({ name }) => name.includes('_keys'));
    writeFileSync(join(inside, 'b', keys?.name ?? ''), await pack([{ name: 'PBS_keys.txt', bytes: utf8('x') }], { type: '7z', password: 'k' }));
    expect(await run('bundle', 'inspect', inside)).toMatchObject({ code: 1, err: expect.stringContaining('bundle/duplicate-chip') });
  });
});

it('the transport key is found in the file that the vendor\'s tool reads', async () => {
  writeFileSync(path('vendor.txt'), `Reel ID: ${sample.reelId}\r\nTransport key value: ${sample.transportKey}\r\n`);
  expect((await run('bundle', 'inspect', path('whole.zip'), '--transport-key-file', path('vendor.txt'))).out).toContain('6 binding secrets');
});
