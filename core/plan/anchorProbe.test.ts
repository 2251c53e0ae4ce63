import { beforeEach, describe, expect, it } from 'vitest';
import { encodeCondition } from '../access/bytes.ts';
import { lcsO, terms } from '../access/condition.ts';
import { commandCodes } from '../apdu/codes.ts';
import type { ApduPort } from '../apdu/apdu.ts';
import { hex, toHex } from '../bytes/hex.ts';
import { Chip } from '../chip/chip.ts';
import { connect, type Connected } from '../chip/exchange/testing/chips.ts';
import anchors from '../certificates/testing/anchors.json' with { type: 'json' };
import { entry, field, parseMetadata, type Metadata } from '../objects/metadata.ts';
import { oid, type Oid } from '../objects/oid.ts';
import { must, ok } from '../result/result.ts';
import { rehearsedOrder } from './rehearsal.ts';
import { planObjects, rehearse } from './rehearse.ts';
import { readObjects } from '../chip/snapshot.ts';
import { runPlan, type RunResult } from './run.ts';
import type { Step } from './step.ts';

const anchor = oid(0xe0e3);
const good = anchors.good['openssl req -new -x509, P-256'];
const lock: Step = { id: 'lock', kind: 'lock', object: anchor, unreadable: false };

let connected: Connected;
/** VerifySign commands that the chip was sent. */
let asked: Uint8Array[];
/** The answer to VerifySign that replaces the chip's own answer: an error code, or 0 for "correct". */
let forced: number | undefined;

/** The port of the chip. It records the requests and replaces the answer to VerifySign. */
function port(): ApduPort {
  return {
    async exchange({ request }) {
      const verify = ((request[0] ?? 0) & 0x7f) === commandCodes.VerifySign;
      if (verify) asked.push(request);
      if (verify && forced === 0) return ok(hex('00000000'));
      if (verify && forced !== undefined) return ok(hex('ff000000'));
      if (forced !== undefined && toHex(request).startsWith('010000') && toHex(request).includes('f1c2')) return ok(hex(`00000001${forced.toString(16).padStart(2, '0')}`));
      return ok(await connected.test.chip.transmit(request));
    },
  };
}

beforeEach(async () => {
  connected = await connect('trust-m-v3');
  asked = [];
  forced = undefined;
});

const writeAnchor = (der: string): Step => ({ id: 'write', kind: 'write-object', object: anchor, content: { kind: 'inline', bytes: hex(der) }, what: 'trust anchor' });
const set = (id: string, object: Oid, ...changes: Metadata): Step => ({ id, kind: 'write-metadata', object, changes, purpose: 'is set' });
const becomes = set('type', anchor, entry('type', 0x11), entry('execute', 0x00));
const execute = (...condition: Parameters<typeof terms>): Metadata => [{ tag: 0xd3, value: encodeCondition(terms(...condition)) }];

const run = (...steps: Step[]): Promise<RunResult> => runPlan({ title: 'x', steps }, { chip: new Chip(port()), identity: connected.identity, materials: new Map(), random: connected.tools.random });
const lcsO_ = (id = 0xe0e3): string => toHex(field(must(parseMetadata(connected.test.chip.object(oid(id))?.metadata ?? hex('2000'))), 'lcso') ?? hex(''));

describe('before a trust anchor is locked, the chip is asked', () => {
  it.each([
    ['P-256', good, 0x11, 32],
    ['P-521', anchors.good['openssl req -new -x509, P-521'], 0x11, 66],
    ['RSA-2048', anchors.good['openssl req -new -x509, RSA-2048'], 0x01, 256],
    ['RSA-1024', anchors.vendor['sample_rsa_1024_cert.txt'], 0x01, 128],
    ['Brainpool P-512', anchors.vendor['sample_ec_bp_512_cert.txt'], 0x11, 64],
  ])('%s: once, with a well-formed signature that is not right; then it locks', async (_, der, scheme, bytes) => {
    const result = await run(writeAnchor(der), becomes, lock);
    expect(result).toMatchObject({ state: 'finished' });
    expect(result.steps.at(-1)?.outcome).toMatchObject({ state: 'done', says: expect.stringContaining('as we understand the manual') });
    expect(asked).toHaveLength(1);
    const [question] = asked as [Uint8Array];
    expect([question[0], question[1]]).toEqual([0xb2, scheme]);
    const [head, digest] = [toHex(question.subarray(4, 7)), question.subarray(7, 39)];
    expect([head, new Set(digest).size > 8]).toEqual(['010020', true]);
    expect(toHex(question.subarray(-5))).toBe('040002e0e3');
    const signature = toHex(question.subarray(42, -5));
    const number = bytes === 66 ? `0242(01[0-9a-f]{130})` : `02${bytes.toString(16)}((0[1-9a-f]|[1-7][0-9a-f])[0-9a-f]{${2 * bytes - 2}})`;
    expect(signature).toMatch(scheme === 0x11 ? new RegExp(`^${number}${number}$`) : new RegExp(`^[4-7][0-9a-f]{${2 * bytes - 1}}$`));
    expect(lcsO_()).toBe('07');
  });

  it.each(Object.entries(anchors.odd).map(([name, { der }]) => [name, der] as const))('%s: it is not locked, and the review foresees that', async (name, der) => {
    const plan = { title: 'x', steps: [writeAnchor(der), becomes, lock] };
    const snapshot = must(await readObjects(connected.chip, connected.identity, planObjects(plan)));
    const rehearsal = await rehearse(plan, snapshot, { materials: new Map(), ...connected.tools });
    expect([rehearsal.verdict, rehearsal.steps.at(-1)?.fault?.code]).toEqual(['refused', 'anchor/refused']);
    const result = await run(...plan.steps);
    expect(result).toMatchObject({ state: 'failed', fault: { code: 'anchor/refused', data: { object: '0xE0E3' } } });
    expect(result.steps.map(({ outcome }) => outcome.state)).toEqual(['done', 'done', 'failed']);
    expect(lcsO_()).toBe('01');
    // Without a key, the chip cannot be asked.
    expect(asked).toHaveLength(name === 'secp256k1' ? 0 : 1);
  });

  it.each([
    ['an empty object', ''],
    ['an identity', `c0019a000197000194${good}`],
  ])('%s of type trust anchor is not locked, and no question is made of it', async (_, content) => {
    const steps = content === '' ? [becomes, lock] : [writeAnchor(content), becomes, lock];
    expect(await run(...steps)).toMatchObject({ state: 'failed', fault: { code: 'anchor/refused', data: { breaches: [{ rule: content === '' ? 'empty' : 'first-byte' }] } } });
    expect([asked.length, lcsO_()]).toEqual([0, '01']);
  });

  it('the chip\'s own no counts where the manual has none', async () => {
    forced = 0x29;
    expect(await run(writeAnchor(good), becomes, lock)).toMatchObject({ fault: { code: 'anchor/refused', data: { status: 0x29, breaches: [] } } });
    expect(lcsO_()).toBe('01');
  });

  it.each([0x05, 0x06, 0x0d])('another answer (%i) shows nothing: not locked', async (code) => {
    forced = code;
    expect(await run(writeAnchor(good), becomes, lock)).toMatchObject({ state: 'failed', fault: { code: 'anchor/not-shown', data: { status: code } } });
    expect(lcsO_()).toBe('01');
  });

  it('a chip that takes any signature is not trusted', async () => {
    forced = 0;
    expect(await run(writeAnchor(good), becomes, lock)).toMatchObject({ fault: { code: 'anchor/not-shown' } });
    expect(lcsO_()).toBe('01');
  });

  it('what is not a trust anchor is locked without a question', async () => {
    expect((await run({ ...lock, object: oid(0xe0e2) })).state).toBe('finished');
    expect([asked.length, lcsO_(0xe0e2)]).toEqual([0, '07']);
  });
});

describe('its execute condition', () => {
  it('not met now: the term is named, and it is locked as "not shown"', async () => {
    const result = await run(writeAnchor(good), set('type', anchor, entry('type', 0x11), ...execute([lcsO('==', 'operational')])), lock);
    expect(result.state).toBe('finished');
    expect(result.steps.at(-1)?.outcome).toMatchObject({ state: 'unproved', applied: true, says: expect.stringMatching(/not proved that the chip can use the certificate: its execute condition is: .*not met now: .*operational/) });
    expect([asked.length, lcsO_()]).toEqual([1, '07']);
  });

  it('over the shielded connection: never tried blindly', async () => {
    const conf = execute([{ kind: 'conf', oid: oid(0xe140) }]);
    const result = await run(writeAnchor(good), set('type', anchor, entry('type', 0x11), ...conf), lock);
    expect(result.steps.at(-1)?.outcome).toMatchObject({ state: 'unproved', says: expect.stringContaining('not proved') });
    expect([asked.length, lcsO_()]).toEqual([0, '07']);
  });

  it('never: it could not verify anything afterwards either, and is not locked', async () => {
    const result = await run(writeAnchor(good), set('type', anchor, entry('type', 0x11), entry('execute', 0xff)), lock);
    expect(result).toMatchObject({ fault: { code: 'anchor/not-shown', data: { because: expect.stringContaining('"never"') } } });
    expect([asked.length, lcsO_()]).toEqual([0, '01']);
  });

  it('that counts uses: none is spent, and nothing is locked', async () => {
    const counter = connected.test.chip.object(oid(0xe120))?.data;
    const luc = execute([{ kind: 'luc', oid: oid(0xe120) }]);
    expect(await run(writeAnchor(good), set('type', anchor, entry('type', 0x11), ...luc), lock)).toMatchObject({ fault: { code: 'anchor/not-shown' } });
    expect([asked.length, lcsO_()]).toEqual([0, '01']);
    expect(connected.test.chip.object(oid(0xe120))?.data).toEqual(counter);
    // If the type and the lifecycle state are set together, the chip is asked before that.
    const together = set('both', anchor, entry('lcso', 0x07), ...luc, { tag: 0xd0, value: hex('e1fc07') });
    expect((await run(set('open', anchor, entry('execute', 0x00)), together)).state).toBe('finished');
    expect([asked.length, lcsO_()]).toEqual([1, '07']);
  });
});

it('a change of metadata that closes the anchor is asked about like a lock', async () => {
  const raise = set('raise', anchor, entry('lcso', 0x07));
  const v1 = anchors.odd['openssl x509 -req, version 1'].der;
  expect(await run(writeAnchor(v1), becomes, raise)).toMatchObject({ fault: { code: 'anchor/refused', data: { breaches: [{ rule: 'version', found: '1' }] } } });
  expect(lcsO_()).toBe('01');
  // The chip is also asked when the object becomes an anchor in the same command.
  const fresh = oid(0xe0e2);
  await run({ ...writeAnchor(v1), object: fresh } as Step);
  expect(await run(set('at once', fresh, entry('type', 0x11), entry('lcso', 0x07)))).toMatchObject({ fault: { code: 'anchor/refused' } });
  expect(lcsO_(0xe0e2)).toBe('01');
});

describe('an object that becomes an anchor and is closed in one step', () => {
  const fresh = oid(0xe0e2);
  const atOnce = set('at once', fresh, entry('type', 0x11), entry('execute', 0x00), entry('lcso', 0x07));
  const content = { ...writeAnchor(good), object: fresh } as Step;

  it('the chip reads its certificate before: it is locked', async () => {
    const result = await run(content, set('open', fresh, entry('execute', 0x00)), atOnce);
    expect(result.steps.at(-1)?.outcome).toMatchObject({ state: 'done', says: expect.stringContaining('as we understand the manual') });
    expect([asked.length, lcsO_(0xe0e2)]).toEqual([1, '07']);
  });

  it.each([0x05, 0x07])('a chip that refuses the question (%i), because it is not one yet: it is not locked', async (code) => {
    forced = code;
    const result = await run(content, set('open', fresh, entry('execute', 0x00)), atOnce);
    expect(result).toMatchObject({ fault: { code: 'anchor/not-shown', data: { object: '0xE0E2', because: expect.stringContaining('becomes a trust anchor and is locked in one step'), todo: 'Set the type of 0xE0E2 to trust anchor in a separate step first. Then lock it.' } } });
    expect([asked.length, lcsO_(0xe0e2)]).toEqual([1, '01']);
  });
});

it('a lock of the whole application asks about the anchors that the run has brought', async () => {
  const raise: Step = { id: 'app', kind: 'write-object', object: oid(0xf1c0), content: { kind: 'inline', bytes: hex('07') }, what: 'lifecycle' };
  const steps = [writeAnchor(anchors.odd['openssl x509 -req, version 1'].der), becomes, raise];
  const plan = { title: 'x', steps };
  const snapshot = must(await readObjects(connected.chip, connected.identity, planObjects(plan)));
  const rehearsal = await rehearse(plan, snapshot, { materials: new Map(), ...connected.tools });
  expect([rehearsal.verdict, rehearsal.steps.at(-1)?.fault?.code]).toEqual(['refused', 'anchor/refused']);
});

describe('a state of the application closes an anchor that an earlier run made operational', () => {
  const raise = (state: string): Step => ({ id: 'app', kind: 'write-object', object: oid(0xf1c0), content: { kind: 'inline', bytes: hex(state) }, what: 'lifecycle' });
  const untilApplication: Metadata = [{ tag: 0xd0, value: encodeCondition(terms([{ kind: 'lcsA', comparison: '<', state: 0x07 }])) }];

  it.each([
    ['one that the chip reads', good, '07', ['finished', 2]],
    ['one that it cannot use', anchors.odd['openssl x509 -req, version 1'].der, '07', ['anchor/refused', 2]],
    ['one that stays open', anchors.odd['openssl x509 -req, version 1'].der, '03', ['finished', 1]],
  ])('%s', async (_, der, state, [ends, questions]) => {
    const earlier = await run(writeAnchor(good), set('type', anchor, entry('type', 0x11), entry('execute', 0x00), ...untilApplication), set('raise', anchor, entry('lcso', 0x07)));
    expect([earlier.state, lcsO_()]).toEqual(['finished', '07']);
    await run({ ...writeAnchor(der), id: 'again' } as Step);
    const plan = { title: 'x', steps: [raise(state)] };
    const rehearsal = await rehearse(plan, must(await readObjects(connected.chip, connected.identity, planObjects(plan))), { materials: new Map(), ...connected.tools });
    expect(rehearsal.verdict).toBe(ends === 'finished' ? 'passed' : 'refused');
    const result = await runPlan(plan, { chip: new Chip(port()), identity: connected.identity, materials: new Map(), random: connected.tools.random }, {}, { ...rehearsedOrder(rehearsal), locks: new Set(['app']) });
    expect([result.fault?.code ?? result.state, asked.length]).toEqual([ends, questions]);
  });
});
