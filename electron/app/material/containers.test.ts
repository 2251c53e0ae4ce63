import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCertificateFile } from '../../../core/certificates/material.ts';
import { pkcs12Locked } from '../../../core/keys/testing/locked.ts';
import { nullPasswordContainer } from '../../../core/keys/testing/nullPassword.ts';
import { hasOpenssl, openssl, opensslText } from '../../../core/keys/testing/openssl.ts';
import { openProgram, type TestProgram } from '../testing/program.ts';
import { openCertificates, openMaterial } from './openMaterial.ts';
import { sniff } from './sniff.ts';

const newKey = (curve: string): string => opensslText(`genpkey -algorithm EC -pkeyopt ec_paramgen_curve:${curve} -pkeyopt ec_param_enc:named_curve`);
const certified = (key: string): string => key + opensslText('req -x509 -new -key @0 -subj /CN=Device -days 30', '', [key]);
const [p256, brainpool, rsa] = hasOpenssl ? [certified(newKey('P-256')), certified(newKey('brainpoolP384r1')), certified(opensslText('genrsa 2048'))] : ['', '', ''];
const container = (options: string, of = p256): Uint8Array => openssl(`pkcs12 -export ${options}`, of);

let program: TestProgram;
beforeAll(async () => {
  program = await openProgram();
});
afterAll(() => program.close());

async function found(bytes: Uint8Array, password?: string): Promise<string> {
  const opened = await openMaterial(bytes, { file: 'device.p12', ...(password === undefined ? {} : { password }) });
  return opened.ok ? `${opened.value.keys.map(({ algorithm }) => algorithm).join()} + ${opened.value.certificates.length}` : opened.fault.code;
}

it.skipIf(!hasOpenssl)('a request and a public key are recognised as such, as PEM and as DER', () => {
  for (const form of ['PEM', 'DER']) {
    expect(sniff('device', openssl(`req -new -key @0 -subj /CN=Device -outform ${form}`, '', [p256]))).toBe('request');
    expect(sniff('device', openssl(`pkey -pubout -outform ${form}`, p256))).toBe('public-key');
  }
});

describe.skipIf(!hasOpenssl)('containers as OpenSSL 3 makes them, opened in the worker', () => {
  it.each([
    ['AES-256, P-256', '-passout pass:geheim', 'geheim', p256, 'secp256r1 + 1'],
    ['AES-256, Brainpool', '-passout pass:geheim', 'geheim', brainpool, 'brainpoolp384r1 + 1'],
    ['AES-256, RSA', '-passout pass:geheim', 'geheim', rsa, 'rsa2048 + 1'],
    ['RC2 and 3DES of older programs', '-legacy -passout pass:geheim', 'geheim', p256, 'secp256r1 + 1'],
    ['a password with umlauts', '-passout pass:übergröße', 'übergröße', p256, 'secp256r1 + 1'],
    ['a password outside the basic plane', '-passout pass:a🔑', 'a🔑', p256, 'secp256r1 + 1'],
    ['umlauts, old ciphers', '-legacy -passout pass:übergröße', 'übergröße', p256, 'secp256r1 + 1'],
    ['SHA-224 check value', '-macalg sha224 -passout pass:geheim', 'geheim', p256, 'secp256r1 + 1'],
    ['SHA-512 check value', '-macalg sha512 -passout pass:geheim', 'geheim', p256, 'secp256r1 + 1'],
    ['SHA3-256 check value', '-macalg sha3-256 -passout pass:geheim', 'geheim', p256, 'secp256r1 + 1'],
    ['no check value', '-nomac -passout pass:geheim', 'geheim', p256, 'secp256r1 + 1'],
    ['nothing encrypted', '-keypbe NONE -certpbe NONE -passout pass:geheim', 'geheim', p256, 'secp256r1 + 1'],
    ['an empty password', '-passout pass:', undefined, p256, 'secp256r1 + 1'],
    ['an empty password, old ciphers', '-legacy -passout pass:', undefined, p256, 'secp256r1 + 1'],
    ['a wrong password', '-passout pass:geheim', 'falsch', p256, 'key/wrong-password'],
    ['a wrong password, no check value', '-nomac -passout pass:geheim', 'falsch', p256, 'key/wrong-password'],
    ['no password given', '-passout pass:geheim', undefined, p256, 'key/encrypted'],
  ])('%s', async (_, options, password, of, expected) => {
    expect(await found(container(options, of), password)).toBe(expected);
  });

  it('an empty password that libcrypto wrote as no bytes', async () => {
    expect(await found(nullPasswordContainer)).toBe('secp256r1 + 1');
    expect(await found(nullPasswordContainer, '')).toBe('secp256r1 + 1');
    expect(await found(nullPasswordContainer, 'falsch')).toBe('key/wrong-password');
  });

  it('dropped, it goes to the keys; nothing is derived to tell what it is', () => {
    const started = process.cpuUsage();
    for (const bytes of [container('-passout pass:geheim'), container('-passout pass:'), pkcs12Locked(200_000), pkcs12Locked(2 ** 31)]) expect(sniff('device.p12', bytes)).toBe('key-material');
    // Processor time, in microseconds: 40,000 rounds take 200 ms.
    expect(process.cpuUsage(started).user).toBeLessThan(100_000);
  });

  it('where a certificate is asked for: out of a container without a password; else the way to take it out is said', async () => {
    const open = await openCertificates(container('-passout pass:'), 'a.p12');
    expect(parseCertificateFile(open, 'a.p12')).toMatchObject({ ok: true, value: { subject: 'CN=Device' } });
    const locked = container('-passout pass:geheim');
    expect(await openCertificates(locked, 'a.p12')).toEqual(locked);
    expect(parseCertificateFile(locked, 'a.p12')).toMatchObject({ ok: false, fault: { code: 'certificate/in-container', data: { file: 'a.p12' } } });
  });
});

describe.skipIf(!hasOpenssl)('a container in the window', () => {
  const p12 = (password: string): Uint8Array => container(`-passout pass:${password}`);

  it('the wizard: the password is asked for, a wrong one is refused, the right one gives key and certificate', async () => {
    const ticket = await program.take('device.p12', p12('geheim'));
    const device = { slot: 'device', ticket } as const;
    expect(await program.fault('wizard/material', device)).toMatchObject({ code: 'key/encrypted', data: { file: 'device.p12', container: true } });
    expect((await program.fault('wizard/material', { ...device, password: 'falsch' })).code).toBe('key/wrong-password');
    expect((await program.ok('wizard/state', {})).device).toEqual({});
    const view = await program.ok('wizard/material', { ...device, password: 'geheim' });
    expect(view.device).toMatchObject({ key: { file: 'device.p12', algorithm: 'secp256r1' }, certificate: { subject: 'CN=Device' }, belongTogether: true });
    expect(JSON.stringify(program.events)).not.toContain('geheim');
  });

  it('what is missing is said with its reason', async () => {
    await program.ok('wizard/material', { slot: 'integrity', ticket: await program.take('ca.pem', p256.slice(0, p256.indexOf('-----BEGIN CERT'))) });
    const said = (await program.ok('wizard/state', {})).problems.filter(({ step }) => step === 1).map(({ fault: { code, why } }) => `${code} ${why}`);
    expect(said).toEqual([expect.stringMatching(/^wizard\/missing .*ca\.pem/)]);
  });

  it('the keys: the same', async () => {
    const ticket = await program.take('device.pfx', p12('geheim'));
    expect((await program.fault('keys/open', { ticket })).code).toBe('key/encrypted');
    expect((await program.fault('keys/open', { ticket, password: 'falsch' })).code).toBe('key/wrong-password');
    const { items } = await program.ok('keys/open', { ticket, password: 'geheim' });
    expect(items).toMatchObject([{ name: 'device.pfx', kind: 'private', algorithm: 'secp256r1', certificate: { subject: 'CN=Device' } }]);
  });

  it('the studio: the signer and the key of a data set', async () => {
    const ticket = await program.take('signer.p12', p12('geheim'));
    expect((await program.fault('datasets/give', { slot: 'signer', ticket })).code).toBe('key/encrypted');
    expect((await program.fault('datasets/give', { slot: 'signer', ticket, password: 'falsch' })).code).toBe('key/wrong-password');
    expect((await program.ok('datasets/give', { slot: 'signer', ticket, password: 'geheim' })).signer).toMatchObject({ file: 'signer.p12', certificate: 'CN=Device' });
    const key = await program.take('key.p12', p12(''));
    expect((await program.ok('datasets/give', { slot: 'key', ticket: key, password: undefined })).key).toMatchObject({ file: 'key.p12', algorithm: 'secp256r1' });
  });

  it('several files at once: a container without a password is a pair, another one waits for it', async () => {
    const tickets = [await program.take('open.p12', p12('')), await program.take('locked.p12', p12('geheim'))];
    const groups = await program.ok('wizard/sort', { tickets });
    expect(groups).toMatchObject([
      { files: ['locked.p12'], says: 'a key with a password', pair: false },
      { files: ['open.p12'], says: 'NIST P-256 key, certificate of CN=Device, which may sign others (CA)', pair: true },
    ]);
  });

  it('an object takes no container, as bytes and as text', async () => {
    await program.ok('board/connect', { path: 'simulated' });
    for (const more of [{}, { asText: true }]) {
      const ticket = await program.take('device.p12', p12('geheim'));
      expect((await program.fault('plan/from-edit', { kind: 'write', id: '0xF1E0', ticket, ...more })).code).toBe('key/not-for-object');
    }
  });

  it('a key saved with a password is what OpenSSL opens with it', async () => {
    const [made] = (await program.ok('keys/new', { algorithm: 'secp256r1', name: 'made here' })).items.slice(-1);
    await program.ok('keys/save', { id: made?.id ?? '', part: 'key', password: 'geheim' });
    const text = program.saved('made here-key.pem');
    expect(text).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----/);
    expect(opensslText('pkey -passin pass:geheim', text)).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  });
});
