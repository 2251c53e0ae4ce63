import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SecretScan } from '../../core/bytes/testing/secretScan.ts';
import { keyForms } from '../../core/content/testing/keyForms.ts';
import { fault } from '../../core/result/fault.ts';
import { say } from '../../core/result/say.ts';
import { commandLine } from './testing/commandLine.ts';

/** No command writes a private key into an object, and none repeats a byte of it, neither on the screen nor in the journal. */
const folder = mkdtempSync(join(tmpdir(), 'bench-refused-'));
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const der = new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' }));
const scan = new SecretScan().add('key', Buffer.from(String(createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })).export({ format: 'jwk' }).d), 'base64url'));
const port = ['--port', `simulated@${join(folder, 'chip.json')}`];

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

async function run(...words: string[]) {
  const { code, out, err } = await commandLine(words, { TRUST_BENCH_STATE_DIR: join(folder, 'state') });
  expect([...scan.findInText(out), ...scan.findInText(err)], words.join(' ')).toEqual([]);
  return { code, out, err };
}

async function refused(...words: string[]): Promise<void> {
  await refusedAs('key/not-for-object', words);
}

async function refusedAs(code: string, words: readonly string[]): Promise<void> {
  for (const form of [[], ['--json']]) {
    const said = await run(...port, ...form, ...words);
    expect([said.code, said.err], words.join(' ')).toEqual([1, expect.stringContaining(`error: ${code}: `)]);
  }
}

afterAll(() => {
  const written = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /^chip\.json$|jsonl$/.test(name));
  for (const name of written) expect(scan.find(readFileSync(join(folder, name))), name).toEqual([]);
  rmSync(folder, { recursive: true });
});

describe('object write', () => {
  it.each(Object.keys(keyForms))('a key as %s', async (form) => {
    const path = file('key', keyForms[form]?.(der) ?? '');
    for (const id of ['f1e0', 'e0e1', 'e140']) for (const more of [[], ['--as', 'text'], ['--offset', '8']]) await refused('object', 'write', '--id', id, '--in', path, ...more);
  });
  it('a key as JWK', async () => refused('object', 'write', '--id', 'f1e0', '--in', file('key.jwk', JSON.stringify(privateKey.export({ format: 'jwk' })))));
});

it.each(Object.keys(keyForms))('import of a key as %s: the object is refused by its reason, and the command fails', async (form) => {
  const path = file('import.json', JSON.stringify({ f1e0: { data: Buffer.from(keyForms[form]?.(der) ?? der).toString('hex') } }));
  const { code, out } = await run(...port, 'import', '--in', path);
  expect([code, out]).toEqual([1, expect.stringMatching(/^refused: 0xF1E0/m)]);
  expect(out).toContain(say(fault('key/not-for-object', { file: '', object: '0xF1E0', kind: 'private' })).what);
});

it.each(Object.keys(keyForms))('run: a plan file with a key among its bytes, as %s', async (form) => {
  const inline = Buffer.from(keyForms[form]?.(der) ?? der).toString('hex');
  const steps = [
    { id: 'a', kind: 'write-object', object: '0xF1E0', content: { inline }, what: 'data' },
    { id: 'a', kind: 'write-at', object: '0xF1E0', offset: 3, content: { inline } },
  ];
  for (const step of steps) {
    const path = file('plan.json', JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'A plan', steps: [step] }));
    await refused('run', path);
    await refused('run', path, '--dry-run');
  }
});

it('run: a secret of a plan is not a key file either', async () => {
  // SEC1 without its public key is short enough to be taken for a secret.
  const short = Buffer.concat([Buffer.from('303102010104', 'hex'), Buffer.of(32), Buffer.alloc(32, 7), Buffer.from('a00a06082a8648ce3d030107', 'hex')]);
  const step = { id: 'a', kind: 'write-object', object: '0xE140', content: { material: 'secret.txt', bytes: short.length }, what: 'secret' };
  const path = file('plan.json', JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'A plan', steps: [step] }));
  await refusedAs('key/not-a-secret', ['run', path, '--material', `secret.txt=${file('secret.txt', short.toString('hex'))}`]);
});

describe('a text for an object', () => {
  const write = (name: string, content: string, ...more: string[]) => run(...port, '--json', 'object', 'write', '--id', 'f1e1', '--in', file(name, content), ...more);
  it('says how it was read', async () => {
    const forms: readonly (readonly [string, string, string])[] = [
      ['c-array', 'uint8_t a[2] = {0x0a, 0x0b};', 'read from a C array'],
      ['hex-dump', '00000000: 0a0c  ..\n', 'read from a hex dump'],
      ['base64', 'AAECAwQFBgcICQoLDA0ODw==', 'read from base64'],
      ['hexadecimal', '0a0d // two bytes', 'read as hexadecimal'],
    ];
    for (const [form, content, words] of forms) {
      expect(JSON.parse((await write('text', content)).out), form).toMatchObject({ written: true, verified: true, readAs: form });
      expect((await run(...port, 'object', 'write', '--id', 'f1e1', '--in', file('text', content))).out).toContain(words);
    }
  });
  it('is refused when its bytes are not clear, and written as text when that is asked for', async () => {
    const slip = await write('slip', '0a 0O');
    expect([slip.code, slip.err]).toEqual([1, expect.stringContaining('error: content/unclear: ')]);
    expect(slip.err).toContain('line 1, character 5 is "O"');
    expect(JSON.parse((await write('slip', '0a 0O', '--as', 'text')).out)).toMatchObject({ written: true, length: 5, readAs: 'text' });
    expect(JSON.parse((await run(...port, '--json', 'object', 'read', '--id', 'f1e1')).out).data).toMatch(/^306120304f/);
  });
});
