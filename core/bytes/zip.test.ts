import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { concat, utf8 } from './bytes.ts';
import { zipEnd, zipFile } from './zip.ts';

describe('a stored archive', () => {
  it('has the checksum of ITU-T V.42', () => expect(zipFile('a', utf8('123456789'), 0).entry.crc).toBe(0xcbf43926));
  it('ends with its directory', () => {
    const a = zipFile('a.txt', utf8('one'), 0);
    const b = zipFile('ü.txt', utf8('two'), a.bytes.length);
    const end = zipEnd([a.entry, b.entry], a.bytes.length + b.bytes.length);
    const whole = Buffer.from(concat(a.bytes, b.bytes, end));
    const tail = whole.length - 22;
    expect(whole.readUInt32LE(tail)).toBe(0x06054b50);
    expect(whole.readUInt16LE(tail + 10)).toBe(2);
    const directory = whole.readUInt32LE(tail + 16);
    expect(whole.readUInt32LE(directory)).toBe(0x02014b50);
    expect(whole.readUInt32LE(directory + 42)).toBe(0);
    expect(whole.readUInt32LE(whole.readUInt32LE(directory + 46 + 5 + 42))).toBe(0x04034b50);
  });
  it.runIf(spawnSync('python3', ['--version']).status === 0)('is read by another program', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zip-'));
    const a = zipFile('a.txt', utf8('one'), 0);
    writeFileSync(join(folder, 'a.zip'), concat(a.bytes, zipEnd([a.entry], a.bytes.length)));
    const script = "import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);print(z.testzip(),z.read('a.txt').decode())";
    expect(spawnSync('python3', ['-c', script, join(folder, 'a.zip')], { encoding: 'utf8' }).stdout).toBe('None one\n');
    rmSync(folder, { recursive: true });
  });
});
