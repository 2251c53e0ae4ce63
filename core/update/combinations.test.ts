import { expect, it } from 'vitest';
import { hex, toHex } from '../bytes/hex.ts';
import { Secret } from '../bytes/secret.ts';
import { generateAesKey } from '../keys/aesKey.ts';
import { curveNames } from '../keys/curves.ts';
import { generateKey, type PrivateKey } from '../keys/privateKey.ts';
import { encodeSpki } from '../keys/publicKey.ts';
import { seededRandom } from '../keys/testing/random.ts';
import { algorithmCodes } from '../objects/codes.ts';
import { oid } from '../objects/oid.ts';
import { must } from '../result/result.ts';
import { buildDataSet } from './dataSet.ts';
import type { DataSetSpec, SpecPayload } from './buildSpec.ts';
import { checkDataSet } from './checkDataSet.ts';
import { encodeKeyPayload } from './payload.ts';
import { openIndependently } from './testing/reader.ts';
import { parseDataSetText, writeConsoleText, writeFileText } from './text.ts';
import { testSigner } from '../keys/testing/testSigner.ts';

const random = seededRandom('combinations');
const below = (limit: number): number => Number(`0x${toHex(random(4))}`) % limit;
const between = (least: number, most: number): number => least + below(most - least + 1);
const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;

const sets = 520;

function payloadOf(keys: readonly PrivateKey[]): { payload: SpecPayload; target: number; bytes: Uint8Array } {
  const kind = below(5);
  if (kind < 2) {
    const offset = pick([0, 0, between(1, 200)]);
    const bytes = random(pick([1, 599, 600, 601, 607, 608, 609, 1200, 1216, 1217, 1500, between(1, 1500)]));
    return { payload: { kind: 'data', bytes, offset, writeType: pick(['write', 'erase-write']) }, target: pick([0xe0e1, 0xe0e2]), bytes };
  }
  if (kind === 2) {
    const bytes = hex(pick(['2000', '2003c00103', '200bc00103d10100d003e1fc07', '2003e80111']));
    return { payload: { kind: 'metadata', bytes, contentReset: pick(['as-object', 'zeros', 'random']) }, target: 0xe0f1, bytes };
  }
  const key = kind === 3 ? pick(keys) : generateAesKey(pick(['aes128', 'aes192', 'aes256']), random);
  const target = 'kind' in key ? (key.kind === 'ec' ? 0xe0f2 : 0xe0fd) : 0xe200;
  return { payload: { kind: 'key', key, usage: pick([1, 2, 0x10, 0x20, 0x33]) }, target, bytes: encodeKeyPayload(key) };
}

it(`${sets} generated data sets are read by an independent reader`, async () => {
  const keys = await Promise.all([...curveNames, 'rsa1024' as const, 'rsa2048' as const].map((name) => generateKey(name, random)));
  for (let i = 0; i < sets; i++) {
    // Mostly the fast curve; all others often enough.
    const signer = below(3) > 0 ? (keys[0] as PrivateKey) : pick(keys);
    const { payload, target, bytes } = payloadOf(keys);
    const secret = below(2) === 0 ? random(between(16, 64)) : undefined;
    const spec: DataSetSpec = {
      target: oid(target),
      trustAnchor: oid(pick([0xe0e3, 0xe0e8, 0xe0ef])),
      payloadVersion: between(1, 0x7fff),
      payload,
      signer: testSigner(signer),
      ...(below(2) === 0 ? { componentId: random(25) } : {}),
      ...(secret === undefined ? {} : { confidentiality: { secret: oid(0xf1d1), value: new Secret(secret.slice()), label: random(below(33)), seed: random(between(16, 64)) } }),
    };
    const built = must(await buildDataSet(spec));
    const opened = openIndependently(built.manifest, built.fragments, encodeSpki(signer.publicKey), secret);
    expect(opened).toMatchObject({ anchor: spec.trustAnchor, target, version: spec.payloadVersion });
    expect(toHex(opened.payload)).toBe(toHex(bytes));
    expect(toHex(opened.component)).toBe(toHex(spec.componentId ?? new Uint8Array()));
    expect([opened.type, ...opened.pair]).toEqual(numbersOf(payload));
    const report = must(checkDataSet(built, secret === undefined ? {} : { secret: new Secret(secret) }));
    expect(report.problems).toEqual([]);
    expect(toHex(report.payload as Uint8Array)).toBe(toHex(bytes));
    const text = i % 2 === 0 ? writeConsoleText(built) : writeFileText(built);
    const { manifest, fragments } = must(parseDataSetText(text, 'x')).dataSet;
    expect([manifest, ...fragments].map(toHex)).toEqual([built.manifest, ...built.fragments].map(toHex));
  }
});

function numbersOf(payload: SpecPayload): number[] {
  if (payload.kind === 'data') return [-1, payload.offset, payload.writeType === 'write' ? 1 : 2];
  if (payload.kind === 'metadata') return [-2, ['as-object', 'zeros', 'random'].indexOf(payload.contentReset), 0];
  return [-3, algorithmCodes[payload.key.algorithm], payload.usage];
}
