import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/hex.ts';
import { Secret } from '../bytes/secret.ts';
import { generateAesKey } from '../keys/aesKey.ts';
import { ecGenerate } from '../keys/ecdsa.ts';
import { ecPrivateKey } from '../keys/privateKey.ts';
import { seededRandom } from '../keys/testing/random.ts';
import { oid } from '../objects/oid.ts';
import { say } from '../result/say.ts';
import { must } from '../result/result.ts';
import { buildDataSet } from './dataSet.ts';
import type { DataSetSpec } from './buildSpec.ts';
import { checkDataSet } from './checkDataSet.ts';
import { testSigner } from '../keys/testing/testSigner.ts';

const random = seededRandom('build');
const base: DataSetSpec = {
  target: oid(0xe0e1),
  trustAnchor: oid(0xe0e8),
  payloadVersion: 1,
  payload: { kind: 'data', bytes: random(1300), offset: 0, writeType: 'erase-write' },
  signer: testSigner(ecPrivateKey('secp256r1', ecGenerate('secp256r1', random))),
};
const data = (length: number, offset = 0): DataSetSpec['payload'] => ({ kind: 'data', bytes: new Uint8Array(length), offset, writeType: 'write' });
const metadata = (bytes: string): DataSetSpec['payload'] => ({ kind: 'metadata', bytes: hex(bytes), contentReset: 'as-object' });
const hidden = (secret: number, label: number, seed: number, id = 0xf1d1): Partial<DataSetSpec> => ({
  confidentiality: { secret: oid(id), value: new Secret(random(secret)), label: random(label), seed: random(seed) },
});

async function refusal(changes: Partial<DataSetSpec>): Promise<string> {
  const built = await buildDataSet({ ...base, ...changes });
  if (built.ok) return 'built';
  const { what, object, why, todo } = say(built.fault);
  expect([what, why, todo].every((part) => part.length > 5)).toBe(true);
  return `${what} ${object ?? ''} ${why}`;
}

describe('what no chip takes is refused', () => {
  it.each<[string, Partial<DataSetSpec>, string]>([
    ['seed of 15', hidden(32, 4, 15), 'seed_length'],
    ['seed of 65', hidden(32, 4, 65), 'seed_length'],
    ['label of 33', hidden(32, 33, 64), 'label'],
    ['secret of 15', hidden(15, 4, 64), 'secret'],
    ['secret of 65', hidden(65, 4, 64), 'secret'],
    ['secret in a certificate object', hidden(32, 4, 64, 0xe0e2), 'secret_oid'],
    ['secret in the target', { target: oid(0xf1d1), payload: data(3), ...hidden(32, 4, 64) }, 'secret_oid'],
    ['version 32768', { payloadVersion: 32_768 }, 'payload_version'],
    ['version 1.5', { payloadVersion: 1.5 }, 'payload_version'],
    ['component id of 24', { componentId: new Uint8Array(24) }, 'couid'],
    ['anchor = target', { target: oid(0xe0e8) }, 'trust_anchor_oid'],
    ['anchor is a key', { trustAnchor: oid(0xe0f1) }, 'trust_anchor_oid'],
    ['session as target', { target: oid(0xe100), payload: metadata('2000') }, 'target_oid'],
    ['one byte over', { payload: data(1729) }, '1728'],
    ['one byte over by its offset', { payload: data(1728, 1) }, '1729'],
    ['offset below zero', { payload: data(1, -1) }, 'offset'],
    ['no data', { payload: data(0) }, 'empty'],
    ['data into a key', { target: oid(0xe0f1), payload: data(3) }, '0xE0F1'],
    ['tag C1', { payload: metadata('2004c1020001') }, 'C1'],
    ['tag C4', { payload: metadata('2004c4020001') }, 'C4'],
    ['tag C5', { payload: metadata('2004c5020001') }, 'C5'],
    ['tag E0', { payload: metadata('2003e00103') }, 'E0'],
    ['an unknown tag', { payload: metadata('2003dd0103') }, 'DD'],
    ['metadata that is none', { payload: metadata('2103c00101') }, '20 LL'],
    ['metadata too long', { payload: metadata(`202ed02c${'00'.repeat(44)}`) }, '44'],
    ['AES key of 17 bytes', { target: oid(0xe200), payload: { kind: 'key', usage: 2, key: { algorithm: 'aes128', secret: new Secret(random(17)) } } }, 'key_data'],
    ['AES key into an ECC object', { target: oid(0xe0f1), payload: { kind: 'key', usage: 2, key: generateAesKey('aes128', random) } }, '0xE0F1'],
    ['no usage', { target: oid(0xe200), payload: { kind: 'key', usage: 0, key: generateAesKey('aes128', random) } }, 'key_usage'],
    ...[0xe0c0, 0xe0c1, 0xe0c2, 0xe0c3, 0xe0c4, 0xe0c5, 0xe0c6, 0xf1c0, 0xf1c1, 0xf1c2].map(
      (target): [string, Partial<DataSetSpec>, string] => [`target ${target.toString(16)}`, { target: oid(target), payload: data(1) }, 'target_oid'],
    ),
  ])('%s', async (_, changes, names) => {
    expect(await refusal(changes)).toContain(names);
  });

  it('the limits themselves are taken', async () => {
    for (const changes of [hidden(16, 0, 16), hidden(64, 32, 64), { payloadVersion: 0x7fff }, { payload: data(1728) }, { payload: metadata('2000'), target: oid(0xe0f1) }]) {
      expect(await refusal(changes)).toBe('built');
    }
  });
});

it('version 0 builds with a warning', async () => {
  const { warnings } = must(await buildDataSet({ ...base, payloadVersion: 0 }));
  expect(warnings.map(({ code }) => code)).toEqual(['update/version-zero']);
  expect(must(await buildDataSet(base)).warnings).toEqual([]);
});

describe('a data set whose fragments are not the announced ones', async () => {
  const { manifest, fragments } = must(await buildDataSet(base));
  const [one, two, three] = fragments as [Uint8Array, Uint8Array, Uint8Array];
  it.each<[string, Uint8Array[], number]>([
    ['one missing', [one, two], 3],
    ['first missing', [two, three], 1],
    ['swapped', [two, one, three], 1],
    ['one too many', [one, two, three, three], 4],
    ['last cut', [one, two, three.slice(1)], 3],
    ['none', [], 1],
  ])('%s', (_, changed, number) => {
    const { problems } = must(checkDataSet({ manifest, fragments: changed }, {}));
    expect(problems[0]).toMatchObject({ code: 'update/bad-fragment', data: { number } });
  });

  it('another signer and another anchor are named', () => {
    const other = ecPrivateKey('secp256r1', ecGenerate('secp256r1', random)).publicKey;
    const report = must(checkDataSet({ manifest, fragments }, { publicKey: other, trustAnchor: oid(0xe0e9) }));
    expect(report.signature).toBe('invalid');
    expect(report.problems.map(({ code }) => code)).toEqual(['update/bad-signature', 'update/other-anchor']);
  });
});
