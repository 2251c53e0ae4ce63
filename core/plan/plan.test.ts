import { describe, expect, it } from 'vitest';
import { encodeCondition } from '../access/bytes.ts';
import { hex, toHex } from '../bytes/hex.ts';
import { Secret } from '../bytes/secret.ts';
import { Link } from '../bridge/link.ts';
import { Chip } from '../chip/chip.ts';
import { readIdentity, readObjects } from '../chip/snapshot.ts';
import { encodeMetadata, entry, field, parseMetadata } from '../objects/metadata.ts';
import { oid } from '../objects/oid.ts';
import { must } from '../result/result.ts';
import { createChip } from '../simulator/chip/chip.ts';
import { parseFaults } from '../simulator/faults/parse.ts';
import { createBoard } from '../simulator/firmware/board.ts';
import { profiles } from '../simulator/profiles/profiles.ts';
import { testRandom } from '../simulator/testing/chips.ts';
import { ManualClock } from '../simulator/testing/manualClock.ts';
import { decodePlan, encodePlan } from './planFile.ts';
import { planObjects, rehearse } from './rehearse.ts';
import { declaredOrder } from './order.ts';
import { runPlan } from './run.ts';
import type { Plan, Step } from './step.ts';
import { targetBudget, targetChanges, wizardPlan, type PrepareAnswers } from './wizard/steps.ts';

const random = testRandom();

async function openBoard(fault?: string) {
  const clock = new ManualClock();
  const parsed = fault === undefined ? { rules: [] } : parseFaults(fault);
  if ('bad' in parsed) throw new Error(parsed.bad);
  const simulated = createChip({ profile: profiles['trust-m-v3'], random, clock });
  const board = createBoard({ chip: simulated, clock, timing: 'none', faults: parsed.rules });
  const link = new Link(board.port, { clock });
  must(await link.connect());
  const chip = new Chip(link);
  return { clock, simulated, chip, identity: must(await readIdentity(chip)) };
}

const inline = (text: string) => ({ kind: 'inline', bytes: hex(text) }) as const;
const writeData = (id: string, object: number, text: string): Step => ({ id, kind: 'write-object', object: oid(object), content: inline(text), what: 'data' });
const lock = (id: string, object: number): Step => ({ id, kind: 'lock', object: oid(object), unreadable: false });
const plan = (...steps: Step[]): Plan => ({ title: 'test', steps });
const none = new Map<string, Secret>();

describe('running a plan', () => {
  it('locks go last, whatever the plan says', () => {
    expect(declaredOrder([lock('a', 0xf1d0), writeData('b', 0xf1d0, '01')]).steps.map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('stops at the first step that fails, before any lock', async () => {
    const { simulated, ...opened } = await openBoard();
    const steps = plan(lock('lock', 0xf1d0), writeData('fits', 0xf1d0, '0102'), writeData('too long', 0xf1d1, '00'.repeat(141)));
    const result = await runPlan(steps, { ...opened, materials: none, random });
    expect(result).toMatchObject({ state: 'failed', fault: { code: 'chip/refused', data: { status: 0x08 } } });
    expect(result.steps.map(({ step, outcome }) => `${step.id}: ${outcome.state}`)).toEqual(['fits: done', 'too long: failed']);
    expect(toHex(simulated.object(oid(0xf1d0))?.metadata ?? new Uint8Array())).toContain('c00101');
  });

  it('never locks what could not be proved', async () => {
    const { simulated, chip, ...opened } = await openBoard();
    const closed: Step = { id: 'closed', kind: 'write-metadata', object: oid(0xf1d2), changes: [entry('read', 0xff)], purpose: 'can no longer be read' };
    const material: Step = { id: 'secret', kind: 'write-object', object: oid(0xf1d2), content: { kind: 'material', name: 's', length: 16 }, what: 'secret' };
    const materials = new Map([['s', new Secret(new Uint8Array(16).fill(7))]]);
    const result = await runPlan(plan(closed, material, lock('lock', 0xf1d2)), { ...opened, chip, materials, random });
    expect(result).toMatchObject({ state: 'failed', fault: { code: 'plan/lock-without-proof' } });
    expect(result.steps[1]?.outcome.state).toBe('unproved');
    const metadata = must(parseMetadata(simulated.object(oid(0xf1d2))?.metadata ?? new Uint8Array()));
    expect(toHex(field(metadata, 'lcso') ?? new Uint8Array())).toBe('01');
  });

  it('a lock replaces only "always"', async () => {
    const { simulated, ...opened } = await openBoard();
    const change = hex('e1fc07fe21e0e3');
    const set: Step = { id: 'set', kind: 'write-metadata', object: oid(0xf1d3), changes: [{ tag: 0xd0, value: change }], purpose: 'is set' };
    const open: Step = { id: 'open', kind: 'write-metadata', object: oid(0xf1d4), changes: [entry('change', 0x00)], purpose: 'is open' };
    await runPlan(plan(set, open, lock('a', 0xf1d3), lock('b', 0xf1d4)), { ...opened, materials: none, random });
    const changeOf = (id: number) => toHex(field(must(parseMetadata(simulated.object(oid(id))?.metadata ?? new Uint8Array())), 'change') ?? new Uint8Array());
    expect(changeOf(0xf1d3)).toBe('e1fc07fe21e0e3');
    expect(changeOf(0xf1d4)).toBe('e1fc07');
  });

  it.each([
    ['a change condition of the lifecycle alone', [], false, 'Locked: lifecycle is operational, so the change condition can never be met again'],
    ['unreadable too', [], true, 'Locked: lifecycle is operational, so the change condition can never be met again and the content can never be read'],
    ['a signed metadata update stays possible', [{ tag: 0xd8, value: hex('21e0e3') }, { tag: 0xf0, value: hex('07') }], true, 'Locked: lifecycle is operational, so the change condition can no longer be met and the content cannot be read, unless a signed metadata update opens it again'],
    ['a signed update stays possible', [{ tag: 0xd0, value: hex('21e0e3') }], false, 'Locked: lifecycle is operational; the content can still be changed by: update signed by 0xE0E3'],
  ])('the proof of a lock says what the lock means: %s', async (_, changes, unreadable, says) => {
    const opened = await openBoard();
    const set: Step[] = changes.length === 0 ? [] : [{ id: 'set', kind: 'write-metadata', object: oid(0xf1d3), changes, purpose: 'is set' }];
    const step: Step = { id: 'lock', kind: 'lock', object: oid(0xf1d3), unreadable };
    const result = await runPlan(plan(...set, step), { ...opened, materials: none, random });
    expect(result.fault).toBeUndefined();
    expect(result.steps.at(-1)?.outcome).toEqual({ state: 'done', says });
    const again = await runPlan(plan(step), { ...opened, materials: none, random });
    expect(again.steps[0]?.outcome).toEqual({ state: 'unchanged', says: says.replace('Locked: ', '0xF1D3 is locked already: ') });
  });

  it('a lock in other words is a lock: last, and only after the proof', async () => {
    const raise: Step = { id: 'raise', kind: 'write-metadata', object: oid(0xf1d2), changes: [entry('lcso', 0x07)], purpose: 'is closed' };
    expect(declaredOrder([raise, writeData('b', 0xf1d0, '01')]).steps.map(({ id }) => id)).toEqual(['b', 'raise']);
    const closed: Step = { id: 'closed', kind: 'write-metadata', object: oid(0xf1d2), changes: [entry('read', 0xff)], purpose: 'can no longer be read' };
    const opened = await openBoard();
    const result = await runPlan(plan(raise, closed, writeData('w', 0xf1d2, '0102')), { ...opened, materials: none, random });
    expect(result).toMatchObject({ state: 'failed', fault: { code: 'plan/lock-without-proof' } });
  });

  it('what is operational and still open is no lock', async () => {
    const opened = await openBoard();
    const open: Step = { id: 'open', kind: 'write-metadata', object: oid(0xf1d5), changes: [entry('change', 0x00), entry('lcso', 0x07)], purpose: 'stays open permanently' };
    must(await opened.chip.run((await import('../apdu/commands/setDataObject.ts')).writeMetadata(oid(0xf1d5), encodeMetadata(open.kind === 'write-metadata' ? open.changes : []))));
    expect(await runPlan(plan(lock('lock', 0xf1d5)), { ...opened, materials: none, random })).toMatchObject({ fault: { code: 'plan/lock-open', data: { what: 'written' } } });
    const readable: Step = { id: 'l', kind: 'lock', object: oid(0xf1d6), unreadable: false };
    expect((await runPlan(plan(readable), { ...opened, materials: none, random })).state).toBe('finished');
    expect(await runPlan(plan({ ...readable, unreadable: true }), { ...opened, materials: none, random })).toMatchObject({ fault: { code: 'plan/lock-open', data: { what: 'read' } } });
  });

  it('the lock is added to a condition that stays open without it', async () => {
    const { simulated, ...opened } = await openBoard();
    const set: Step = { id: 'set', kind: 'write-metadata', object: oid(0xf1d7), changes: [{ tag: 0xd0, value: hex('e0fc07fe21e0e3') }], purpose: 'is open to the application' };
    expect((await runPlan(plan(set, lock('l', 0xf1d7)), { ...opened, materials: none, random })).state).toBe('finished');
    const metadata = must(parseMetadata(simulated.object(oid(0xf1d7))?.metadata ?? new Uint8Array()));
    expect(toHex(field(metadata, 'change') ?? new Uint8Array())).toBe('e1fc07fde0fc07fe21e0e3');
  });

  it('a missing material is asked for by name, before anything is written', async () => {
    const opened = await openBoard();
    const step: Step = { id: 's', kind: 'write-object', object: oid(0xf1d2), content: { kind: 'material', name: 'secret.txt', length: 16 }, what: 'secret' };
    expect(await runPlan(plan(step), { ...opened, materials: none, random })).toMatchObject({ fault: { code: 'plan/material-missing', data: { name: 'secret.txt' } } });
  });

  // Request numbers: 1 OpenApplication, 2…5 identity, then those of the plan.
  it.each(['silence@8', 'cut@9:3', 'flip@10:5.1', 'error@9', 'in-flip@9:9.3', 'silence@11'])('%s in the middle: reads back and goes on', async (fault) => {
    const opened = await openBoard(fault);
    const steps = plan(writeData('a', 0xf1d0, '010203'), writeData('b', 0xf1d1, '0405'), lock('lock', 0xf1d0));
    const result = await runPlan(steps, { ...opened, materials: none, random });
    expect(result.state, JSON.stringify(result.fault)).toBe('finished');
    expect(toHex(opened.simulated.object(oid(0xf1d0))?.data ?? new Uint8Array())).toBe('010203');
    expect(toHex(opened.simulated.object(oid(0xf1d1))?.data ?? new Uint8Array())).toBe('0405');
  });
});

describe('rehearsal', () => {
  it('tells what would change and what would be refused, and sends nothing but reads', async () => {
    const { chip, identity, simulated, clock } = await openBoard();
    const steps = plan(writeData('good', 0xf1d0, 'aabb'), writeData('vendor', 0xe0e0, '3000'), lock('lock', 0xf1d0));
    const snapshot = must(await readObjects(chip, identity, planObjects(steps)));
    const before = JSON.stringify(simulated.snapshot());
    const rehearsal = await rehearse(steps, snapshot, { materials: none, random, clock });
    expect(JSON.stringify(simulated.snapshot())).toBe(before);
    expect(rehearsal.verdict).toBe('refused');
    expect(rehearsal.steps.map(({ step, state }) => `${step.id}: ${state}`)).toEqual(['good: would-change', 'vendor: refused', 'lock: not-reached']);
    expect(rehearsal.steps[0]?.changes).toMatchObject([{ field: 'content', after: { says: '2 bytes', bytes: hex('aabb') } }]);
    expect(rehearsal.steps[1]?.fault).toMatchObject({ code: 'chip/refused', data: { status: 7, why: expect.stringContaining('The change condition of 0xE0E0 is: never') as string } });
  });
});

const answers: PrepareAnswers = {
  target: oid(0xe0f1),
  anchor: oid(0xe0e3),
  anchorCertificate: hex('3000'),
  lockAnchor: true,
  update: 'both',
  flush: true,
  confidentiality: { object: oid(0xf1d1), secret: { kind: 'material', name: 's', length: 64 }, lock: true, unreadable: true },
};
const metadataOf = (text: string) => must(parseMetadata(hex(text)));
const fresh = metadataOf('200bc00101d003e1fc07d30100');

describe("the wizard's conditions (steps 6/7 and 7/7)", () => {
  const without = { ...answers, confidentiality: undefined };
  it.each<[string, Partial<PrepareAnswers>, string, string]>([
    ['data', { update: 'data' }, '200bc00101d003e1fc07d30100', '2009d007e1fc07fe21e0e3'],
    ['metadata', { update: 'metadata', flush: false }, '200bc00101d003e1fc07d30100', '2008d80321e0e3f00101'],
    ['both, flush', { update: 'both', flush: true }, '200bc00101d003e1fc07d30100', '2011d007e1fc07fe21e0e3d80321e0e3f00111'],
    ['a bare never', { update: 'data' }, '2006c00101d001ff', '2005d00321e0e3'],
    ['a bare always is narrowed', { update: 'data' }, '2006c00101d00100', '2009d007e1fc07fe21e0e3'],
    ['no change condition at all', { update: 'data' }, '2003c00101', '2005d00321e0e3'],
    ['set already', { update: 'data' }, '200cc00101d007e1fc07fe21e0e3', '2000'],
  ])('%s', (_, change, present, wanted) => {
    const { confidentiality: __, ...rest } = { ...without, ...change };
    expect(toHex(encodeMetadata(targetChanges(rest, metadataOf(present))))).toBe(wanted);
  });

  it('with confidentiality both terms stand together', () => {
    const changes = targetChanges(answers, fresh);
    expect(toHex(encodeMetadata(changes))).toBe('2019d00be1fc07fe21e0e3fd20f1d1d80721e0e3fd20f1d1f00111');
  });

  it('confidentiality replaces the weaker condition of the same anchor', () => {
    const before = metadataOf('2010c00101d00be1fc07fe21e0e8fe21e0e3');
    expect(toHex(encodeMetadata(targetChanges({ ...answers, update: 'data' }, before)))).toBe('2011d00fe1fc07fe21e0e8fe21e0e3fd20f1d1');
  });

  it('counts what the chip adds by itself', () => {
    // 3 + 13 + 3 for existing and widened fields, 9 + 3 for D8 and F0, 4 for the version, 6 for algorithm and usage.
    expect(targetBudget(answers, fresh)).toBe(3 + 13 + 3 + 9 + 3 + 4 + 6);
  });

  it('orders: anchor, secret, target, locks last', async () => {
    const { chip, identity } = await openBoard();
    const snapshot = must(await readObjects(chip, identity, [answers.target]));
    expect(wizardPlan(answers, snapshot).steps.map(({ id }) => id)).toEqual([
      'anchor-certificate',
      'anchor-metadata',
      'secret',
      'secret-metadata',
      'target-metadata',
      'lock-anchor',
      'lock-secret',
    ]);
  });
});

describe('plan files', () => {
  const whole: Plan = {
    title: 'A plan',
    chip: { uid: hex('00'.repeat(27)), chipId: '0a09a413000a002f002e' },
    steps: [
      writeData('w', 0xe0e1, '3000'),
      { id: 's', kind: 'write-object', object: oid(0xf1d1), content: { kind: 'material', name: 'secret.txt', length: 64 }, what: 'secret' },
      { id: 'm', kind: 'write-metadata', object: oid(0xf1d1), changes: [{ tag: 0xd0, value: encodeCondition({ kind: 'never' }) }], purpose: 'closes' },
      { id: 'u', kind: 'send-data-set', target: oid(0xe0f1), manifest: hex('84'), fragments: inline('00') },
      { id: 'p', kind: 'prove-key', key: oid(0xe0f1), certificate: hex('3000') },
      lock('l', 0xe0e3),
    ],
    confirmed: { objects: ['0xE0E3'], seal: { digest: hex('11'.repeat(32)), publicKey: hex('3059'), signature: hex('3006') } },
  };

  it('round-trip', () => expect(decodePlan(encodePlan(whole), 'plan.json')).toEqual({ ok: true, value: whole }));

  const text = encodePlan(whole);
  it.each<[string, string, string]>([
    ['cut in half', text.slice(0, text.length / 2), 'plan/not-a-plan'],
    ['not JSON', 'hello', 'plan/not-a-plan'],
    ['another JSON', '{"e0e1":{"metadata":"2000"}}', 'plan/not-a-plan'],
    ['a newer version', text.replace('"version": 1', '"version": 2'), 'plan/newer-version'],
    ['an unknown kind of step', text.replace('"prove-key"', '"explode"'), 'plan/not-a-plan'],
    ['an extra field', text.replace('"title"', '"extra": 1, "title"'), 'plan/not-a-plan'],
    ['a bad object id', text.replaceAll('0xE0E1', '0xZZZZ'), 'plan/not-a-plan'],
    ['the same id twice', text.replace('"id": "p"', '"id": "w"'), 'plan/not-a-plan'],
    ['broken metadata', text.replace('"2003d001ff"', '"2009d001ff"'), 'metadata/malformed'],
  ])('%s', (_, damaged, code) => {
    expect(damaged).not.toBe(text);
    expect(decodePlan(damaged, 'plan.json')).toMatchObject({ ok: false, fault: { code } });
  });
});
