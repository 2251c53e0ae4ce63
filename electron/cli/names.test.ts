import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Family } from '../../core/certificates/testing/family.ts';
import { encodePem } from '../../core/keys/pem.ts';
import { visibleLines } from '../../core/result/visible.ts';
import { commandLine } from './testing/commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'trust-bench-names-'));
const file = (name: string): string => join(folder, name);
const state = file('state');
beforeAll(() => mkdirSync(state));
afterAll(() => rmSync(folder, { recursive: true }));

/** A name that ends a line, colours the terminal, clears it, and changes the text direction. */
const hostile = 'a\r\nerror: b\u001b[31m\u009b2J\u202ec\u2028\u2066\u007f\ufeff';
const shown = 'a\\u000d\\u000aerror: b\\u001b[31m\\u009b2J\\u202ec\\u2028\\u2066\\u007f\\ufeff';
/** A file's name with it. Linux accepts every character except `/` and NUL. */
const named = (ending: string): string => file(`${hostile}${ending}`);

async function run(...words: string[]) {
  return commandLine(words, { TRUST_BENCH_STATE_DIR: state });
}

/** Runs a command for people and with --json. Neither output may move a cursor. */
async function looked(...words: string[]) {
  const [lines, document] = [await run(...words), await run('--json', ...words)];
  for (const text of [lines.out, lines.err, document.out, document.err]) expect(text).toBe(visibleLines(text));
  return { ...lines, json: JSON.parse(document.out) as Record<string, unknown> };
}

describe.runIf(process.platform !== 'win32')('names from files are text on the terminal', async () => {
  const family = new Family('hostile names');
  const certificate = await family.root(`${hostile}\0\\, CN=evil`, family.key());
  const own = named('.pem');
  beforeAll(() => writeFileSync(own, encodePem('CERTIFICATE', certificate.der)));

  it('of certificates: escaped as RFC 4514 says, and no second attribute', async () => {
    const { out, json } = await looked('chain', own, '--anchor', own);
    const subject = 'CN=a\\0D\\0Aerror: b\\1B[31m\\C2\\9B2J\\E2\\80\\AEc\\E2\\80\\A8\\E2\\81\\A6\\7F\\EF\\BB\\BF\\00\\, CN=evil';
    expect(json['subject']).toBe(subject);
    expect(out.split('\n')[0]).toBe(subject);
    expect(out.trimEnd().split('\n').length).toBe(2);
  });

  it('of files, where an error names them', async () => {
    for (const words of [['chain', named('.none')], ['--port', 'simulated', 'object', 'write', '--id', 'f1d0', '--in', named('.none')], ['dataset', 'inspect', own], ['run', own], ['bundle', 'inspect', named('.none')], ['--port', 'simulated', 'import', '--in', own], ['journal', 'verify', named('.none')]]) {
      const { code, err, json } = await looked(...words);
      expect(code, words.join(' ')).toBe(1);
      expect(err, words.join(' ')).toContain(shown);
      expect(err.match(/^error: /gm)?.length, words.join(' ')).toBe(1);
      expect((json['error'] as { message: string }).message).toContain(shown);
    }
  });

  it('of files that were written', async () => {
    const { out } = await run('keys', 'new', '--algorithm', 'secp256r1', '--out', named('.key'));
    expect(out).toBe(`written: ${folder}/${shown}.key\n`);
  });

  it('of a wrong option, and of a port', async () => {
    for (const words of [[`--${hostile}`], ['dataset', 'build', `${hostile}=1`], ['--port', `/dev/${hostile}`, 'info'], ['--port', 'simulated', 'object', 'read', '--id', hostile]]) {
      const { code, err } = await looked(...words);
      expect(code, words.join(' ')).toBeGreaterThan(1);
      expect(err.trimEnd().split('\n').length, 'one line, and the hint').toBe(2);
    }
  });

  it('in a JSON text that is wrong', async () => {
    const { code, err } = await looked('--port', 'simulated', 'object', 'metadata', '--id', 'f1d0', '--set', JSON.stringify({ change: hostile, [hostile]: 1 }));
    expect([code, err.trimEnd().split('\n').length]).toEqual([1, 2]);
  });

  it('titles of plans, their words, and what the journal has of them', async () => {
    const plan = { format: 'trust-bench-plan', version: 1, title: hostile, steps: [{ id: 'write', kind: 'write-object', object: '0xF1D0', content: { inline: '010203' }, what: hostile }] };
    writeFileSync(file('plan.json'), JSON.stringify(plan));
    const ran = await looked('--port', `simulated@${file('chip.json')}`, 'run', file('plan.json'));
    expect([ran.code, ran.out], ran.err).toEqual([0, `done: ${shown}\n`]);
    expect(ran.err).toContain(shown);
    const [day = ''] = readdirSync(join(state, 'journal')).filter((name) => name.endsWith('.jsonl'));
    const journal = readFileSync(join(state, 'journal', day), 'utf8');
    expect(journal).toBe(visibleLines(journal));
    expect((await looked('journal', 'verify', join(state, 'journal', day))).code).toBe(0);
  });
});
