import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat } from '../bytes/bytes.ts';
import { hex, toHex } from '../bytes/hex.ts';
import { oid } from '../objects/oid.ts';
import { must } from '../result/result.ts';
import { encodeManifest, parseManifest, type ManifestFields } from './manifest.ts';
import { seedSets } from './testing/vectors.ts';

const bytes = (least: number, most = least): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: least, maxLength: most });
const oids = fc.integer({ min: 0, max: 0xffff }).map(oid);
const payload: fc.Arbitrary<ManifestFields['payload']> = fc.oneof(
  fc.record({ kind: fc.constant('data' as const), offset: fc.nat(0xffff), writeType: fc.constantFrom('write' as const, 'erase-write' as const) }),
  fc.record({ kind: fc.constant('metadata' as const), contentReset: fc.constantFrom('as-object' as const, 'zeros' as const, 'random' as const) }),
  fc.record({ kind: fc.constant('key' as const), algorithm: fc.nat(255), usage: fc.nat(255) }),
);
const manifests = fc.record(
  {
    signatureAlgorithm: fc.constantFrom('ES_256' as const, 'RSA_SSA_PKCS1_V1_5_SHA_256' as const),
    trustAnchor: oids,
    payload,
    payloadLength: fc.nat(0xffffff),
    payloadVersion: fc.nat(0xffff),
    firstFragmentDigest: bytes(32),
    componentId: fc.oneof(bytes(0), bytes(25)),
    target: oids,
    confidentiality: fc.record({ secret: oids, label: bytes(0, 32), seed: bytes(16, 64) }),
    signature: fc.oneof(bytes(64), bytes(132), bytes(256)),
  },
  { requiredKeys: ['signatureAlgorithm', 'trustAnchor', 'payload', 'payloadLength', 'payloadVersion', 'firstFragmentDigest', 'componentId', 'target', 'signature'] },
);

it('every manifest comes back as it was', () => {
  fc.assert(
    fc.property(manifests, (fields) => {
      const { signedBytes, ...read } = must(parseManifest(encodeManifest(fields)));
      expect(read).toEqual(fields);
      expect(signedBytes[1]).toBe(0x4a);
    }),
    { numRuns: 300 },
  );
});

describe('only one way of writing is taken', () => {
  const sound = toHex(seedSets[0]?.dataSet.manifest as Uint8Array);
  const refusedWhy = (text: string): string => {
    const result = parseManifest(hex(text));
    return result.ok ? 'taken' : (result.fault.data as { why: string }).why;
  };

  it.each<[string, string, string]>([
    ['bytes behind it', `${sound}00`, 'bytes follow'],
    ['cut short', sound.slice(0, -2), 'cut short'],
    ['a longer array head', sound.replace(/^84/, '9804'), 'shortest'],
    ['a longer byte string head', sound.replace('43a10126', '5803a10126'), 'shortest'],
    ['an indefinite array', `9f${sound.slice(2)}ff`, 'indefinite'],
    ['a tag in front', `d2${sound}`, 'does not belong'],
    ['another signature algorithm', sound.replace('a10126', 'a10127'), 'algorithm'],
    ['a float', `fb${sound}`, 'does not belong'],
    ['null instead of the payload', sound.replace(/8422/, '84f6'), 'payload type'],
    ['null instead of the signature', sound.replace(/5840[0-9a-f]{128}$/, 'f6'), 'signature is missing'],
    ['null instead of the component id', sound.replace('824042e0f1', '82f642e0f1'), 'component id'],
    ['text instead of the target', sound.replace('824042e0f1', '824062e0f1'), ''],
    ['text instead of the component id', sound.replace('824042e0f1', '826042e0f1'), 'component id'],
    ['no anchor', sound.replace('a10442e0e3', 'a10542e0e3'), 'trust anchor'],
    ['manifest version 2', sound.replace('8601f6f6', '8602f6f6'), 'version'],
    ['something where null must be', sound.replace('8601f6f6', '860140f6'), 'not as it must'],
    ['another hash', sound.replace('82182958', '82182a58'), 'digest'],
    ['another component id', sound.replace('824042e0f1', '82410142e0f1'), ''],
  ])('%s', (_, text, why) => {
    expect(text).not.toBe(sound);
    expect(refusedWhy(text)).not.toBe('taken');
    expect(refusedWhy(text)).toContain(why);
  });

  it('changed or random bytes never throw, and what is taken is canonical', () => {
    const base = hex(sound);
    fc.assert(
      fc.property(fc.nat(base.length - 1), fc.nat(255), bytes(0, 60), (at, value, noise) => {
        const changed = base.slice();
        changed[at] = value;
        for (const input of [changed, noise, concat(base.slice(0, at), noise)]) {
          const result = parseManifest(input);
          if (result.ok) expect(encodeManifest(result.value)).toEqual(input);
        }
      }),
      { numRuns: 500 },
    );
  });
});
