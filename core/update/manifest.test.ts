import fc from 'fast-check';
import { expect, it } from 'vitest';
import { concat } from '../bytes/bytes.ts';
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

it('changed or random bytes never throw, and what is taken is canonical', () => {
  const base = seedSets[0]?.dataSet.manifest as Uint8Array;
  fc.assert(
    fc.property(fc.nat(base.length - 1), fc.nat(255), bytes(0, 60), (at, value, noise) => {
      const changed = base.slice();
      changed[at] = value;
      for (const input of [changed, noise, concat(base.slice(0, at), noise), concat(base.slice(0, at), Uint8Array.of(value), base.slice(at))]) {
        const result = parseManifest(input);
        if (result.ok) expect(encodeManifest(result.value)).toEqual(input);
      }
    }),
    { numRuns: 2000 },
  );
});
