import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hex, toHex } from '../../../core/bytes/hex.ts';
import { Secret } from '../../../core/bytes/secret.ts';
import { oid } from '../../../core/objects/oid.ts';
import type { PlanView } from '../../../core/contract/plan.ts';
import { must } from '../../../core/result/result.ts';
import { buildDataSet } from '../../../core/update/dataSet.ts';
import { identity, openProgram, type Identity, type TestProgram } from '../testing/program.ts';
import { testSigner } from '../../../core/keys/testing/testSigner.ts';

const secretBytes = new Uint8Array(32).fill(0x5e);
const locking = '2003c00107';
const because = 'The lifecycle of 0xF1D4 goes to operational, and never back.';
let signer: Identity;
let program: TestProgram;

const planFile = (steps: readonly object[]): string => JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'test', steps });
const write = (id: string, object: string, content: string) => ({ id, kind: 'write-object', object, what: 'x', content: { inline: content } });
const metadata = (id: string, object: string, changes: string) => ({ id, kind: 'write-metadata', object, changes, purpose: 'x' });

async function run(plan: PlanView, confirmations: Readonly<Record<string, string>> = {}) {
  await program.ok('plan/run', { planId: plan.planId, confirmations });
  const ended = await program.ended();
  expect(ended.state, JSON.stringify(ended.fault)).toBe('finished');
  return ended;
}

/** An anchor in E0E3, an unreadable secret in F1D1, and F1D4, which accepts signed metadata. */
beforeEach(async () => {
  signer = await identity();
  program = await openProgram();
  await program.ok('board/connect', { path: 'simulated' });
  const steps = [
    write('a', 'E0E3', toHex(signer.der)),
    metadata('b', 'E0E3', '2006e80111d30100'),
    write('c', 'F1D1', toHex(secretBytes)),
    metadata('d', 'F1D1', '2009e80123d30100d101ff'),
    metadata('e', 'F1D4', '2008d80321e0e3f00101'),
  ].map((step) => ({ ...step, object: `0x${step.object}` }));
  await run(await program.ok('plan/open', { ticket: await program.take('plan.json', planFile(steps)) }));
});
afterEach(() => program.close());

async function dataSet(changes: string, encrypted: boolean, payloadVersion = 1) {
  const confidentiality = { secret: oid(0xf1d1), value: new Secret(secretBytes.slice()), label: Uint8Array.of(0x6c), seed: new Uint8Array(64).fill(1) };
  const spec = { target: oid(0xf1d4), trustAnchor: oid(0xe0e3), payloadVersion, payload: { kind: 'metadata', bytes: hex(changes), contentReset: 'as-object' }, signer: testSigner(signer.key) } as const;
  const { manifest, fragments } = must(await buildDataSet(encrypted ? { ...spec, confidentiality } : spec));
  return { manifest: toHex(manifest), fragments: fragments.map((fragment) => toHex(fragment)) };
}

const drop = async (changes: string, encrypted: boolean): Promise<string> => program.take('set.json', JSON.stringify(await dataSet(changes, encrypted)));

/** Checks that the plan runs only when the object's id is typed. */
async function confirmedOnly(plan: PlanView): Promise<void> {
  const before = program.memory();
  expect((await program.fault('plan/run', { planId: plan.planId, confirmations: {} })).code).toBe('plan/not-confirmed');
  expect((await program.fault('plan/run', { planId: plan.planId, confirmations: { update: '0xE0E3' } })).code).toBe('plan/not-confirmed');
  expect(program.memory()).toBe(before);
  await run(plan, { update: 'f1d4' });
}

const unknown = 'What this encrypted update does to the metadata of 0xF1D4 cannot be seen without the secret in 0xF1D1: it may lock the object permanently.';

describe('a data set that locks is marked, and asks for the typed id', () => {
  it.each<[string, boolean, string]>([
    ['in clear', false, because],
    ['encrypted: its effect is not known', true, unknown],
  ])('dropped, %s', async (_, encrypted, why) => {
    const plan = await program.ok('plan/from-data-set', { ticket: await drop(locking, encrypted) });
    expect(plan.steps).toMatchObject([{ undoable: false, irreversibleBecause: why }]);
    await confirmedOnly(plan);
  });

  it('the last version that there is, where its effect cannot be tried', async () => {
    const set = await program.take('set.json', JSON.stringify(await dataSet('2003d30100', true, 32767)));
    const plan = await program.ok('plan/from-data-set', { ticket: set });
    expect(plan.steps).toMatchObject([{ rehearsal: 'not-rehearsable', undoable: false, irreversibleBecause: 'This update has the highest possible version: after 0xF1D4 is operational, it can never take a protected update again.' }]);
    await confirmedOnly(plan);
  });

  it('in the studio, encrypted: known once the secret was given to look inside', async () => {
    const { id } = await program.ok('datasets/open', { ticket: await drop(locking, true) });
    expect((await program.ok('datasets/plan', { id })).steps).toMatchObject([{ rehearsal: 'not-rehearsable', undoable: false, irreversibleBecause: unknown }]);
    await program.ok('datasets/check', { id, secret: await program.take('secret.txt', toHex(secretBytes)) });
    const plan = await program.ok('datasets/plan', { id });
    expect(plan.steps).toMatchObject([{ rehearsal: 'would-change', undoable: false, irreversibleBecause: because }]);
    expect(JSON.stringify(plan)).not.toContain(toHex(secretBytes));
    await confirmedOnly(plan);
  });

  it('in the studio, with a wrong secret chosen to look inside: as without one, the id is typed', async () => {
    const { id } = await program.ok('datasets/open', { ticket: await drop(locking, true) });
    await program.ok('datasets/check', { id, secret: await program.take('secret.txt', 'a5'.repeat(32)) });
    const plan = await program.ok('datasets/plan', { id });
    expect([plan.verdict, plan.steps]).toMatchObject(['not-all-tried', [{ rehearsal: 'not-rehearsable', undoable: false, irreversibleBecause: unknown }]]);
    await confirmedOnly(plan);
  });

  it('what does not lock asks for nothing, where that can be seen', async () => {
    const { id } = await program.ok('datasets/open', { ticket: await drop('2003d30100', true) });
    await program.ok('datasets/check', { id, secret: await program.take('secret.txt', toHex(secretBytes)) });
    const plan = await program.ok('datasets/plan', { id });
    expect(plan.steps).toMatchObject([{ undoable: true }]);
    await run(plan);
  });

  it('from a plan file: last, and confirmed', async () => {
    const set = await dataSet(locking, false);
    const send = { id: 'update', kind: 'send-data-set', target: '0xF1D4', manifest: set.manifest, fragments: { inline: set.fragments.join('') } };
    const plan = await program.ok('plan/open', { ticket: await program.take('plan.json', planFile([send, write('w', '0xF1D4', 'c0ffee')])) });
    expect(plan.steps.map(({ id, undoable }) => [id, undoable])).toEqual([['w', true], ['update', false]]);
    await confirmedOnly(plan);
    expect((await program.ok('run/state', {}))?.steps.map(({ id, state }) => [id, state])).toEqual([['w', 'done'], ['update', 'done']]);
    const { rows: [record] } = await program.ok('records/list', {});
    const { steps } = await program.ok('records/open', { run: record?.run ?? '' });
    expect(steps.map(({ id, irreversible }) => [id, irreversible])).toEqual([['w', false], ['update', true]]);
  });
});
