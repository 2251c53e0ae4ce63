import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toHex } from '../../../core/bytes/hex.ts';
import { SecretScan } from '../../../core/bytes/testing/secretScan.ts';
import { keyForms } from '../../../core/content/testing/keyForms.ts';
import { fault } from '../../../core/result/fault.ts';
import { say } from '../../../core/result/say.ts';
import { identity, openProgram, type Identity, type TestProgram } from '../testing/program.ts';

/** All ways of the window to write into an object. All refuse a private key, and no answer repeats a byte of it. */
let program: TestProgram;
let device: Identity;
let der: Uint8Array;
const scan = new SecretScan();
const folder = mkdtempSync(join(tmpdir(), 'bench-keys-'));

beforeAll(async () => {
  program = await openProgram();
  await program.ok('board/connect', { path: 'simulated' });
  device = await identity();
  const key = createPrivateKey(device.keyPem);
  der = new Uint8Array(key.export({ type: 'pkcs8', format: 'der' }));
  scan.add('key', Buffer.from(String(key.export({ format: 'jwk' }).d), 'base64url'));
});
afterAll(async () => {
  // The key is in no message, nor in the journal, the settings or the chip.
  const files = readdirSync(program.folder, { recursive: true, encoding: 'utf8', withFileTypes: true }).filter((file) => file.isFile());
  for (const file of files) expect(scan.find(readFileSync(join(file.parentPath, file.name))), file.name).toEqual([]);
  expect(scan.findInText(JSON.stringify(program.events))).toEqual([]);
  await program.close();
  rmSync(folder, { recursive: true });
});

/** Sends a request that must be refused as a private key, and returns the fault. The answer must not contain a byte of the key. */
async function refused(...[name, request]: Parameters<TestProgram['fault']>): Promise<void> {
  const fault = await program.fault(name, request);
  expect(fault.code).toBe('key/not-for-object');
  expect(scan.findInText(JSON.stringify(fault))).toEqual([]);
}

describe('a file for new content', () => {
  it.each(Object.keys(keyForms))('a key as %s', async (form) => {
    for (const id of ['0xF1E0', '0xE0E1', '0xE140']) {
      for (const more of [{}, { asText: true }, { offset: 4 }]) {
        const ticket = await program.take('key', keyForms[form]?.(der) ?? '');
        await refused('plan/from-edit', { kind: 'write', id, ticket, ...more });
      }
    }
  });
  it('a key as JWK', async () => {
    const ticket = await program.take('key.jwk', JSON.stringify(createPrivateKey(device.keyPem).export({ format: 'jwk' })));
    await refused('plan/from-edit', { kind: 'write', id: '0xF1E0', ticket });
  });
  it('PKCS#12 and encrypted keys', async () => {
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    writeFileSync(key, device.keyPem);
    writeFileSync(certificate, device.certificatePem);
    const openssl = (...words: string[]): Buffer => execFileSync('openssl', words, { stdio: ['ignore', 'pipe', 'ignore'] });
    const files = [
      openssl('pkcs12', '-export', '-inkey', key, '-in', certificate, '-passout', 'pass:secret'),
      openssl('pkcs8', '-topk8', '-in', key, '-outform', 'DER', '-passout', 'pass:secret'),
      openssl('ec', '-in', key, '-aes128', '-passout', 'pass:secret'),
    ];
    for (const file of files) {
      for (const id of ['0xF1E0', '0xE0E1']) await refused('plan/from-edit', { kind: 'write', id, ticket: await program.take('file', new Uint8Array(file)) });
    }
  });
  it('a key beside a certificate: the certificate alone is in the plan', async () => {
    const ticket = await program.take('both.pem', device.keyPem + device.certificatePem);
    const plan = await program.ok('plan/from-edit', { kind: 'write', id: '0xE0E1', ticket });
    expect(plan.verdict).toBe('passed');
    expect(scan.findInText(JSON.stringify(plan))).toEqual([]);
  });
});

it('typed bytes', async () => {
  for (const form of Object.values(keyForms)) await refused('plan/from-edit', { kind: 'write', id: '0xF1E0', hex: toHex(form(der)) });
  await refused('plan/from-edit', { kind: 'write', id: '0xF1E0', hex: toHex(der) });
  await refused('plan/from-edit', { kind: 'write', id: '0xF1E0', hex: toHex(der), offset: 7 });
  await refused('plan/from-edit', { kind: 'write', id: '0xE0E1', hex: toHex(der), identityTag: false });
});

it.each(Object.keys(keyForms))('a plan file with a key as %s', async (form) => {
  const inline = toHex(keyForms[form]?.(der) ?? der);
  for (const step of [
    { id: 'a', kind: 'write-object', object: '0xF1E0', content: { inline }, what: 'data' },
    { id: 'a', kind: 'write-at', object: '0xF1E0', offset: 3, content: { inline } },
  ]) {
    const ticket = await program.take('plan.json', JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'A plan', steps: [step] }));
    await refused('plan/open', { ticket });
  }
});

it.each(Object.keys(keyForms))('a file of a whole chip with a key as %s: the object is refused, and nothing of the key is said', async (form) => {
  const ticket = await program.take('chip.json', JSON.stringify({ f1e0: { data: toHex(keyForms[form]?.(der) ?? der) } }));
  const view = await program.ok('chip/import', { ticket });
  expect(view.plan).toBeUndefined();
  expect(view.objects).toMatchObject([{ id: '0xF1E0', state: 'refused' }]);
  expect(view.objects[0]?.why.join(' ')).toContain(say(fault('key/not-for-object', { file: '', object: '0xF1E0', kind: 'private' })).what);
  expect(scan.findInText(JSON.stringify(view))).toEqual([]);
});

describe('a file that is dropped on an open object', () => {
  it.each(Object.keys(keyForms))('a key as %s: nothing of it is written, and why', async (form) => {
    const offered = await program.ok('objects/offered', { id: '0xF1E0', ticket: await program.take('key', keyForms[form]?.(der) ?? '') });
    expect(offered.privateKey).toMatchObject({ code: 'key/not-for-object', object: '0xF1E0' });
    expect(scan.findInText(JSON.stringify(offered))).toEqual([]);
  });

  it('a certificate may be written', async () =>
    expect(await program.ok('objects/offered', { id: '0xE0E1', ticket: await program.take('certificate.pem', device.certificatePem) })).toEqual({}));
});

it('a comparison with an object', async () => refused('objects/compare', { id: '0xF1E0', ticket: await program.take('key.der', der) }));

it('a text of which the bytes are not clear is refused, and written as text when that is chosen', async () => {
  const take = (): Promise<string> => program.take('slip.txt', '00 01 02 0O');
  const slip = await program.fault('plan/from-edit', { kind: 'write', id: '0xF1E0', ticket: await take() });
  expect(slip).toMatchObject({ code: 'content/unclear', data: { why: expect.stringContaining('character 11 is "O"') } });
  const plan = await program.ok('plan/from-edit', { kind: 'write', id: '0xF1E0', ticket: await take(), asText: true });
  expect(JSON.stringify(plan.steps)).toContain('"303020303120303220304f"');
});
