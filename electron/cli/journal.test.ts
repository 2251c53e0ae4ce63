import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from './program.ts';
import { commandLine } from './testing/commandLine.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(...words: string[]) {
  return commandLine(words, { TRUST_BENCH_STATE_DIR: folder });
}

const journal = (): string => {
  const name = readdirSync(join(folder, 'journal')).find((file) => file.endsWith('.jsonl')) ?? '';
  return join(folder, 'journal', name);
};

describe('journal verify', () => {
  it('a command that changes the chip writes the journal; it is whole, and a change is found', async () => {
    const content = join(folder, 'content.hex');
    writeFileSync(content, '0102');
    const written = await run('--port', `simulated@${join(folder, 'chip.json')}`, 'object', 'write', '--id', '0xF1D5', '--in', content);
    expect(written.code, written.err).toBe(0);
    const good = await run('journal', 'verify', journal());
    expect(good, good.err).toMatchObject({ code: 0 });
    const station = /: 5 lines, whole, 5 of them signed by station ((?:[0-9A-F]{4} ){15}[0-9A-F]{4})\n/.exec(good.out)?.[1] ?? '';
    expect(await run('journal', 'verify', journal(), '--fingerprint', station), 'its own form of a fingerprint').toMatchObject({ code: 0 });
    expect((await run('journal', 'verify', journal(), '--fingerprint', 'ab'.repeat(32))).code).toBe(1);
    writeFileSync(journal(), readFileSync(journal(), 'utf8').replace('0xF1D5', '0xF1D6'));
    const bad = await run('journal', 'verify', journal());
    expect(bad.code).toBe(1);
    expect(bad.err).toMatch(/journal\/broken: .* \d/);
  });

  it('a file of the future that is not of the journal: renamed, told on stderr, and the next lines are of today', async () => {
    mkdirSync(join(folder, 'journal'));
    writeFileSync(join(folder, 'journal', '2099-01-01.jsonl'), '');
    const content = join(folder, 'content.hex');
    writeFileSync(content, '0103');
    const written = await run('--port', `simulated@${join(folder, 'chip.json')}`, 'object', 'write', '--id', '0xF1D5', '--in', content);
    expect(written.code, written.err).toBe(0);
    expect(written.err).toMatch(/\(2099-01-01\.jsonl\) .*2099-01-01\.jsonl\.set-aside/);
    expect(readdirSync(join(folder, 'journal')).filter((name) => name.endsWith('.jsonl'))).toEqual([`${new Date().toISOString().slice(0, 10)}.jsonl`]);
  });

  it('a station key that is encrypted: found before anything is sent to the chip', async () => {
    const state = mkdtempSync(join(folder, 'state-'));
    writeFileSync(join(state, 'bench-key.pem'), '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgAAAAAAAAAAAICCAAw\n-----END ENCRYPTED PRIVATE KEY-----\n');
    const content = join(folder, 'content.hex');
    writeFileSync(content, 'c0ffee77');
    let err = '';
    const code = await runProgram(['--port', `simulated@${join(state, 'chip.json')}`, 'object', 'write', '--id', '0xF1D5', '--in', content], {
      out: () => undefined,
      err: (text) => (err += text),
      environment: { TRUST_BENCH_STATE_DIR: state },
      version: '0',
    });
    expect(code).toBe(1);
    expect(err).toContain('bench-key.pem beside its folder is');
    expect(readFileSync(join(state, 'chip.json'), 'utf8')).not.toContain('c0ffee77');
    expect(readdirSync(join(state, 'journal')).filter((name) => name.endsWith('.jsonl'))).toEqual([]);
  });

  it('no file', async () => {
    expect((await run('journal', 'verify', join(folder, 'none.jsonl'))).err).toContain('file/not-found');
  });

  it('a journal that cannot be written: the chip gets nothing', async () => {
    writeFileSync(join(folder, 'journal'), 'a file');
    const chip = join(folder, 'other.json');
    const content = join(folder, 'content.hex');
    writeFileSync(content, '0102');
    const refused = await run('--port', `simulated@${chip}`, 'object', 'write', '--id', '0xF1D5', '--in', content);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('journal/not-written');
    expect(readFileSync(chip, 'utf8')).not.toMatch(/"data":"0102"/);
  });
});
