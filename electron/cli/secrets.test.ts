import { createPrivateKey, randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SecretScan } from '../../core/bytes/testing/secretScan.ts';
import { encodePrivateKeyPem, parsePrivateKey } from '../../core/keys/privateKey.ts';
import { must } from '../../core/result/result.ts';
import { readSources } from '../files/archive/sources.ts';
import { nodeRandomness } from '../serial/randomness.ts';
import { openReel } from '../app/reels/openReel.ts';
import { commandLine } from './testing/commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'bench-secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string): string => join(folder, name);
const password = 'correct-horse-battery-staple';
const scan = new SecretScan().addText('password', password);
/** Files that were requested to contain secrets, and files that always contain them: the inputs, and the chip's memory. */
const asked = new Set<string>(['chip.json', 'password.txt']);
/** Files that must contain the secrets named here, and no others. */
const askedFor = new Map<string, readonly string[]>();

/** Runs a command. @returns its result; its output must contain no secret unless `shows` says that it was requested */
async function run(words: readonly string[], { shows = false, environment = {} }: { readonly shows?: boolean; readonly environment?: Readonly<Record<string, string>> } = {}) {
  const { code, out, err } = await commandLine(words, { TRUST_BENCH_STATE_DIR: file('state'), ...environment });
  if (!shows) expect([...scan.findInText(out), ...scan.findInText(err)], words.join(' ')).toEqual([]);
  return { code, out, err };
}

async function good(...words: string[]): Promise<string> {
  for (const form of [[], ['--json']]) {
    const { code, out, err } = await run([...form, ...words]);
    expect(code, `${words.join(' ')}: ${err}`).toBe(0);
    if (form.length > 0 || words.includes('--out')) return out;
  }
  return '';
}

/** Runs a command only once, because a second run would be refused. */
async function once(...words: string[]): Promise<void> {
  const { code, err } = await run(['--port', `simulated@${file('chip.json')}`, ...words]);
  expect(code, `${words.join(' ')}: ${err}`).toBe(0);
}

const onChip = (...words: string[]): Promise<string> => good('--port', `simulated@${file('chip.json')}`, ...words);

function addKey(name: string): void {
  const jwk = createPrivateKey(readFileSync(file(name))).export({ format: 'jwk' });
  for (const part of ['d', 'p', 'q', 'dp', 'dq', 'qi'] as const) if (jwk[part] !== undefined) scan.add(name, Buffer.from(jwk[part], 'base64url'));
}

function newSecret(name: string, length: number): string {
  const bytes = randomBytes(length);
  scan.add(name, bytes);
  asked.add(name);
  writeFileSync(file(name), `${bytes.toString('hex')}\n`);
  return file(name);
}

/** Files that contain a secret although nobody requested it. */
function leaks(): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => lstatSync(file(name)).isFile() && !asked.has(basename(name)));
  expect(names.length).toBeGreaterThan(0);
  return names.flatMap((name) => {
    const found = scan.find(readFileSync(file(name))).filter(({ secret }) => askedFor.get(basename(name))?.includes(secret) !== true);
    return found.map(({ secret, form }) => `${secret}, as ${form}, in ${name}`);
  });
}

beforeAll(async () => {
  writeFileSync(file('password.txt'), `${password}\n`);
  for (const [name, algorithm] of [['integrity', 'secp256r1'], ['device', 'secp256r1'], ['rsa', 'rsa2048']] as const) {
    asked.add(`${name}.pem`);
    await run(['keys', 'new', '--algorithm', algorithm, '--out', file(`${name}.pem`), '--certificate', file(`${name}-cert.pem`), '--subject', `CN=${name}`, ...(name === 'device' ? ['--csr', file('device.csr')] : [])]);
    addKey(`${name}.pem`);
  }
  const key = must(parsePrivateKey(readFileSync(file('rsa.pem')), { file: 'rsa.pem' }));
  writeFileSync(file('rsa.pem'), encodePrivateKeyPem(key, { password, random: nodeRandomness }));
  asked.add('aes.txt');
  await run(['keys', 'new', '--algorithm', 'aes128', '--out', file('aes.txt')]);
  scan.add('aes.txt', Buffer.from(readFileSync(file('aes.txt'), 'utf8').trim(), 'hex'));
});

const build = (payload: readonly string[], more: readonly string[] = []): string[] => ['dataset', 'build', 'payload_version=1', 'trust_anchor_oid=E0E3', `priv_key=${file('integrity.pem')}`, ...payload, ...more];
const rsaPayload = (): string[] => ['target_oid=E0FC', 'payload_type=key', 'key_algo=66', 'key_usage=11', `key_data=${file('rsa.pem')}`];

it('makes keys: the private key is in its file alone', () => expect(leaks()).toEqual([]));

it('prepares a chip with a secret, dry and in earnest, and saves the plan', async () => {
  const secret = newSecret('update-secret.txt', 64);
  const words = ['prepare', '--target', 'e0fc', '--anchor', 'e0e3', '--anchor-certificate', file('integrity-cert.pem'), '--lock-anchor', '--secret-id', 'f1d1', '--secret', secret, '--lock-secret', '--secret-unreadable', '--update', 'both', '--flush', '--yes-lock', 'e0e3', 'f1d1'];
  await onChip(...words, '--dry-run', '--plan-out', file('plan.json'));
  await onChip('run', file('plan.json'), '--dry-run', '--material', `${secret}=${secret}`);
  await onChip('run', file('plan.json'), '--material', `${secret}=${secret}`, '--yes-lock', 'e0e3', 'f1d1');
  expect(readFileSync(file('plan.json'), 'utf8')).toContain('"material"');
  expect(leaks()).toEqual([]);
});

it('builds, inspects, sends a confidential set of a key from an encrypted file; a wrong password is not repeated', async () => {
  const wrong = newSecret('wrong-password.txt', 32);
  const confidential = ['secret_oid=F1D1', `secret=${file('update-secret.txt')}`, 'label=test', 'seed_length=64', 'enc_algo=AES-CCM-16-64-128', 'kdf=IFX_KDF-TLS12_PRF_SHA256'];
  expect((await run([...build(rsaPayload(), confidential), '--password', wrong])).code).not.toBe(0);
  const built = await run([...build(rsaPayload(), confidential), '--password', file('password.txt')]);
  expect(built.code, built.err).toBe(0);
  writeFileSync(file('rsa-set.txt'), built.out);
  await good('dataset', 'inspect', file('rsa-set.txt'), '--certificate', file('integrity-cert.pem'), '--secret', file('update-secret.txt'));
  await good('dataset', 'header', file('rsa-set.txt'), '--kind', 'rsa_key', '--out', file('rsa.h'));
  await onChip('update', '--id', 'e0fc', '--file', file('rsa-set.txt'), '--dry-run');
  await once('update', '--id', 'e0fc', '--file', file('rsa-set.txt'));
  await onChip('prove', '--key', 'e0fc', '--certificate', file('rsa-cert.pem'));
  expect(leaks()).toEqual([]);
  const shown = await run(['dataset', 'inspect', file('rsa-set.txt'), '--secret', file('update-secret.txt'), '--show-payload'], { shows: true });
  expect(scan.findInText(shown.out), 'asked for').toMatchObject([{ secret: 'rsa.pem' }]);
});

it('builds an open set, which holds its key; whoever inspects or sends it does not show it', async () => {
  const built = await run(build(['target_oid=E0F1', 'payload_type=key', 'key_algo=3', 'key_usage=11', `key_data=${file('device.pem')}`]), { shows: true });
  expect(scan.findInText(built.out), 'what was asked for').toMatchObject([{ secret: 'device.pem' }]);
  asked.add('open-set.txt');
  writeFileSync(file('open-set.txt'), built.out);
  // Its JSON contains the fragments unchanged, because scripts rely on that.
  expect((await run(['dataset', 'inspect', file('open-set.txt'), '--certificate', file('integrity-cert.pem')])).code).toBe(0);
  await onChip('prepare', '--target', 'e0f1', '--anchor', 'e0e3', '--anchor-certificate', file('integrity-cert.pem'), '--update', 'both');
  await once('--json', 'update', '--id', 'e0f1', '--file', file('open-set.txt'));
  expect(leaks()).toEqual([]);
});

it('writes a secret object, exports, compares and imports it', async () => {
  const [first, second] = [newSecret('psk.txt', 32), newSecret('other-psk.txt', 32)];
  await onChip('object', 'metadata', '--id', 'f1d7', '--set', '{"type":"pre_sh_secret"}');
  await onChip('object', 'write', '--id', 'f1d7', '--in', first);
  await onChip('object', 'list');
  asked.add('psk.bin');
  await onChip('object', 'read', '--id', 'f1d7', '--as', 'raw', '--out', file('psk.bin'));
  asked.add('export.json');
  await onChip('export', '--as', 'json', '--out', file('export.json'));
  for (const name of ['psk.bin', 'export.json']) expect(statSync(file(name)).mode & 0o777, name).toBe(0o600);
  const other = JSON.parse(readFileSync(file('export.json'), 'utf8')) as Record<string, { data?: string }>;
  other['f1d7'] = { ...other['f1d7'], data: readFileSync(second, 'utf8').trim() };
  asked.add('other.json');
  writeFileSync(file('other.json'), JSON.stringify(other));
  await onChip('compare', '--in', file('other.json'));
  await onChip('import', '--in', file('other.json'), '--dry-run');
  await onChip('import', '--in', file('other.json'));
  expect(readFileSync(file('chip.json'), 'utf8')).toContain(readFileSync(second, 'utf8').trim());
  expect(leaks()).toEqual([]);
});

/** Adds the secrets of every chip of a reel to the scan, from its archive, because make-sample only writes those of the simulated chips. */
async function addReel(bundle: string, transportKey: string): Promise<void> {
  scan.addText('transport key', transportKey);
  const opened = must(await openReel(must(await readSources(bundle))));
  must(await opened.unlock(transportKey));
  for (const chipId of opened.reel.ids) {
    for (const kind of ['pbs', 'auto'] as const) must(must(opened.secrets).open(chipId, kind, (bytes) => scan.add(`${kind} of ${chipId}`, bytes.slice())));
  }
  opened.close();
}

it('a reel: its secrets are in what was asked for, those of one chip where it was that chip alone, and in nothing else', async () => {
  const sample = file('sample');
  await run(['bundle', 'make-sample', '--chips', '4', '--simulated', '1', '--out', sample]);
  const chipFiles = readdirSync(sample).filter((name) => name.startsWith('chip-'));
  expect(chipFiles).toHaveLength(1);
  const [chipFile = ''] = chipFiles;
  const bundle = join(sample, readdirSync(sample).find((name) => /\.(7z|zip)$/.test(name)) ?? '');
  await addReel(bundle, readFileSync(join(sample, 'transport-key.txt'), 'utf8').trim());
  const chip = chipFile.slice(5, 25);
  for (const name of ['transport-key.txt', 'secrets.csv']) asked.add(name);
  askedFor.set('secret.h', [`pbs of ${chip}`]).set('reference.txt', [`auto of ${chip}`]).set(chipFile, [`pbs of ${chip}`, `auto of ${chip}`]);
  expect(leaks()).toEqual([]);
  const unlock = ['--transport-key-file', join(sample, 'transport-key.txt')];
  await good('bundle', 'inspect', bundle, ...unlock);
  await good('bundle', 'find', bundle, '--chip', chip, ...unlock);
  await good('bundle', 'export', bundle, '--as', 'json', '--out', file('secrets.age'), '--recipient', await identityToRecipient(await generateIdentity()), ...unlock);
  const reel = (JSON.parse((await run(['--json', 'bundle', 'inspect', bundle])).out) as { reelId: string }).reelId;
  await good('bundle', 'header', bundle, '--chip', chip, '--out', file('secret.h'), '--yes-in-clear', reel, ...unlock);
  await good('bundle', 'export', bundle, '--as', 'csv', '--out', file('secrets.csv'), '--yes-in-clear', reel, ...unlock);
  expect(scan.find(readFileSync(file('secrets.csv')))).toHaveLength(8);
  const port = ['--port', `simulated:express@${join(sample, chipFile)}`, '--shielded'];
  const bound = { environment: { TRUST_BENCH_SIM_FIRMWARE: 'bound' } };
  expect((await run([...port, 'bundle', 'authorize', bundle, ...unlock], bound)).code).toBe(0);
  writeFileSync(file('reference.txt'), (JSON.parse(readFileSync(join(sample, chipFile), 'utf8')) as { objects: { f1d0: { data: string } } }).objects.f1d0.data);
  writeFileSync(file('content.hex'), 'c0ffee');
  const write = await run(['--json', ...port, '--authorize', `F1D0=${file('reference.txt')}`, 'object', 'write', '--id', 'e0e1', '--in', file('content.hex'), '--offset', '0'], bound);
  expect(write.code, write.err).toBe(0);
  expect(leaks()).toEqual([]);
  for (const [name, secrets] of askedFor) expect(scan.find(readFileSync(name === chipFile ? join(sample, name) : file(name))).map(({ secret }) => secret).toSorted(), name).toEqual(secrets.toSorted());
  expect(existsSync(file('state'))).toBe(true);
});

it('the scan finds what a command is asked to show', async () => {
  const shown = await run(['--port', `simulated@${file('chip.json')}`, 'object', 'read', '--id', 'f1d7'], { shows: true });
  expect(scan.findInText(shown.out)).toMatchObject([{ secret: 'other-psk.txt' }]);
  writeFileSync(join(file('state'), 'journal', 'canary.jsonl'), shown.out);
  expect(leaks()).toEqual([expect.stringContaining('canary.jsonl')]);
});
