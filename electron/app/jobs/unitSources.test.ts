import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toHex } from '../../../core/bytes/hex.ts';
import { selfSign } from '../../../core/certificates/issue.ts';
import type { Source } from '../../../core/job/job.ts';
import { sampleJob } from '../../../core/job/testing/sampleJob.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import { fault } from '../../../core/result/fault.ts';
import { must, type Result } from '../../../core/result/result.ts';
import { say } from '../../../core/result/say.ts';
import { seedSets, seedSigner } from '../../../core/update/testing/vectors.ts';
import { writeConsoleText } from '../../../core/update/text.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { keyFileSigner } from '../../signers/keyFile.ts';
import { identity } from '../testing/program.ts';
import { UnitSources } from './unitSources.ts';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'trust-bench-sources-'));
  mkdirSync(join(base, 'values'));
  writeFileSync(join(base, 'shared secret'), 'ab'.repeat(32));
});
afterEach(() => rmSync(base, { recursive: true }));

const write = (name: string, content: string | Uint8Array): void => writeFileSync(join(base, 'values', name), content);

/** Opens a job whose values are in the folder. */
async function open(kind: 'pairs' | 'data-sets'): Promise<Result<UnitSources>> {
  const source: Source = kind === 'pairs' ? { kind, folder: 'values', signer: undefined } : { kind, folder: 'values' };
  const opened = await UnitSources.open({ ...sampleJob, varies: [{ step: sampleJob.expected[0]?.step ?? '', source }] }, base);
  if (opened.ok) opened.value.wipe();
  return opened;
}

const unusable = (file: string, why: string) => ({ ok: false, fault: { code: 'job/source-unusable', data: { file, why: expect.stringContaining(why) as string } } });

/** Files that people keep beside their values. */
function writeOthers(): void {
  write('README.txt', 'The devices of August');
  write('.directory', 'x');
  write('label.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a));
  write('device.pub', encodePem('PUBLIC KEY', seedSigner.spki));
  mkdirSync(join(base, 'values', 'old'));
}

it('a folder with two certificates for one key stops the job before its first unit; a copy of a pair does not', async () => {
  const own = await identity('secp256r1', { subject: 'CN=one' });
  for (const name of ['one', 'one copy']) {
    write(`${name}.key`, own.keyPem);
    write(`${name}.crt`, own.certificatePem);
  }
  expect(await open('pairs')).toMatchObject({ ok: true });
  const second = must(await selfSign(keyFileSigner(own.key), 'CN=two', { days: 30, now: new Date(), random: nodeRandomness }));
  write('two.crt', encodePem('CERTIFICATE', second));
  expect(await open('pairs')).toMatchObject(unusable('one copy.key, one copy.crt, two.crt', '2 different certificates hold its public key'));
});

describe('a file that cannot be read stops the job before its first unit: no unit gets other content for it', () => {
  it.each<[string, (pem: { key: string; certificate: string }) => string, string]>([
    ['a key that is cut short', ({ key }) => key.slice(0, 120), 'cut short'],
    ['a certificate that is cut short', ({ certificate }) => certificate.slice(0, 200), 'cut short'],
    ['a certificate with a character that is not base64', ({ certificate }) => certificate.replace(/\n(.)/, '\n!'), 'not base64'],
    ['a key with a password', () => '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIHj\n-----END ENCRYPTED PRIVATE KEY-----\n', ''],
    ['an empty file', () => '', 'It has 0 bytes.'],
  ])('pairs: %s', async (_, content, why) => {
    const [good, other] = [await identity(), await identity()];
    write('dev 1.pem', good.keyPem + good.certificatePem);
    writeOthers();
    expect(await open('pairs')).toMatchObject({ ok: true });
    write('dev 2.pem', content({ key: other.keyPem, certificate: other.certificatePem }));
    expect(await open('pairs')).toMatchObject(unusable('dev 2.pem', why));
  });

  const [set, other] = [seedSets[0]?.dataSet, seedSets[1]?.dataSet];
  if (set === undefined || other === undefined) throw new Error('no data sets');
  const text = writeConsoleText(other);
  const json = JSON.stringify({ manifest: toHex(other.manifest), fragments: other.fragments.map(toHex) });
  it.each<[string, string | Uint8Array, string]>([
    ['a console text with half a byte', text.replace('0x84, ', '0x, '), ''],
    ['a console text without its fragments', text.slice(0, text.indexOf('fragment')), 'no fragments'],
    ['a C header that is cut short', 'const uint8_t manifest_ecc_key[] = {\n  0x84, 0x43,', ''],
    ['a JSON that is cut short', json.slice(0, 100), 'Its end is missing.'],
    ['a JSON whose manifest is not hexadecimal', json.replace('"manifest":"84', '"manifest":"8x'), 'not hexadecimal'],
    ['two data sets in one file', text + text, ''],
    ['a manifest alone', other.manifest, 'no fragments'],
    ['a damaged manifest alone', other.manifest.slice(0, -1), ''],
    ['an empty file', '', 'It has 0 bytes.'],
  ])('data sets: %s', async (_, content, why) => {
    write('set 1.txt', writeConsoleText(set));
    writeOthers();
    expect(await open('data-sets')).toMatchObject({ ok: true });
    write('set 2', content);
    expect(await open('data-sets')).toMatchObject(unusable('set 2', why));
  });

  it.each(['pairs', 'data-sets'] as const)('%s: a link to a file that is gone', async (kind) => {
    symlinkSync(join(base, 'gone'), join(base, 'values', 'set 2.json'));
    expect(await open(kind)).toMatchObject(unusable('set 2.json', say(fault('file/not-found', { file: '' })).why));
  });
});
