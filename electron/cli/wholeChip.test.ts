import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasOpenssl, opensslText } from '../../core/keys/testing/openssl.ts';
import { profileNames, profiles } from '../../core/simulator/profiles/profiles.ts';
import { testStation } from './testing/commandLine.ts';

const { path, onProfile, runOn } = testStation();

const write = (name: string, json: unknown): string => {
  writeFileSync(path(name), typeof json === 'string' ? json : JSON.stringify(json));
  return path(name);
};

describe.each(profileNames.map((name) => name.replace('trust-m-', '')))('%s', (name) => {
  it('export, import, compare: nothing to do, nothing differs', async () => {
    const exported = await onProfile(name, 'export', '--as', 'json', '--out', path('chip.json'));
    expect(exported.code).toBe(0);
    expect(exported.json.leftOut).toContainEqual(expect.objectContaining({ id: '0xE0F0', what: 'content', why: 'A key never leaves the chip.' }));
    const imported = await onProfile(name, 'import', '--in', path('chip.json'));
    expect(imported).toMatchObject({ code: 0, json: { done: 0, refused: 0, leftOut: 0, dryRun: false, unchanged: exported.json.objects } });
    const { code, json } = await onProfile(name, 'compare', '--in', path('chip.json'));
    expect(code).toBe(0);
    expect(json).toHaveLength(exported.json.objects);
    expect(json.filter((object: { metadata: unknown[]; data: string }) => object.metadata.length > 0 || object.data === 'differs')).toEqual([]);
  });
});

describe('export', () => {
  it('to the Configurator: a folder, whole, never into one that is there', async () => {
    expect((await onProfile('v3', 'export', '--as', 'otc', '--out', path('otc'))).code).toBe(0);
    expect(readdirSync(path('otc'))).toContain('OPTIGA_Trust.xml');
    expect(readFileSync(join(path('otc'), 'E0E0.dat'), 'utf8')).toMatch(/^([0-9A-F]{64}\n)+[0-9A-F]*\n?$/);
    const again = await onProfile('v3', 'export', '--as', 'otc', '--out', path('otc'));
    expect(again).toMatchObject({ code: 1, json: { error: { code: 'exchange/folder-there' } } });
    expect(readdirSync(path('.')).filter((file) => file.endsWith('.tmp'))).toEqual([]);
  });

  it('a folder that is not there', async () => {
    const { code, json } = await onProfile('v3', 'export', '--as', 'json', '--out', path('none/chip.json'));
    expect([code, json.error.code]).toEqual([1, 'file/not-written']);
  });

  it('more than the vendor\'s tool writes is said, and kept whole', async () => {
    write('long.hex', '42'.repeat(1728));
    expect((await onProfile('v3', 'object', 'write', '--id', 'e0e3', '--in', path('long.hex'))).code).toBe(0);
    const { err } = await onProfile('v3', 'export', '--as', 'json', '--out', path('chip.json'));
    expect(err).toContain('0xE0E3 has more than 1700 bytes');
    expect(JSON.parse(readFileSync(path('chip.json'), 'utf8')).e0e3.data).toHaveLength(2 * 1728);
  });
});

describe('import', () => {
  const one = { e0e0: { data: '3000' }, f1d5: { data: '0102' }, f1d6: { data: '00'.repeat(100) } };
  it('one refused, one done, one unchanged', async () => {
    const dry = await onProfile('v3', 'import', '--in', write('one.json', one), '--dry-run');
    expect(dry).toMatchObject({ code: 1, json: { dryRun: true, planned: 1, unchanged: 1, refused: 1 } });
    const { code, json, err } = await onProfile('v3', 'import', '--in', path('one.json'));
    expect(code).toBe(1);
    expect(json.objects).toEqual([
      { id: '0xE0E0', name: 'Device certificate 1', state: 'refused', does: [], why: [expect.stringContaining('change condition of 0xE0E0 is: never')] },
      { id: '0xF1D5', name: 'Data object 6', state: 'done', does: ['content'], why: [] },
      { id: '0xF1D6', name: 'Data object 7', state: 'unchanged', does: [], why: [] },
    ]);
    expect(err).toContain('warning: refused: 0xE0E0');
    expect((await onProfile('v3', 'object', 'read', '--id', 'f1d5')).json.data).toBe('0102');
  });

  it('a lock must be confirmed; nothing is sent before', async () => {
    write('lock.json', { f1d5: { metadata: '2003c00107', data: 'aa' } });
    const refused = await onProfile('v3', 'import', '--in', path('lock.json'));
    expect(refused).toMatchObject({ code: 1, json: { error: { code: 'plan/not-confirmed' } } });
    expect((await onProfile('v3', 'object', 'read', '--id', 'f1d5')).json.length).toBe(100);
    expect((await onProfile('v3', 'import', '--in', path('lock.json'), '--yes-lock', 'f1d5')).json).toMatchObject({ done: 1 });
    expect((await onProfile('v3', 'import', '--in', path('lock.json'))).json).toMatchObject({ unchanged: 1 });
    write('data.hex', 'bb');
    expect((await onProfile('v3', 'object', 'write', '--id', 'f1d5', '--in', path('data.hex'))).code).toBe(4);
  });

  it('a chip of another family: what it can take, and why not the rest', async () => {
    await onProfile('v3', 'export', '--as', 'json', '--out', path('v3.json'));
    const { json } = await onProfile('v1', 'import', '--in', path('v3.json'));
    const state = (id: string) => json.objects.find((object: { id: string }) => object.id === id);
    expect(state('0xE0C9')).toMatchObject({ state: 'refused', why: ['This chip does not have this object.'] });
    expect(state('0xE0C2')).toMatchObject({ state: 'left-out' });
    expect(state('0xF1D5')).toMatchObject({ state: 'unchanged' });
  });

  it.each<[string, unknown, string, string]>([
    ['cut in half', JSON.stringify(profiles['trust-m-v3']).slice(0, 9000), 'exchange/damaged', 'Its end is missing'],
    ['wrong TLV', { f1d5: { metadata: '2005c00101' } }, 'exchange/damaged', '0xF1D5'],
    ['unknown id', { f1d5: { data: '01' }, e0e7: { data: '01' } }, 'exchange/damaged', '0xE0E7'],
    ['over-long', { f1d5: { data: '00'.repeat(200) } }, 'exchange/damaged', '200 bytes'],
    ['a lock beside the metadata', { f1d5: { data: '01', lcso: 'operational' } }, 'exchange/damaged', '"lcso" belongs into "pretty_metadata"'],
    ['missing keys', { f1d5: {} }, 'exchange/damaged', 'neither'],
  ])('%s: named, nothing written', async (_, file, code, words) => {
    const before = await onProfile('v3', 'export', '--as', 'json', '--out', path('before.json'));
    expect(before.code).toBe(0);
    const { json, code: exit } = await onProfile('v3', 'import', '--in', write('bad.json', file));
    expect([exit, json.error.code]).toEqual([1, code]);
    expect(json.error.message).toContain(words);
    await onProfile('v3', 'export', '--as', 'json', '--out', path('after.json'));
    expect(readFileSync(path('after.json'), 'utf8')).toBe(readFileSync(path('before.json'), 'utf8'));
  });
});

it('compare: two files, and what differs', async () => {
  write('a.json', { f1d5: { metadata: '2003d00100', data: '0102' }, f1d6: { data: '01' } });
  write('b.json', { f1d5: { metadata: '2003d001ff', data: '0103' } });
  const { code, json } = await onProfile('v3', 'compare', '--in', path('a.json'), '--with', path('b.json'));
  expect(code).toBe(0);
  expect(json).toEqual([
    { id: '0xF1D5', name: 'Data object 6', metadata: [{ field: 'change', left: 'always', right: 'never' }], data: 'differs', firstDifference: 1 },
    { id: '0xF1D6', name: 'Data object 7', metadata: [], data: 'unreadable', only: 'left' },
  ]);
});

/** A CA's certificate and key, made by the openssl program. */
function opensslCa(): [string, string] {
  const key = opensslText('ecparam -name prime256v1 -genkey -noout');
  return [opensslText('req -new -x509 -key @0 -subj /CN=CA -days 9', '', [key]), key];
}

describe('keys generate', () => {
  const words = ['keys', 'generate', '--id', 'e0f2', '--algorithm', 'secp256r1', '--usage', 'sign,auth'];
  it('public key and request; a second key only when its id is typed', async () => {
    const { code, json } = await onProfile('express', ...words, '--public', path('p.pem'), '--csr', path('r.pem'), '--subject', 'CN=Device 1, O=Example');
    expect(code).toBe(0);
    expect(json).toMatchObject({ id: '0xE0F2', algorithm: 'secp256r1', usage: ['sign', 'auth'], proved: true });
    expect(readFileSync(path('p.pem'), 'utf8')).toContain('BEGIN PUBLIC KEY');
    expect(readFileSync(path('r.pem'), 'utf8')).toContain('BEGIN CERTIFICATE REQUEST');
    const again = await onProfile('express', ...words);
    expect(again).toMatchObject({ code: 1, json: { error: { code: 'exchange/key-there', hint: expect.stringContaining('--yes-overwrite 0xE0F2') } } });
    const other = await onProfile('express', ...words, '--yes-overwrite', 'E0F2');
    expect(other.code).toBe(0);
    expect(other.json.publicKey).not.toBe(json.publicKey);
  });

  it.skipIf(!hasOpenssl)('the openssl program verifies the request with the public key', async () => {
    await onProfile('express', ...words, '--public', path('p.pem'), '--csr', path('r.pem'), '--subject', 'CN=Device 1');
    expect(opensslText(`req -in ${path('r.pem')} -verify -noout -subject`)).toContain('Device 1');
    expect(opensslText(`req -in ${path('r.pem')} -pubkey -noout`)).toBe(readFileSync(path('p.pem'), 'utf8'));
  });

  // The chip pads nearly every second signature on P-521. The key must still be usable, and its request must not be
  // refused.
  it.skipIf(!hasOpenssl)('P-521, twelve times: proved, and the openssl program takes each request', async () => {
    const p521 = words.map((word) => (word === 'secp256r1' ? 'secp521r1' : word));
    for (let i = 0; i < 12; i++) {
      const { code, err, json } = await onProfile('v3', ...p521, '--yes-overwrite', 'e0f2', '--csr', path('r.pem'), '--subject', `CN=Device ${i}`);
      expect([code, json.proved], err).toEqual([0, true]);
      expect(opensslText(`req -in ${path('r.pem')} -verify -noout -subject`)).toContain(`Device ${i}`);
    }
    writeFileSync(path('c.pem'), opensslText('x509 -req -in @2 -CA @0 -CAkey @1 -days 9', '', [...opensslCa(), readFileSync(path('r.pem'))]));
    for (let i = 0; i < 12; i++) expect(await onProfile('v3', 'prove', '--key', 'e0f2', '--certificate', path('c.pem'))).toMatchObject({ code: 0, json: { proved: true } });
  });

  it.each<[string, string[], number, string]>([
    ['an RSA key in an ECC object', ['--id', 'e0f1', '--algorithm', 'rsa2048', '--usage', 'sign'], 1, 'exchange/wrong-algorithm'],
    ['a usage that is none', ['--id', 'e0f1', '--algorithm', 'secp256r1', '--usage', 'sing'], 2, 'usage/bad-option'],
    ['a request of a key that may not sign', ['--id', 'e0f1', '--algorithm', 'secp256r1', '--usage', 'agree', '--csr', 'r', '--subject', 'CN=x'], 2, 'usage/bad-option'],
    ['a request of an AES key', ['--id', 'e200', '--algorithm', 'aes128', '--usage', 'enc', '--csr', 'r', '--subject', 'CN=x'], 2, 'usage/bad-option'],
    ['a request without subject', ['--id', 'e0f1', '--algorithm', 'secp256r1', '--usage', 'sign', '--csr', 'r'], 2, 'usage/bad-option'],
    ['a subject that is none', ['--id', 'e0f1', '--algorithm', 'secp256r1', '--usage', 'sign', '--csr', 'r', '--subject', 'x'], 1, 'certificate/bad-subject'],
    ['a key that is closed permanently', ['--id', 'e0f0', '--algorithm', 'secp256r1', '--usage', 'sign', '--yes-overwrite', 'e0f0'], 4, 'chip/refused'],
  ])('%s', async (_, options, code, fault) => {
    const ran = await onProfile('v3', 'keys', 'generate', ...options);
    expect([ran.code, ran.json.error.code]).toEqual([code, fault]);
  });

  it('a request that the chip could not sign: no key is made', async () => {
    await onProfile('v3', 'object', 'metadata', '--id', 'e0f1', '--set', '{"execute":"never"}');
    const before = readFileSync(path('v3.state'), 'utf8');
    const { code, json } = await onProfile('v3', 'keys', 'generate', '--id', 'e0f1', '--algorithm', 'secp256r1', '--usage', 'sign', '--csr', path('r.pem'), '--subject', 'CN=x');
    expect([code, json.error.code, json.error.message]).toEqual([1, 'object/not-for-this', 'No key was made: the chip could not sign its request. (0xE0F1) The execute condition of 0xE0F1 is: never; that is not met now.']);
    expect(readFileSync(path('v3.state'), 'utf8')).toBe(before);
  });

  it('an AES key: metadata first, since new chips have it closed', async () => {
    await onProfile('v3', 'object', 'metadata', '--id', 'e200', '--set', '{"change":["lcso","<","operational"]}');
    const { code, json } = await onProfile('v3', 'keys', 'generate', '--id', 'e200', '--algorithm', 'aes128', '--usage', 'enc');
    expect([code, json.publicKey, json.algorithm, json.proved]).toEqual([0, undefined, 'aes128', false]);
  });

  it('a public key that cannot be written is printed', async () => {
    const { code, err } = await onProfile('v3', 'keys', 'generate', '--id', 'e0f1', '--algorithm', 'secp256r1', '--usage', 'sign', '--public', path('none/p.pem'));
    expect(code).toBe(1);
    expect(err).toContain('BEGIN PUBLIC KEY');
  });
});

describe('chain', () => {
  it.each([
    ['express', 'e0e0', 'ecc-root-ca-2', 'CA 306'],
    ['express', 'e0e2', 'rsa-root-ca-2', 'CA 309'],
    ['v3', 'e0e0', 'ecc-root-ca-2', 'CA 300'],
  ])('%s %s leads to the pinned root', async (profile, id, anchor, issuer) => {
    const { code, json } = await onProfile(profile, 'chain', id);
    expect([code, json.trusted]).toEqual([0, true]);
    expect(json.chain.at(-1).pinned).toBe(anchor);
    expect(json.chain[1].subject).toContain(issuer);
    expect(json.why).toContain('pinned root');
    await onProfile(profile, 'object', 'read', '--id', id, '--as', 'pem', '--out', path('c.pem'));
    expect((await onProfile(profile, 'chain', path('c.pem'))).json.chain).toEqual(json.chain);
  });

  it('not trusted, and why; with the user\'s own anchor it is', async () => {
    await onProfile('v3', 'keys', 'new', '--algorithm', 'secp256r1', '--out', path('k.pem'), '--certificate', path('c.pem'), '--subject', 'CN=Own');
    const without = await onProfile('v3', 'chain', path('c.pem'));
    expect(without).toMatchObject({ code: 1, json: { subject: 'CN=Own', trusted: false } });
    expect(without.json.why.length).toBeGreaterThan(20);
    expect(await onProfile('v3', 'chain', path('c.pem'), '--anchor', path('c.pem'))).toMatchObject({ code: 0, json: { trusted: true } });
  });
});

describe('files as the vendor\'s documentation and other programs have them', () => {
  const python = "{\n  'f1d5': { 'pretty_metadata': { 'change': ['lcso','<','operational'], }, 'data': '0102', },\n}\n";

  it('a Python dictionary with lines around it: import, compare and object metadata --set', async () => {
    write('python.json', `Reading\n${python}Done\n`);
    expect(await onProfile('v3', 'import', '--in', path('python.json'), '--dry-run')).toMatchObject({ code: 0, json: { planned: 1, refused: 0 } });
    expect((await onProfile('v3', 'compare', '--in', path('python.json'), '--with', path('python.json'))).json).toHaveLength(1);
    const set = await onProfile('v3', 'object', 'metadata', '--id', 'f1d5', '--set', "{'change': 'always',}");
    expect(set).toMatchObject({ code: 0, json: { changed: true, pretty: { change: 'always' } } });
    const file = await onProfile('v3', 'object', 'metadata', '--id', 'f1d5', '--set', write('set.json', "{'change': ['lcso', '<', 'operational'],}"));
    expect(file).toMatchObject({ code: 0, json: { pretty: { change: ['lcso', '<', 'operational'] } } });
    const bad = await onProfile('v3', 'object', 'metadata', '--id', 'f1d5', '--set', "{'change': always}");
    expect(bad).toMatchObject({ code: 2, json: { error: { code: 'metadata/bad-json' } } });
    expect(bad.err).toContain('"always" has no quotation marks');
  });

  it('a chip from a dump by its path, without a memory; a build that is not known is told', async () => {
    const dump = { ...profiles['trust-m-v3'].objects, e0c2: { metadata: '2009c4011bd001ffd10100', data: 'cd16339301001c000500000a09a413000a002f002e801010712566' } };
    const { code, out, err } = await runOn(`simulated:${write('dump.json', dump)}`, 'info');
    expect([code, JSON.parse(out)]).toMatchObject([0, { family: 'trust-m-v3', build: '2566' }]);
    expect(err).toMatch(/^warning: .*2566/m);
  });
});
