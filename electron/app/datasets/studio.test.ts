import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { hex, toHex } from '../../../core/bytes/hex.ts';
import type { DataSetView } from '../../../core/contract/datasets.ts';
import type { RequestOf } from '../../../core/contract/operations.ts';
import { keyForms } from '../../../core/content/testing/keyForms.ts';
import { encodePem, readPem } from '../../../core/keys/pem.ts';
import { openProgram, identity, type TestProgram } from '../testing/program.ts';

const seeds = JSON.parse(readFileSync(join(import.meta.dirname, '../../../core/update/testing/seedDatasets.json'), 'utf8')) as {
  signer_certificate_pem: string;
  shared_secret_hex?: string;
  data_sets: { what: string; manifest: string; fragments: string[]; options: Record<string, unknown> }[];
};

let program: TestProgram;
afterEach(() => program.close());

const asText = (set: { manifest: string; fragments: string[] }): string => JSON.stringify({ manifest: set.manifest, fragments: set.fragments });

describe('the inspector', () => {
  it.each(seeds.data_sets)('opens "$what" and checks it against the signer; nothing of a key comes out', async (seed) => {
    program = await openProgram();
    const set = await program.ok('datasets/open', { ticket: await program.take('set.json', asText(seed)) });
    expect(set).toMatchObject({ isKey: true, problems: [], signature: { state: 'unchecked' } });
    const certificate = await program.take('c.pem', seeds.signer_certificate_pem);
    const checked = await program.ok('datasets/check', { id: set.id, certificate });
    expect(checked.signature.state).toBe('valid');
    expect(JSON.stringify(checked)).not.toContain(seed.fragments[0]?.slice(10, 60));
  });

  it('refuses what is none, takes a bare manifest, and says what is missing', async () => {
    program = await openProgram();
    expect((await program.fault('datasets/open', { ticket: await program.take('x', 'hello') })).code).toBe('update/no-data-set');
    const twice = `Manifest\nuint8_t manifest_data[] =\n{ 0x84, };\nuint8_t fragment_01[] = { 0x01 };\nuint8_t manifest_data[] =\n{ 0x84, };`;
    expect((await program.fault('datasets/open', { ticket: await program.take('x', twice) })).code).toBe('update/several-data-sets');
    const bare = await program.ok('datasets/open', { ticket: await program.take('x', seeds.data_sets[0]?.manifest ?? '') });
    expect(bare.problems[0]).toMatchObject({ code: 'update/bad-fragment', object: expect.stringContaining('1') as string });
  });
});

describe('the two files of the vendor\'s Linux scripts', () => {
  const [one] = seeds.data_sets.filter(({ fragments }) => fragments.length === 1);
  const asFile = (name: string, content: Uint8Array) => ({ name, size: content.length, content: Uint8Array.from(content) });

  it('are taken as one data set, in any order, with what they are as their names', async () => {
    program = await openProgram();
    const manifest = await program.ok('files/take', asFile('ecc_manifest.dat', hex(one?.manifest ?? '')));
    const fragment = await program.ok('files/take', asFile('ecc_fragment.dat', hex(one?.fragments[0] ?? '')));
    expect([manifest.content, fragment.content]).toEqual(['data-set', 'unknown']);
    for (const [ticket, other] of [[manifest.ticket, fragment.ticket], [fragment.ticket, manifest.ticket]] as const) {
      expect(await program.ok('datasets/open', { ticket, fragments: [other] })).toMatchObject({ problems: [], file: expect.stringMatching(/ecc_manifest\.dat \+ ecc_fragment\.dat|ecc_fragment\.dat \+ ecc_manifest\.dat/) as string });
    }
    const wrong = await program.ok('files/take', asFile('fragment.dat', new Uint8Array(100).fill(7)));
    expect((await program.ok('datasets/open', { ticket: manifest.ticket, fragments: [wrong.ticket] })).problems[0]).toMatchObject({ code: 'update/bad-fragment', object: expect.stringContaining('1') as string });
    expect((await program.fault('datasets/open', { ticket: manifest.ticket, fragments: [manifest.ticket] })).code).toBe('update/several-data-sets');
  });
});

async function fill(program: TestProgram, algorithm: 'secp521r1' | 'aes256', encrypted = true): Promise<{ keyText: string; signer: Awaited<ReturnType<typeof identity>> }> {
  const signer = await identity('secp521r1');
  await program.ok('datasets/give', { slot: 'signer', ticket: await program.take('integrity.pem', signer.keyPem + signer.certificatePem) });
  const key = algorithm === 'aes256' ? undefined : await identity(algorithm);
  const keyText = key === undefined ? 'ab'.repeat(32) : toHex(key.key.secret.open((bytes) => bytes.slice()));
  await program.ok('datasets/give', { slot: 'key', ticket: await program.take('key', key === undefined ? keyText : key.keyPem + key.certificatePem) });
  if (encrypted) await program.ok('datasets/give', { slot: 'secret', ticket: await program.take('secret.txt', 'cd'.repeat(32)) });
  return { keyText, signer };
}

describe('the builder', () => {
  it('builds an encrypted unicast set, inspects it, and never shows the key or the secret', async () => {
    program = await openProgram();
    await program.ok('board/connect', { path: 'simulated:trust-m-v3' });
    const { keyText } = await fill(program, 'secp521r1');
    const form = await program.ok('datasets/change', { unicast: true });
    expect(form.problems).toEqual([]);
    expect(form.form.componentId).toHaveLength(50);
    expect(form.version).toBe(1);
    expect(form.prediction?.verdict).toBe('refused');
    const set = await program.ok('datasets/build', {});
    expect(set).toMatchObject({ signature: { state: 'valid' }, problems: [], payload: { state: 'key' }, isEncrypted: true });
    expect(set.proof?.certificate?.subject).toBe('CN=Test');
    const all = JSON.stringify([form, set, program.events]);
    for (const secret of [keyText, 'cd'.repeat(16)]) expect(all).not.toContain(secret);
    const saved = await program.ok('datasets/export', { id: set.id, as: 'console' });
    expect(statSync(join(saved.folder, saved.name)).mode & 0o777).toBe(0o600);
    const again = await program.ok('datasets/open', { ticket: await program.take('again.txt', readFileSync(join(saved.folder, saved.name))) });
    expect(again.manifest).toBe(set.manifest);
    expect(again.payload.state).toBe('encrypted');
  });

  const bad: [string, RequestOf<'datasets/change'>, string, RegExp][] = [
    ['version over 32767', { version: '40000' }, 'version', /not a number up to 32767/],
    ['target E0C1', { target: 'E0C1' }, 'target', /cannot be updated/],
    ['anchor = target', { kind: 'data', data: '00', target: 'E0E3' }, 'trustAnchor', /same object/],
    ['odd hex', { kind: 'data', data: 'abc', target: 'E0E2' }, 'data', /digits|odd/i],
    ['non-ASCII', { kind: 'data', dataFormat: 'ascii', data: 'Grüße', target: 'E0E2' }, 'data', /not an ASCII character/],
    ['too large', { kind: 'data', data: '00'.repeat(141), target: 'F1D0' }, 'data', /140/],
    ['label over 32', { confidential: true, label: 'x'.repeat(33) }, 'label', /33 bytes/],
    ['seed of 15', { confidential: true, seedLength: '15' }, 'seedLength', /It is 15/],
    ['seed of 65', { confidential: true, seedLength: '65' }, 'seedLength', /up to 64/],
    ['tag C1 in metadata', { kind: 'metadata', metadata: '2004c1020001', target: 'E0F1' }, 'metadata', /C1/],
    ['component id of 24 bytes', { unicast: true, componentId: '00'.repeat(24) }, 'componentId', /24 bytes/],
    ['no usage', { usage: [] }, 'usage', /No usage/],
  ];
  it.each(bad)('refuses %s in its place', async (_, part, field, why) => {
    program = await openProgram();
    await fill(program, 'secp521r1');
    const form = await program.ok('datasets/change', part);
    const problem = form.problems.find((one) => one.field === field);
    expect(`${problem?.fault.what} ${problem?.fault.why}`).toMatch(why);
  });

  it('refuses keys and secrets that no chip takes', async () => {
    program = await openProgram();
    const give = async (slot: 'key' | 'secret', text: string) => (await program.fault('datasets/give', { slot, ticket: await program.take('f', text) })).code;
    expect(await give('key', 'ab'.repeat(15))).toBe('key/aes-size');
    expect(await give('secret', 'ab'.repeat(15))).toBe('update/bad-option');
    expect(await give('secret', 'ab'.repeat(65))).toBe('update/bad-option');
    const pem = (await identity()).keyPem;
    const data = await program.fault('datasets/give', { slot: 'data', ticket: await program.take('k.pem', pem) });
    expect(data.data).toMatchObject({ why: 'k.pem holds a private key, which is never shown.' });
    const der = readPem(pem).blocks[0]?.bytes ?? new Uint8Array();
    for (const form of Object.values(keyForms)) {
      for (const slot of ['data', 'metadata'] as const) expect((await program.fault('datasets/give', { slot, ticket: await program.take('k', form(der)) })).data).toMatchObject({ why: 'k holds a private key, which is never shown.' });
      expect((await program.fault('datasets/give', { slot: 'secret', ticket: await program.take('k', form(der)) })).code).toBe('key/not-a-secret');
    }
    expect(await give('key', encodePem('CERTIFICATE', (await identity()).der))).toBe('key/certificate-only');
  });

  it('takes the bytes that a text means, or its characters where that is chosen', async () => {
    program = await openProgram();
    const give = async (text: string) => program.call('datasets/give', { slot: 'data', ticket: await program.take('data.txt', text) });
    expect(await give('uint8_t a[2] = {0x0a, 0x0b};')).toMatchObject({ ok: true, value: { form: { data: '0A 0B', dataFormat: 'hex' } } });
    expect(await give('0a 0O')).toMatchObject({ ok: false, fault: { code: 'content/unclear' } });
    await program.ok('datasets/change', { dataFormat: 'ascii' });
    expect(await give('0a 0O')).toMatchObject({ ok: true, value: { form: { data: '30 61 20 30 4F', dataFormat: 'hex' } } });
  });

  it('builds no data set with a private key as its data', async () => {
    program = await openProgram();
    await fill(program, 'secp521r1');
    const der = readPem((await identity()).keyPem).blocks[0]?.bytes ?? new Uint8Array();
    await program.ok('datasets/change', { kind: 'data', target: '0xF1E0', data: toHex(der), dataFormat: 'hex' });
    expect((await program.fault('datasets/build', {})).code).toBe('key/not-for-object');
  });

  it('moves to a target that takes the key: an AES key goes to E200, for encryption', async () => {
    program = await openProgram();
    const { keyText } = await fill(program, 'aes256', false);
    const form = await program.ok('datasets/form', {});
    expect(form.form).toMatchObject({ target: '0xE200', usage: ['encryption'] });
    const zero = await program.ok('datasets/change', { version: '0' });
    expect(zero.warnings[0]).toContain('version 0');
    const set: DataSetView = await program.ok('datasets/build', {});
    expect(set.payload).toEqual({ state: 'key', says: 'AES-256 key' });
    expect(JSON.stringify([form, set])).not.toContain(keyText);
  });
});

describe('the series', () => {
  const ids = Array.from({ length: 7 }, (_, i) => `cd16336401001c000500000a09a413000a002f002e8010${i.toString(16).padStart(4, '0')}`);
  async function ended() {
    for (;;) {
      const state = await program.ok('series/state', {});
      if (state !== undefined && state.state !== 'running') return state;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  it.each(['folder', 'zip'] as const)('makes one set per component id, as a %s', async (as) => {
    program = await openProgram();
    await fill(program, 'secp521r1');
    const ticket = await program.take('reel.csv', `uid\n${ids.join('\n')}\n${ids[0]}\n`);
    const begun = await program.ok('series/start', { ticket, as });
    expect(begun.total).toBe(7);
    const done = await ended();
    expect(done).toMatchObject({ state: 'finished', done: 7, skipped: 1 });
    const path = join(done.where.folder, done.where.name);
    if (as === 'zip') return expect(readFileSync(path).subarray(0, 2).toString()).toBe('PK');
    expect(readdirSync(path)).toHaveLength(7);
    const set = await program.ok('datasets/open', { ticket: await program.take('s', readFileSync(join(path, `${ids[3]}.txt`))) });
    expect(set.rows.find(({ label }) => label === 'For')?.text).toContain(ids[3]);
  });

  it('names the line that holds no id', async () => {
    program = await openProgram();
    await fill(program, 'secp521r1');
    const ticket = await program.take('reel.csv', `${ids[0]}\nabcd\n`);
    expect((await program.fault('series/start', { ticket, as: 'zip' })).data).toMatchObject({ why: 'Line 2 of reel.csv does not hold an id of 25 or 27 bytes.' });
  });
});
