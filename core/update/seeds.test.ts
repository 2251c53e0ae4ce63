import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import { toHex } from '../bytes/hex.ts';
import { Secret } from '../bytes/secret.ts';
import { verifyDigest } from '../keys/publicKey.ts';
import { formatOid } from '../objects/oid.ts';
import { must } from '../result/result.ts';
import { checkDataSet } from './checkDataSet.ts';
import { encodeManifest, parseManifest } from './manifest.ts';
import { decodeKeyPayload } from './payload.ts';
import { verifyManifest } from './signature.ts';
import { seedSecret, seedSets, seedSigner, vendorTexts } from './testing/vectors.ts';
import { writeConsoleText, writeFileText } from './text.ts';

describe.each(seedSets)('the vendor\'s data set "$what"', ({ dataSet }) => {
  const manifest = must(parseManifest(dataSet.manifest));

  it('parses, and comes out the same when written again', () => {
    expect(formatOid(manifest.trustAnchor)).toBe('0xE0E3');
    expect(manifest.payloadVersion).toBe(3);
    expect(encodeManifest(manifest)).toEqual(dataSet.manifest);
  });

  it('verifies with the byte-string context and not with the text-string one of RFC 8152', () => {
    expect(verifyManifest(manifest, seedSigner.publicKey)).toBe(true);
    const standard = manifest.signedBytes.slice();
    expect(standard[1]).toBe(0x4a);
    standard[1] = 0x6a;
    expect(verifyDigest(seedSigner.publicKey, 'sha256', sha256(standard), manifest.signature)).toBe(false);
  });

  it('has no problem', () => {
    const report = must(checkDataSet(dataSet, { certificate: seedSigner, secret: new Secret(seedSecret()) }));
    expect(report.problems).toEqual([]);
    expect(report.signature).toBe('valid');
    expect(report.fragments).toEqual([{ size: dataSet.fragments[0]?.length, digest: 'valid' }]);
  });
});

it('decrypts the third to the same P-256 key TLVs as the first carries in clear', () => {
  const [clear, , encrypted] = seedSets.map(({ dataSet }) => dataSet);
  const report = must(checkDataSet(encrypted as NonNullable<typeof encrypted>, { secret: new Secret(seedSecret()) }));
  const payload = report.payload as Uint8Array;
  expect(toHex(payload.subarray(0, 3))).toBe('010020');
  expect(must(decodeKeyPayload(0x03, payload)).kind).toBe('ec');
  expect(payload).toHaveLength(clear?.fragments[0]?.length as number);
});

it('finds the wrong secret, and does not guess without one', () => {
  const { dataSet } = seedSets[2] as (typeof seedSets)[number];
  const wrong = seedSecret();
  wrong[0] = (wrong[0] as number) ^ 1;
  expect(must(checkDataSet(dataSet, { secret: new Secret(wrong) })).problems.map(({ code }) => code)).toEqual(['update/wrong-secret']);
  expect(must(checkDataSet(dataSet, {})).payload).toBeUndefined();
});

describe.each(vendorTexts)('the vendor tool\'s text of $payload.length bytes', ({ payload, version, signer, dataSet, console, file }) => {
  it('is written byte for byte, both forms', () => {
    expect(writeConsoleText(dataSet)).toBe(console);
    expect(writeFileText(dataSet)).toBe(file);
  });

  it('has no problem and carries the payload', () => {
    const report = must(checkDataSet(dataSet, { publicKey: signer }));
    expect(report.problems).toEqual([]);
    expect(report.manifest.payloadVersion).toBe(version);
    expect(report.payload).toEqual(payload);
  });
});

const large = vendorTexts[1] as (typeof vendorTexts)[number];
it.each([
  ...seedSets.map(({ what, dataSet }) => ({ what, dataSet, signer: seedSigner.publicKey })),
  { what: 'three fragments', dataSet: large.dataSet, signer: large.signer },
])('finds every changed byte: $what', ({ dataSet, signer }) => {
  const { trustAnchor } = must(parseManifest(dataSet.manifest));
  const parts = [dataSet.manifest, ...dataSet.fragments];
  for (const [index, part] of parts.entries()) {
    for (let at = 0; at < part.length; at++) {
      const changed = part.slice();
      changed[at] = (changed[at] as number) ^ (1 << at % 8);
      const [manifest, ...fragments] = parts.with(index, changed);
      // Elliptic curves are slow, so the signature is only checked where the manifest was changed.
      const against = index === 0 ? { publicKey: signer, trustAnchor } : {};
      const report = checkDataSet({ manifest: manifest as Uint8Array, fragments }, against);
      if (!report.ok) continue;
      const [first] = report.value.problems;
      if (first === undefined) throw new Error(`byte ${at} of part ${index} was changed unseen`);
      if (index > 0) expect(first).toMatchObject({ code: 'update/bad-fragment', data: { number: index } });
    }
  }
});
