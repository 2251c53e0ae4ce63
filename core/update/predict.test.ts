import { describe, expect, it } from 'vitest';
import { concat } from '../bytes/bytes.ts';
import { hex } from '../bytes/hex.ts';
import { Secret } from '../bytes/secret.ts';
import { parseCertificate } from '../certificates/certificate.ts';
import { wrapIdentity } from '../certificates/identity.ts';
import { selfSign } from '../certificates/issue.ts';
import { ecGenerate } from '../keys/ecdsa.ts';
import { ecPrivateKey } from '../keys/privateKey.ts';
import { seededRandom } from '../keys/testing/random.ts';
import { parseMetadata } from '../objects/metadata.ts';
import { oid } from '../objects/oid.ts';
import { must } from '../result/result.ts';
import { sayBreach } from '../result/words/anchors.ts';
import { buildDataSet } from './dataSet.ts';
import type { DataSetSpec } from './buildSpec.ts';
import { parseManifest, type Manifest } from './manifest.ts';
import { predictUpdate, type ChipView, type Prediction } from './predict.ts';
import { testSigner } from '../keys/testing/testSigner.ts';

const random = seededRandom('predict');
const now = new Date('2026-01-01');
const signer = ecPrivateKey('secp256r1', ecGenerate('secp256r1', random));
const certificateOf = async (key: typeof signer): Promise<Uint8Array> => must(parseCertificate(must(await selfSign(testSigner(key), 'CN=Signer', { days: 1, now, random })))).der;
const certificate = await certificateOf(signer);
const uid = hex('cd16338201001c000500000a09000f4e00 1e006e801010702440'.replaceAll(' ', '').padEnd(54, '0'));

const base: DataSetSpec = {
  target: oid(0xf1e0),
  trustAnchor: oid(0xe0e8),
  payloadVersion: 2,
  payload: { kind: 'data', bytes: Uint8Array.of(1, 2, 3), offset: 0, writeType: 'write' },
  signer: testSigner(signer),
};
const manifest = async (changes: Partial<DataSetSpec> = {}): Promise<Manifest> => must(parseManifest(must(await buildDataSet({ ...base, ...changes })).manifest));
const secretSpec = { secret: oid(0xf1d1), value: new Secret(new Uint8Array(32).fill(1)), label: new Uint8Array(), seed: random(64) };

type Objects = Record<number, [metadata: string, data?: Uint8Array] | undefined>;
const sound: Objects = {
  0xe0e8: ['2009e80111d30100c00101', certificate],
  0xf1d1: ['2006e80123d30100'],
  0xf1e0: ['2009d00321e0e8c1020001'],
};
function chip(objects: Objects = {}, more: Partial<ChipView> = {}): ChipView {
  const all: Objects = { ...sound, ...objects };
  return {
    family: 'trust-m-v3',
    uid,
    access: { lcsA: 1, lcsG: 7 },
    object: (id) => {
      const found = all[id];
      return found === undefined ? undefined : { metadata: must(parseMetadata(hex(found[0]))), ...(found[1] === undefined ? {} : { data: found[1] }) };
    },
    ...more,
  };
}
const tlv = (...parts: string[]): string => `20${(parts.join('').length / 2).toString(16).padStart(2, '0')}${parts.join('')}`;

function expectRefused(prediction: Prediction, status: number, word: string): void {
  expect(prediction).toMatchObject({ verdict: 'refused', status });
  expect(prediction.why).toContain(word);
  expect(prediction.todo.length).toBeGreaterThan(10);
}

describe('what the chip would say', async () => {
  it('accepts what fits', async () => {
    expect(predictUpdate(await manifest(), chip()).verdict).toBe('accepted');
    expect(predictUpdate(await manifest({ componentId: uid.slice(0, 25) }), chip()).verdict).toBe('accepted');
    expect(predictUpdate(await manifest(), chip({ 0xf1e0: [tlv('d007e1fc07fe21e0e8')] })).verdict).toBe('accepted');
  });

  it('07: objects that are never updated, and an anchor that would update itself', async () => {
    expectRefused(predictUpdate({ ...(await manifest()), trustAnchor: oid(0xf1e0) }, chip()), 0x07, 'same object');
    expectRefused(predictUpdate({ ...(await manifest()), target: oid(0xe0c2) }, chip()), 0x07, 'cannot be updated');
  });

  it('08 and 0F: no room, or no such content', async () => {
    expectRefused(predictUpdate(await manifest(), chip({ 0xf1e0: [tlv('d00321e0e8', 'c40102')] })), 0x08, 'byte 3');
    expectRefused(predictUpdate({ ...(await manifest()), payloadLength: 1501 }, chip()), 0x08, '1500');
    expectRefused(predictUpdate({ ...(await manifest()), target: oid(0xe0f1) }, chip({ 0xe0f1: [tlv('d00321e0e8')] })), 0x0f, 'holds a key');
    const key = await manifest({ target: oid(0xe0f1), payload: { kind: 'key', key: signer, usage: 0x10 } });
    expect(predictUpdate(key, chip({ 0xe0f1: [tlv('d00321e0e8')] })).verdict).toBe('accepted');
    expectRefused(predictUpdate({ ...key, target: oid(0xe0fc) }, chip({ 0xe0fc: [tlv('d00321e0e8')] })), 0x0f, 'NIST P-256');
  });

  it('0F: another chip, or nothing for V1', async () => {
    expectRefused(predictUpdate(await manifest({ componentId: new Uint8Array(25) }), chip()), 0x0f, 'another chip');
    expectRefused(predictUpdate(await manifest({ confidentiality: secretSpec }), chip({}, { family: 'trust-m-v1' })), 0x0f, 'V1');
  });

  it('01: no such object', async () => {
    expectRefused(predictUpdate(await manifest(), chip({ 0xf1e0: undefined })), 0x01, '0xF1E0');
    expectRefused(predictUpdate(await manifest(), chip({ 0xe0e8: undefined })), 0x01, '0xE0E8');
  });

  it('07: the anchor is of another type, or may not be used', async () => {
    expectRefused(predictUpdate(await manifest(), chip({ 0xe0e8: [tlv('e80112', 'd30100'), certificate] })), 0x07, 'type trust anchor');
    expectRefused(predictUpdate(await manifest(), chip({ 0xe0e8: [tlv('e80111', 'd303e1fb07'), certificate] })), 0x07, 'execute');
  });

  it('29: nothing usable in the anchor', async () => {
    const anchor = (data: Uint8Array): ChipView => chip({ 0xe0e8: [tlv('e80111', 'd30100'), data] });
    expectRefused(predictUpdate(await manifest(), anchor(new Uint8Array(1200))), 0x29, sayBreach({ rule: 'empty', found: '' }));
    expectRefused(predictUpdate(await manifest(), anchor(wrapIdentity(certificate))), 0x29, sayBreach({ rule: 'first-byte', found: '0xC0' }));
    expect(predictUpdate(await manifest(), anchor(concat(certificate, new Uint8Array(50)))).verdict).toBe('accepted');
  });

  it('2C: signed by another key', async () => {
    const other = await certificateOf(ecPrivateKey('secp384r1', ecGenerate('secp384r1', random)) as typeof signer);
    expectRefused(predictUpdate(await manifest(), chip({ 0xe0e8: [tlv('e80111', 'd30100'), other] })), 0x2c, 'CN=Signer');
  });

  it('07: the target does not name the anchor, although it may be written', async () => {
    expectRefused(predictUpdate(await manifest(), chip({ 0xf1e0: [tlv('d00100')] })), 0x07, 'does not name');
    expectRefused(predictUpdate(await manifest(), chip({ 0xf1e0: [tlv('d007e1fc07fe21e0e9', 'c00101')] })), 0x07, 'does not name');
    expectRefused(predictUpdate(await manifest(), chip({ 0xf1e0: [tlv('c00101')] })), 0x07, 'does not name');
  });

  it('07: the target asks for the secret too', async () => {
    const both = chip({ 0xf1e0: [tlv('d00721e0e8fd20f1d1')] });
    expectRefused(predictUpdate(await manifest(), both), 0x07, 'Not met now');
    expect(predictUpdate(await manifest({ confidentiality: secretSpec }), both).verdict).toBe('accepted');
    // The condition is also met in another way, but only the group that names the anchor counts.
    expectRefused(predictUpdate(await manifest(), chip({ 0xf1e0: [tlv('c00101', 'd00be1fc07fe21e0e8fd20f1d1')] })), 0x07, 'Not met now');
  });

  it('the secret must be there and of its type', async () => {
    const encrypted = await manifest({ confidentiality: secretSpec });
    expect(predictUpdate(encrypted, chip()).verdict).toBe('accepted');
    expectRefused(predictUpdate(encrypted, chip({ 0xf1d1: undefined })), 0x01, '0xF1D1');
    expectRefused(predictUpdate(encrypted, chip({ 0xf1d1: [tlv('e80121', 'd30100')] })), 0x07, 'update secret');
    expectRefused(predictUpdate(encrypted, chip({ 0xf1d1: [tlv('e80123')] })), 0x07, 'execute');
  });

  it('10: version not above the present one; after an interruption only the same', async () => {
    expectRefused(predictUpdate(await manifest(), chip({ 0xf1e0: [tlv('d00321e0e8', 'c1020002')] })), 0x10, 'version 2');
    expectRefused(predictUpdate(await manifest({ payloadVersion: 0 }), chip({ 0xf1e0: [tlv('d00321e0e8')] })), 0x10, 'version 0');
    const interrupted = chip({ 0xf1e0: [tlv('d00321e0e8', 'c1028002')] });
    expect(predictUpdate(await manifest(), interrupted).verdict).toBe('accepted');
    expectRefused(predictUpdate(await manifest({ payloadVersion: 3 }), interrupted), 0x10, 'interrupted');
    const whole = { kind: 'data', bytes: Uint8Array.of(1), offset: 0, writeType: 'erase-write' } as const;
    expect(predictUpdate(await manifest({ payload: whole }), interrupted).verdict).toBe('accepted');
    expect(predictUpdate(await manifest({ payload: whole, payloadVersion: 3 }), interrupted).verdict).toBe('accepted');
    expectRefused(predictUpdate(await manifest({ payload: whole, payloadVersion: 1 }), interrupted), 0x10, 'version 2');
  });

  it('metadata updates need D8 and F0', async () => {
    const update = await manifest({ payload: { kind: 'metadata', bytes: hex('2000'), contentReset: 'as-object' } });
    expect(predictUpdate(update, chip({ 0xf1e0: [tlv('d80321e0e8', 'f00101')] })).verdict).toBe('accepted');
    expectRefused(predictUpdate(update, chip({ 0xf1e0: [tlv('d80321e0e8')] })), 0x07, 'F0');
    expectRefused(predictUpdate(update, chip({ 0xf1e0: [tlv('d00321e0e8', 'f00101')] })), 0x07, 'metadata update');
  });

  it('is unknown, not guessed, where something cannot be read; a sure refusal wins', async () => {
    const blind = { 0xe0e8: [tlv('e80111', 'd30100')] } satisfies Objects;
    expect(predictUpdate(await manifest(), chip(blind))).toMatchObject({ verdict: 'unknown' });
    expectRefused(predictUpdate(await manifest(), chip({ ...blind, 0xf1e0: [tlv('d001ff')] })), 0x07, 'does not name');
    expect(predictUpdate(await manifest(), chip({ 0xe0e8: [tlv('e80111', 'd3029002'), certificate] })), 'a security status').toMatchObject({ verdict: 'unknown' });
  });

  it('knows what this connection has reached: an authorization, a shielded connection', async () => {
    const guarded = { 0xe0e8: [tlv('e80111', 'd30323f1d0'), certificate], 0xf1e0: [tlv('d007' + '21e0e8fd20e140', 'c1020001')] } satisfies Objects;
    const authorized = new Set([oid(0xf1d0)]);
    const reached = async (access: Partial<ChipView['access']>) => predictUpdate(await manifest(), chip(guarded, { access: { lcsA: 1, lcsG: 7, ...access } }));
    expectRefused(await reached({ shielded: true }), 0x07, 'authorized with');
    expect((await reached({ shielded: true })).todo).toContain('Authorize the chip');
    expectRefused(await reached({ authorized }), 0x07, 'shielded connection');
    expect((await reached({ authorized })).todo).toContain('firmware holds the binding secret');
    expect(await reached({ authorized, shielded: true })).toMatchObject({ verdict: 'accepted' });
  });
});
