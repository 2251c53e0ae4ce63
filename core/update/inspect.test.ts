import { expect, it } from 'vitest';
import { must } from '../result/result.ts';
import { inspectOptions } from './inspect.ts';
import { parseManifest } from './manifest.ts';
import { seedSets } from './testing/vectors.ts';
import { parseDataSetFile } from './text.ts';

it('says a manifest in the vendor tool\'s options', () => {
  expect(seedSets.map(({ dataSet }) => inspectOptions(must(parseManifest(dataSet.manifest))))).toMatchObject([
    { payload_version: 3, trust_anchor_oid: 'E0E3', target_oid: 'E0F1', payload_type: 'key', key_algo: 3, key_usage: '20' },
    { target_oid: 'E0FC', key_algo: 66, key_usage: '20' },
    { key_usage: '10', label: 'test', seed_length: 64, secret_oid: 'F1D1', enc_algo: 'AES-CCM-16-64-128' },
  ]);
});

it('a binary manifest is refused with a reason', () => {
  const why = (bytes: Uint8Array): unknown => {
    const result = parseDataSetFile(bytes, 'm.cbor');
    return result.ok ? 'ok' : result.fault.data;
  };
  expect(why(seedSets[0]?.dataSet.manifest as Uint8Array)).toMatchObject({ why: expect.stringContaining('bare manifest') as string });
  expect(why(Uint8Array.of(0, 255, 254))).toMatchObject({ why: 'It is binary data of another kind.' });
});
