import { beforeAll, describe, expect, it } from 'vitest';
import { hex } from '../bytes/hex.ts';
import { Secret } from '../bytes/secret.ts';
import { selfSign } from '../certificates/issue.ts';
import anchors from '../certificates/testing/anchors.json' with { type: 'json' };
import { connect, type Connected } from '../chip/exchange/testing/chips.ts';
import { readMetadata } from '../chip/read.ts';
import { readObjects } from '../chip/snapshot.ts';
import { changeMetadata, replaceObject } from '../chip/write.ts';
import { generateKey, type PrivateKey } from '../keys/privateKey.ts';
import { seededRandom } from '../keys/testing/random.ts';
import { entry, fieldNumber, parseMetadata } from '../objects/metadata.ts';
import { oid } from '../objects/oid.ts';
import { must } from '../result/result.ts';
import { buildDataSet } from '../update/dataSet.ts';
import { joinFragments } from './fragments.ts';
import { rehearsedOrder } from './rehearsal.ts';
import { planObjects, rehearse } from './rehearse.ts';
import { runPlan } from './run.ts';
import type { Plan, Step } from './step.ts';
import { testSigner } from '../keys/testing/testSigner.ts';

const [anchor, secretId, target] = [oid(0xe0e3), oid(0xf1d1), oid(0xf1d4)];
const random = seededRandom('lock by effect');
const secretBytes = new Uint8Array(32).fill(0x5e);
let signer: PrivateKey;
let certificate: Uint8Array;
beforeAll(async () => {
  signer = await generateKey('secp256r1', random);
  certificate = must(await selfSign(testSigner(signer), 'CN=signer', { days: 10, now: new Date('2026-01-01T00:00:00Z'), random }));
});

/** A target that accepts signed, encrypted updates of metadata and content; the secret can't be read. */
async function prepared(): Promise<Connected> {
  const connected = await connect('trust-m-v3');
  const { chip } = connected;
  must(await replaceObject(chip, anchor, certificate));
  must(await changeMetadata(chip, anchor, [entry('type', 0x11), entry('execute', 0x00)]));
  must(await replaceObject(chip, secretId, secretBytes));
  must(await changeMetadata(chip, secretId, [entry('type', 0x23), entry('execute', 0x00), entry('read', 0xff)]));
  must(await changeMetadata(chip, target, must(parseMetadata(hex('2019d00fe1fc07fe21e0e3fe21e0e3fd20f1d1d80321e0e3f00101')))));
  return connected;
}

async function dataSet(id: string, metadata: string, version: number, encrypted: boolean, object = target): Promise<Step> {
  const spec = { target: object, trustAnchor: anchor, payloadVersion: version, payload: { kind: 'metadata', bytes: hex(metadata), contentReset: 'as-object' }, signer: testSigner(signer) } as const;
  const value = new Secret(secretBytes.slice());
  const built = must(await buildDataSet({ ...spec, ...(encrypted ? { confidentiality: { secret: secretId, value, label: new Uint8Array([0x6c]), seed: random(64) } } : {}) }));
  return { id, kind: 'send-data-set', target: object, manifest: built.manifest, fragments: { kind: 'inline', bytes: joinFragments(built.fragments) } };
}

const writing: Step = { id: 'write', kind: 'write-object', object: target, content: { kind: 'inline', bytes: hex('c0ffee') }, what: 'content' };
const plan = (...steps: Step[]): Plan => ({ title: 'test', steps });

async function rehearsed(connected: Connected, made: Plan, assumedSecrets?: ReadonlyMap<typeof secretId, Secret>) {
  const snapshot = must(await readObjects(connected.chip, connected.identity, planObjects(made)));
  return rehearse(made, snapshot, { materials: new Map(), ...connected.tools, ...(assumedSecrets === undefined ? {} : { assumedSecrets }) });
}

const shown = ({ steps }: Awaited<ReturnType<typeof rehearsed>>) => steps.map(({ step, state, lock, irreversible }) => ({ id: step.id, state, lock, irreversible }));
const raises = 'The lifecycle of 0xF1D4 goes to operational, and never back.';

describe('a data set that locks', () => {
  it('in clear: goes last whatever the plan says, and its effect is told', async () => {
    const connected = await prepared();
    const made = plan(await dataSet('send', '2003c00107', 1, false), writing);
    const rehearsal = await rehearsed(connected, made);
    expect(shown(rehearsal)).toEqual([
      { id: 'write', state: 'would-change', lock: false, irreversible: undefined },
      { id: 'send', state: 'would-change', lock: true, irreversible: raises },
    ]);
    const run = await runPlan(made, { ...connected, materials: new Map(), random }, {}, rehearsedOrder(rehearsal));
    expect(run.steps.map(({ step, outcome }) => `${step.id}: ${outcome.state}`)).toEqual(['write: done', 'send: done']);
    expect(fieldNumber(must(await readMetadata(connected.chip, target)), 'lcso')).toBe(0x07);
  });

  it('encrypted, with the secret at hand: its effect is told', async () => {
    const rehearsal = await rehearsed(await prepared(), plan(await dataSet('send', '2003c00107', 1, true)), new Map([[secretId, new Secret(secretBytes.slice())]]));
    expect(shown(rehearsal)).toEqual([{ id: 'send', state: 'would-change', lock: true, irreversible: raises }]);
  });

  it('encrypted, without the secret: its effect is not known, so it counts as a lock, and goes last', async () => {
    const rehearsal = await rehearsed(await prepared(), plan(await dataSet('send', '2003d10100', 1, true), writing));
    const because = 'What this encrypted update does to the metadata of 0xF1D4 cannot be seen without the secret in 0xF1D1: it may lock the object permanently.';
    expect(shown(rehearsal)).toEqual([
      { id: 'write', state: 'would-change', lock: false, irreversible: undefined },
      { id: 'send', state: 'not-rehearsable', lock: true, irreversible: because },
    ]);
  });

  it('in clear, with an anchor that cannot be read: it is not refused, not passed, and counts as a lock', async () => {
    const connected = await prepared();
    must(await changeMetadata(connected.chip, anchor, [entry('read', 0xff)]));
    const rehearsal = await rehearsed(connected, plan(await dataSet('send', '2003d30100', 1, false)));
    const because = 'What this update does to the metadata of 0xF1D4 cannot be rehearsed: it may lock the object permanently.';
    expect(shown(rehearsal)).toEqual([{ id: 'send', state: 'not-rehearsable', lock: true, irreversible: because }]);
    expect(rehearsal.verdict).toBe('not-all-tried');
    expect(rehearsal.steps[0]?.note).toBe('The certificate in 0xE0E3 cannot be read: only the chip can show whether it verifies the data set.');
  });

  it.each([
    ['in clear', false, 'version 1', anchors.odd['openssl x509 -req, version 1'].der],
    ['in clear', false, 'version 3', anchors.good['openssl req -new -x509, P-256']],
    ['encrypted, with the secret at hand', true, 'version 1', anchors.odd['openssl x509 -req, version 1'].der],
    ['encrypted, with the secret at hand', true, 'version 3', anchors.good['openssl req -new -x509, P-256']],
  ])('%s (%s), that makes its target a trust anchor and closes it: the chip is asked before whether it reads the certificate of %s', async (_, encrypted, version, der) => {
    const connected = await prepared();
    const id = oid(0xe0e2);
    must(await replaceObject(connected.chip, id, hex(der)));
    must(await changeMetadata(connected.chip, id, must(parseMetadata(hex('2003d30100')))));
    must(await changeMetadata(connected.chip, id, must(parseMetadata(hex(encrypted ? '200cd80721e0e3fd20f1d1f00101' : '2008d80321e0e3f00101')))));
    const made = plan(await dataSet('send', '2006e80111c00107', 1, encrypted, id));
    const rehearsal = await rehearsed(connected, made, new Map([[secretId, new Secret(secretBytes.slice())]]));
    const run = await runPlan(made, { ...connected, materials: new Map(), random }, {}, rehearsedOrder(rehearsal));
    const lifecycle = fieldNumber(must(await readMetadata(connected.chip, id)), 'lcso');
    if (version === 'version 3') {
      expect(shown(rehearsal)).toMatchObject([{ id: 'send', state: 'would-change', lock: true }]);
      expect([run.state, lifecycle]).toEqual(['finished', 0x07]);
      expect(run.steps[0]?.outcome).toMatchObject({ says: expect.stringContaining('the chip can use the certificate') as string });
    } else {
      expect(rehearsal).toMatchObject({ verdict: 'refused', steps: [{ fault: { code: 'anchor/refused', data: { object: '0xE0E2' } } }] });
      expect(run, 'run all the same').toMatchObject({ state: 'failed', fault: { code: 'anchor/refused' } });
      expect(lifecycle).toBe(0x01);
    }
  });

  it('other metadata is no lock: in clear, and encrypted with the secret at hand', async () => {
    for (const encrypted of [false, true]) {
      const rehearsal = await rehearsed(await prepared(), plan(await dataSet('send', '2003d30100', 1, encrypted)), new Map([[secretId, new Secret(secretBytes.slice())]]));
      expect(shown(rehearsal)).toEqual([{ id: 'send', state: 'would-change', lock: false, irreversible: undefined }]);
    }
  });

  it('does not lock what could not be proved', async () => {
    const connected = await prepared();
    const unreadable: Step = { id: 'closed', kind: 'write-metadata', object: target, changes: [entry('read', 0xff)], purpose: 'can no longer be read' };
    const made = plan(unreadable, writing, await dataSet('send', '2003c00107', 1, false));
    const rehearsal = await rehearsed(connected, made);
    expect(rehearsal.steps.map(({ state, fault }) => fault?.code ?? state)).toEqual(['would-change', 'would-change', 'plan/lock-without-proof']);
    const order = { ...rehearsedOrder(rehearsal), locks: new Set(['send']) };
    expect(await runPlan(made, { ...connected, materials: new Map(), random }, {}, order)).toMatchObject({ state: 'failed', fault: { code: 'plan/lock-without-proof' } });
    expect(fieldNumber(must(await readMetadata(connected.chip, target)), 'lcso')).toBe(0x01);
  });
});

describe('other steps that lock by their effect', () => {
  const change = (id: string, changes: Extract<Step, { kind: 'write-metadata' }>['changes']): Step => ({ id, kind: 'write-metadata', object: target, changes, purpose: 'x' });

  it.each<[string, Step, string]>([
    ['metadata, by one state', change('s', [entry('lcso', 0x03)]), 'The lifecycle of 0xF1D4 goes to initialization, and never back.'],
    ['metadata, to operational', change('s', [entry('lcso', 0x07)]), raises],
    ['the application\'s state, as content', { id: 's', kind: 'write-object', object: oid(0xf1c0), content: { kind: 'inline', bytes: hex('03') }, what: 'x' }, 'The chip\'s lifecycle state in 0xF1C0 goes to initialization, and never back.'],
    ['the application\'s state, at an offset', { id: 's', kind: 'write-at', object: oid(0xf1c0), offset: 0, content: { kind: 'inline', bytes: hex('07') } }, 'The chip\'s lifecycle state in 0xF1C0 goes to operational, and never back.'],
    ['a lock', { id: 's', kind: 'lock', object: target, unreadable: false }, raises],
  ])('%s: last, and told', async (_, step, because) => {
    expect(shown(await rehearsed(await prepared(), plan(step, writing)))).toEqual([
      { id: 'write', state: 'would-change', lock: false, irreversible: undefined },
      { id: 's', state: 'would-change', lock: true, irreversible: because },
    ]);
  });

  it('metadata that can be written again is no lock', async () => {
    expect(shown(await rehearsed(await prepared(), plan(change('s', [entry('read', 0xff), entry('change', 0xff)]))))).toEqual([{ id: 's', state: 'would-change', lock: false, irreversible: undefined }]);
  });

  it('the whole application is locked after single objects', async () => {
    const application: Step = { id: 'whole', kind: 'write-object', object: oid(0xf1c0), content: { kind: 'inline', bytes: hex('07') }, what: 'x' };
    const rehearsal = await rehearsed(await prepared(), plan(application, { id: 'lock', kind: 'lock', object: target, unreadable: false }, writing));
    expect(rehearsal.steps.map(({ step }) => step.id)).toEqual(['write', 'lock', 'whole']);
  });

  it('what is so already asks for nothing', async () => {
    const connected = await prepared();
    must(await changeMetadata(connected.chip, target, [entry('lcso', 0x07)]));
    expect(shown(await rehearsed(connected, plan(change('s', [entry('lcso', 0x07)]))))).toEqual([{ id: 's', state: 'already-done', lock: true, irreversible: undefined }]);
  });
});
