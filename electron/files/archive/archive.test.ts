import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SevenZip from '7z-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '../../../core/bytes/bytes.ts';
import type { NamedBytes } from '../../../core/bundle/certificateTable.ts';
import { Reel } from '../../../core/bundle/reel.ts';
import { ReelSecrets } from '../../../core/bundle/reelSecrets.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { zipOf } from '../../../core/bytes/zip.ts';
import { must } from '../../../core/result/result.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { makeSampleBundle, type SampleBundle } from '../../simulated/sample/sampleBundle.ts';
import { innerLimits } from './limits.ts';
import { parseListing } from './listing.ts';
import { readBundle, readKeys } from './readBundle.ts';
import { readBundleInWorker } from './runWorker.ts';
import { pack, unpack } from './sevenZip.ts';
import { readSources } from './sources.ts';

const quiet = (): void => undefined;
const workersBefore = process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
const folder = mkdtempSync(join(tmpdir(), 'trust-bench-archive-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sample = (options: Partial<Parameters<typeof makeSampleBundle>[0]> = {}): Promise<SampleBundle> =>
  makeSampleBundle({ chips: 10, simulated: 1, outer: '7z', hideNames: true, random: nodeRandomness, now: new Date(), ...options });

let bundle: SampleBundle;
beforeAll(async () => {
  bundle = await sample();
});
const outer = (): NamedBytes => ({ name: bundle.name, bytes: bundle.bytes });
const file = (name: string, text = 'x'): NamedBytes => ({ name, bytes: utf8(text) });
const codeOf = async (inputs: readonly NamedBytes[]): Promise<string> => {
  const read = await readBundle(inputs, quiet);
  return read.ok ? 'ok' : read.fault.code;
};

describe('a bundle as other programs pack and unpack it', () => {
  const content = (made: SampleBundle): Promise<NamedBytes[][]> =>
    Promise.all(made.inner.map(async ({ name, bytes }) => {
      const unpacked = await unpack({ name, bytes }, innerLimits, made.transportKey);
      return [...must(unpacked).files()].map((one) => ({ name: one.name, bytes: one.bytes.slice() }));
    }));
  const certificatesOf = (files: readonly NamedBytes[]): NamedBytes[] => files.filter(({ name }) => name.endsWith('.pem'));
  const sums = async (inputs: readonly NamedBytes[]): Promise<unknown> => {
    const read = await readBundle(inputs, quiet);
    if (!read.ok) return read.fault;
    const { chips, certificates } = new Reel(read.value).sums();
    return [read.value.reelId, read.value.batch, chips, certificates.E0E0, certificates.E0E1, certificates.E0E2, read.value.keyArchive !== undefined];
  };

  it('a zip made on a Mac: what Finder adds is ignored', async () => {
    const junk = bundle.inner.map(({ name }) => ({ name: `__MACOSX/reel/._${name}`, bytes: utf8('mac') }));
    const zip = zipOf([...bundle.inner.map(({ name, bytes }) => ({ name: `reel/${name}`, bytes })), ...junk, { name: 'reel/.DS_Store', bytes: utf8('x') }]);
    expect(await sums([{ name: 'reel.zip', bytes: zip }])).toEqual([bundle.reelId, bundle.batch, 10, 10, 10, 10, true]);
    expect(must(await readBundle([{ name: 'reel.zip', bytes: zip }], quiet)).extra).toBe(0);
    const loose = [...bundle.inner, { name: `._${bundle.inner[0]?.name}`, bytes: utf8('mac') }];
    expect(await sums(loose)).toEqual([bundle.reelId, bundle.batch, 10, 10, 10, 10, true]);
  });

  it('the certificates of the reel each by itself: a zip, a folder, beside the archive of the secrets', async () => {
    const files = certificatesOf((await content(bundle)).flat());
    expect(files).toHaveLength(30);
    const keys = bundle.inner.filter(({ name }) => name.includes('_keys'));
    expect(await sums([{ name: 'unpacked.zip', bytes: zipOf(files) }])).toEqual(['unpacked', 'unknown', 10, 10, 10, 10, false]);
    // The reel's archive is recognised even under another name.
    expect(await sums([{ name: 'renamed.7z', bytes: (bundle.inner.find(({ name }) => /e0e0/i.test(name)) as NamedBytes).bytes }])).toEqual(['renamed', 'unknown', 10, 10, 0, 0, false]);
    expect(await sums([...files, ...keys])).toEqual([bundle.reelId, bundle.batch, 10, 10, 10, 10, true]);
    const path = mkdtempSync(join(folder, 'reel-'));
    for (const { name, bytes } of [...files, ...keys]) writeFileSync(join(path, name), bytes);
    writeFileSync(join(path, '.DS_Store'), 'x');
    expect(await sums(must(await readSources(path)))).toEqual([bundle.reelId, bundle.batch, 10, 10, 10, 10, true]);
    const inWorker = must(await readBundleInWorker(must(await readSources(path))));
    expect(new Reel(inWorker).sums().chips).toBe(10);
  });

  it('folders that "extract here" made name the reel', async () => {
    const files = bundle.inner.filter(({ name }) => name.includes('_Certs'));
    const unpacked = await Promise.all(files.map(async ({ name, bytes }) => [...must(await unpack({ name, bytes }, innerLimits)).files()].map((one) => ({ name: `${name.replace(/\.7z$/, '')}/${one.name}`, bytes: one.bytes.slice() }))));
    expect(await sums([{ name: 'x.zip', bytes: zipOf(unpacked.flat()) }])).toEqual([bundle.reelId, bundle.batch, 10, 10, 10, 10, false]);
  });

  it('inner archives as .zip; that of the secrets as AES .zip, which opens with the transport key alone', async () => {
    const inner: NamedBytes[] = [];
    for (const { name, bytes } of bundle.inner) {
      const files = [...must(await unpack({ name, bytes }, innerLimits, bundle.transportKey)).files()];
      const isKeys = name.includes('_keys');
      inner.push({ name: name.replace(/7z$/i, 'zip'), bytes: await pack(files, { type: 'zip', ...(isKeys ? { password: bundle.transportKey, aes: true } : {}) }) });
    }
    expect(await sums([{ name: 'bundle.zip', bytes: zipOf(inner) }])).toEqual([bundle.reelId, bundle.batch, 10, 10, 10, 10, true]);
    expect(await sums(inner)).toEqual([bundle.reelId, bundle.batch, 10, 10, 10, 10, true]);
    const keys = must(await readBundle(inner, quiet)).keyArchive as NamedBytes;
    expect(must(await readKeys(keys, bundle.transportKey))).toMatchObject({ problems: [], tables: [{ ids: { length: 10 } }, { ids: { length: 10 } }] });
    expect(await readKeys(keys, 'wrong')).toMatchObject({ ok: false, fault: { code: 'bundle/wrong-key' } });
  });

  it('an archive of the reel that Windows packed once more keeps its name', async () => {
    const twice = bundle.inner.map(({ name, bytes }) => ({ name: name.replace(/7z$/i, 'zip'), bytes: zipOf([{ name, bytes }]) }));
    expect(await sums(twice)).toEqual([bundle.reelId, bundle.batch, 10, 10, 10, 10, true]);
  });

  it.each([
    ['a gzip file', [0x1f, 0x8b, 8, 0, 0, 0]],
    ['a RAR archive', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 1, 0]],
    ['an xz file', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
    ['a tar archive', [...new Array<number>(257).fill(0x41), 0x75, 0x73, 0x74, 0x61, 0x72]],
  ])('%s is told by name, with what to do', async (format, codes) => {
    const read = await readBundle([{ name: 'reel.7z', bytes: Uint8Array.from(codes) }], quiet);
    expect(read).toMatchObject({ ok: false, fault: { code: 'bundle/other-format', data: { file: 'reel.7z', format: expect.stringContaining(format) } } });
  });
});

describe('a bundle of ten chips', () => {
  it('.7z outside: every certificate, reel and batch from the names, the secrets still closed', async () => {
    const content = must(await readBundle([outer()], quiet));
    expect([content.reelId, content.batch, content.extra, content.problems]).toEqual([bundle.reelId, bundle.batch, 0, []]);
    const reel = new Reel(content);
    expect(reel.sums()).toEqual({ chips: 10, certificates: { E0E0: 10, E0E1: 10, E0E2: 10 }, pbs: 0, auto: 0, withoutSecrets: 0, withoutCertificates: 0, lacking: { E0E0: 0, E0E1: 0, E0E2: 0, pbs: 0, auto: 0 } });
    const [chip] = bundle.chips;
    for (const object of ['E0E0', 'E0E1', 'E0E2'] as const) expect(toHex(reel.certificate(chip!.chipId, object) as Uint8Array)).toBe(toHex(chip!.certificates[object]));
  });

  it('.zip outside, names in upper and in lower case, a key archive whose names can be seen, files beside', async () => {
    for (const letters of ['upper', 'lower'] as const) {
      const made = await sample({ outer: 'zip', hideNames: false, letters, chips: 3 });
      const packed = await pack([...made.inner, file('readme.txt')], { type: 'zip' });
      const content = must(await readBundle([{ name: 'download (1).zip', bytes: packed }], quiet));
      expect([content.reelId.toUpperCase(), content.extra, content.tables.length]).toEqual([made.reelId, 1, 3]);
      const keys = must(await readKeys(content.keyArchive as NamedBytes, made.transportKey));
      expect(keys.problems).toEqual([]);
      expect(keys.tables.map(({ kind, ids }) => [kind, ids.length])).toEqual(expect.arrayContaining([['pbs', 3], ['auto', 3]]));
    }
  });

  it('loose archives in any order; a missing one is said', async () => {
    const loose = [...bundle.inner].reverse().filter(({ name }) => !name.includes('E0E0'));
    const content = must(await readBundle(loose, quiet));
    expect(content.tables.length).toBe(2);
    expect(content.problems.map(({ data }) => ('name' in data ? data.name : ''))).toEqual(['…_E0E0_Certs.7z']);
  });

  it('the right transport key opens the secrets; a wrong one is told apart and opens nothing', async () => {
    const archive = bundle.inner.find(({ name }) => name.endsWith('_keys.7z')) as NamedBytes;
    const secrets = new ReelSecrets(must(await readKeys(archive, bundle.transportKey)).tables);
    const [chip] = bundle.chips;
    expect([must(secrets.open(chip!.chipId, 'pbs', toHex)), must(secrets.open(chip!.chipId, 'auto', toHex))]).toEqual([chip!.pbs, chip!.auto]);
    const open = await sample({ chips: 2, hideNames: false });
    for (const [closed, why] of [[archive, 'hidden names'], [open.inner.find(({ name }) => name.endsWith('_keys.7z')) as NamedBytes, 'names to see']] as const) {
      expect(await readKeys(closed, 'wrong'), why).toMatchObject({ ok: false, fault: { code: 'bundle/wrong-key' } });
      expect(await readKeys(closed, ''), why).toMatchObject({ ok: false, fault: { code: 'bundle/encrypted' } });
    }
  });

  it('progress is told by archive', async () => {
    const told: string[] = [];
    await readBundle([outer()], ({ archive, archives }) => told.push(`${archive.slice(-13)} ${archives.done}/${archives.total}`));
    expect(told).toEqual(['E0E0_Certs.7z 0/3', 'E0E1_Certs.7z 1/3', 'E0E2_Certs.7z 2/3']);
  });
});

describe('bad archives', () => {
  it('what is not a bundle says what it is instead', async () => {
    expect(await codeOf([file('a.7z', 'no archive')])).toBe('bundle/damaged');
    expect(await codeOf([{ name: 'other.7z', bytes: await pack([file('photo.jpg')], { type: '7z' }) }])).toBe('bundle/not-a-bundle');
    expect(await codeOf([{ name: bundle.name, bytes: bundle.bytes.slice(0, -200) }])).toBe('bundle/damaged');
    expect(await codeOf([{ name: 'locked.7z', bytes: await pack([file('a.txt')], { type: '7z', password: 'x', hideNames: true }) }])).toBe('bundle/encrypted');
    const flipped = bundle.bytes.slice();
    flipped[2000] = (flipped[2000] as number) ^ 0xff;
    expect(await codeOf([{ name: bundle.name, bytes: flipped }])).toBe('bundle/damaged');
  });

  it('archives of two reels', async () => {
    const other = await sample({ chips: 1 });
    expect(await codeOf([...bundle.inner.slice(0, 1), ...other.inner.slice(1, 2)])).toBe('bundle/several-reels');
  });

  it('one corrupt PEM is named, the rest is there', async () => {
    const id = '0a091b5c0015007a0040';
    const pem = await unpack(bundle.inner[0] as NamedBytes, { files: 100, fileBytes: 1e6, totalBytes: 1e6 });
    const files = [...must(pem).files()];
    const broken = { name: `${id}_E0E0.pem`, bytes: (files[0] as NamedBytes).bytes.slice(0, 300) };
    const archive = { name: 'R_b_E0E0_Certs.7z', bytes: await pack([...files, broken], { type: '7z' }) };
    const content = must(await readBundle([archive], quiet));
    expect(content.tables[0]?.ids.length).toBe(10);
    expect(content.tables[0]?.problems).toMatchObject([{ code: 'bundle/bad-certificate', data: { file: `${id}_E0E0.pem` } }]);
  });

  it('a broken key line is said with its number', async () => {
    const archive = { name: 'R_b_keys.7z', bytes: await pack([file('PBS_keys.txt', `0a091b5c0015007a0040,${'00'.repeat(64)}\nbroken\n`)], { type: '7z', password: 'k' }) };
    expect(await readKeys(archive, 'k')).toMatchObject({ ok: false, fault: { code: 'bundle/bad-key-line', data: { line: 2 } } });
  });

  it('two key files of one kind in one archive: both count, unless they contradict each other', async () => {
    const record = (digit: string, key: string): string => `0a091b5c0015007a004${digit},${key.repeat(64)}\n`;
    const archive = async (second: string): Promise<NamedBytes> => {
      const bytes = await pack([file('a-PBS_keys.txt', record('0', 'a1')), file('b-PBS_keys.txt', second)], { type: 'zip' });
      // Puts the files into the folders a and b, because the packer itself makes no folders.
      for (let at = 0; at + 5 <= bytes.length; at++) if (new TextDecoder().decode(bytes.subarray(at, at + 5)) === '-PBS_') bytes[at] = 0x2f;
      return { name: 'R_b_keys.7z', bytes };
    };
    expect(must(await readKeys(await archive(record('1', 'b2')), 'k')).tables.map(({ kind, ids }) => [kind, ids.length])).toEqual([['pbs', 2]]);
    expect(await readKeys(await archive(record('0', 'b2')), 'k')).toMatchObject({ ok: false, fault: { code: 'bundle/duplicate-chip' } });
  });

  it('limits of count and size are kept, and said', async () => {
    const many = { name: 'm.7z', bytes: await pack(Array.from({ length: 30 }, (_, i) => file(`${i}.txt`)), { type: '7z' }) };
    const limits = { files: 20, fileBytes: 1000, totalBytes: 3000 };
    expect(await unpack(many, limits)).toMatchObject({ ok: false, fault: { code: 'bundle/too-big', data: { what: '30 files' } } });
    const large = { name: 'l.7z', bytes: await pack([file('zeros', '0'.repeat(2000))], { type: '7z' }) };
    expect(await unpack(large, limits)).toMatchObject({ ok: false, fault: { code: 'bundle/too-big' } });
    expect(await unpack(large, { files: 9, fileBytes: 9000, totalBytes: 1000 })).toMatchObject({ ok: false, fault: { code: 'bundle/too-big' } });
  });

  it('a directory that lies about sizes is stopped while it is unpacked', async () => {
    const zip = await pack([file('zeros', '0'.repeat(50_000))], { type: 'zip' });
    // The local header and the central directory both contain the uncompressed size. Both are changed to 10 bytes.
    for (let at = 0; at + 4 <= zip.length; at++) {
      const view = new DataView(zip.buffer, zip.byteOffset);
      if (view.getUint32(at, true) === 50_000) view.setUint32(at, 10, true);
    }
    const result = await unpack({ name: 'liar.zip', bytes: zip }, { files: 9, fileBytes: 1000, totalBytes: 1000 });
    expect(result).toMatchObject({ ok: false });
    expect(['bundle/too-big', 'bundle/damaged']).toContain(result.ok ? '' : result.fault.code);
  });

  it.each(['zip', '7z'])('folders, empty files and links in a .%s: each content keeps its name', async (type) => {
    const { FS, callMain } = await SevenZip({ print: quiet });
    for (const name of ['/in', '/in/b', '/in/b/empty']) FS.mkdir(name);
    for (const name of ['a.txt', 'b/c.txt', 'z.txt']) FS.writeFile(`/in/${name}`, `content of ${name}`);
    FS.writeFile('/in/b/nothing.txt', '');
    FS.symlink('../a.txt', '/in/b/link.txt');
    callMain(['a', `-t${type}`, '-snl', '/tree', '/in/*']);
    const bytes = FS.readFile(`/tree.${type}`);
    const unpacked = must(await unpack({ name: 'tree', bytes }, { files: 9, fileBytes: 1000, totalBytes: 1000 }));
    const found = new Map([...unpacked.files()].map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]));
    for (const name of ['a.txt', 'b/c.txt', 'z.txt']) expect(found.get(name)).toBe(`content of ${name}`);
    expect(found.get('b/nothing.txt')).toBe('');
  });

  it('names that climb out of the folder are refused', async () => {
    // Made with Python, because 7-Zip never packs such names.
    const path = join(folder, 'climb.zip');
    const made = spawnSync('python3', ['-c', `import zipfile; z = zipfile.ZipFile(${JSON.stringify(path)}, 'w'); z.writestr('../../outside.txt', 'x'); z.close()`]);
    if (made.status !== 0) writeFileSync(path, '');
    const code = await codeOf([{ name: 'climb.zip', bytes: new Uint8Array(readFileSync(path)) }]);
    expect(code).toBe('bundle/unsafe-path');
  });

  it('a directory listing with a line that is none is not believed', () => {
    expect(parseListing(['Path = a.pem', 'Size = 5', 'CRC = 1', '', 'Path = d', 'Attributes = D'])).toEqual([
      { path: 'a.pem', size: 5, folder: false, crc: '1', encrypted: false, method: '' },
      { path: 'd', size: 0, folder: true, crc: '', encrypted: false, method: '' },
    ]);
    expect(parseListing(['Path = a', 'and more', 'Size = 5'])).toBeUndefined();
  });
});

describe('in workers', () => {
  it('the same content as without them, with progress', async () => {
    const archives = new Set<string>();
    const content = must(await readBundleInWorker([outer()], { onProgress: ({ archive }) => archives.add(archive) }));
    const plain = must(await readBundle([outer()], quiet));
    expect(content.tables.map(({ object, ids, der }) => [object, ids, toHex(der)])).toEqual(plain.tables.map(({ object, ids, der }) => [object, ids, toHex(der)]));
    expect(archives.size).toBe(3);
  });

  it.each(['at once', 'while it unpacks'])('cancelled %s: said, nothing kept, no worker left', async (when) => {
    const stop = new AbortController();
    if (when === 'at once') stop.abort();
    const opened = await readBundleInWorker([outer()], { signal: stop.signal, onProgress: () => stop.abort() });
    expect(opened).toMatchObject({ ok: false, fault: { code: 'bundle/cancelled' } });
    // A worker that is still running would keep its ports open.
    const workers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
    await expect.poll(workers).toBe(workersBefore);
  });
});
