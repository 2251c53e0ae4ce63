import { expect, it } from 'vitest';
import { Link } from '../bridge/link.ts';
import { hex, toHex } from '../bytes/hex.ts';
import { connectChip } from '../chip/connect.ts';
import { changeMetadata, replaceObject } from '../chip/write.ts';
import { testSigner } from '../keys/testing/testSigner.ts';
import { ecGenerate } from '../keys/ecdsa.ts';
import { ecPrivateKey } from '../keys/privateKey.ts';
import { selfSign } from '../certificates/issue.ts';
import { entry } from '../objects/metadata.ts';
import { oid } from '../objects/oid.ts';
import { must } from '../result/result.ts';
import { createChip } from '../simulator/chip/chip.ts';
import { parseFaults } from '../simulator/faults/parse.ts';
import { createBoard } from '../simulator/firmware/board.ts';
import { profiles } from '../simulator/profiles/profiles.ts';
import { testRandom } from '../simulator/testing/chips.ts';
import { ManualClock } from '../simulator/testing/manualClock.ts';
import { buildDataSet } from '../update/dataSet.ts';
import { joinFragments } from './fragments.ts';
import { runPlan } from './run.ts';
import { explainSentAlready } from './sentAlready.ts';
import type { Step } from './step.ts';
import { toolsOn } from './stepKind.ts';

const random = testRandom();

/** A session on a simulated board that loses answers. @param faults as `simulate --fault` */
async function setUp(faults: string) {
  const clock = new ManualClock();
  const parsed = parseFaults(faults);
  if ('bad' in parsed) throw new Error(parsed.bad);
  const simulated = createChip({ profile: profiles['trust-m-v3'], random, clock });
  const board = createBoard({ chip: simulated, clock, timing: 'none', faults: parsed.rules });
  const session = must(await connectChip(new Link(board.port, { clock }), { clock }));
  const run = (...steps: readonly Step[]) => runPlan({ title: 'test', steps }, toolsOn(session, { materials: new Map(), random }));
  return { simulated, chip: session.chip, run };
}

it.each<[string, Step]>([
  ['a write', { id: 'a', kind: 'write-object', object: oid(0xf1d4), content: { kind: 'inline', bytes: hex('0102') }, what: 'data' }],
  ['metadata', { id: 'a', kind: 'write-metadata', object: oid(0xf1d4), changes: [entry('read', 0xff)], purpose: 'is closed' }],
  ['a count', { id: 'a', kind: 'count', object: oid(0xe120), by: 1, from: 0 }],
])('%s whose answer is lost: this run has done it, and does not say that it was there already', async (_, step) => {
  const { chip, run } = await setUp('silence@SetDataObject#2');
  must(await replaceObject(chip, oid(0xe120), hex('0000000000000009')));
  expect((await run(step)).steps).toMatchObject([{ outcome: { state: 'done', says: expect.stringContaining('sent; then the connection was interrupted') } }]);
  expect((await run(step)).steps).toMatchObject([{ outcome: { state: 'unchanged', says: expect.not.stringContaining('sent') } }]);
});

it('a step that the chip never got is done once, and without that remark', async () => {
  const { simulated, run } = await setUp('error@SetDataObject#1');
  const { steps } = await run({ id: 'a', kind: 'write-object', object: oid(0xf1d4), content: { kind: 'inline', bytes: hex('0102') }, what: 'data' });
  expect(steps).toMatchObject([{ outcome: { state: 'done', says: expect.stringMatching(/^read back/) } }]);
  expect(toHex(simulated.object(oid(0xf1d4))?.data?.subarray(0, 2) ?? new Uint8Array())).toBe('0102');
});

it('a key update whose last answer is lost: sent and not proved, and nobody else is said to have sent this version', async () => {
  const [anchor, target] = [oid(0xe0e8), oid(0xe0f1)];
  const { chip, run } = await setUp('silence@SetObjectProtected#2');
  const [signer, key] = [1, 2].map(() => ecPrivateKey('secp256r1', ecGenerate('secp256r1', random))) as [ReturnType<typeof ecPrivateKey>, ReturnType<typeof ecPrivateKey>];
  const certificate = must(await selfSign(testSigner(signer), 'CN=anchor', { days: 9, now: new Date('2026-01-01T00:00:00Z'), random }));
  must(await replaceObject(chip, anchor, certificate));
  must(await changeMetadata(chip, anchor, [entry('type', 0x11), entry('execute', 0x00)]));
  must(await changeMetadata(chip, target, [{ tag: 0xd0, value: hex('21e0e8') }]));
  const { manifest, fragments } = must(await buildDataSet({ target, trustAnchor: anchor, payloadVersion: 1, payload: { kind: 'key', usage: 0x10, key }, signer: testSigner(signer) }));
  const step: Step = { id: 'a', kind: 'send-data-set', target, manifest, fragments: { kind: 'inline', bytes: joinFragments(fragments) } };
  const plan = { title: 'test', steps: [step] };
  const result = await run(step);
  expect(result).toMatchObject({ state: 'finished', steps: [{ outcome: { state: 'unproved', applied: true, says: expect.stringContaining('sent; then the connection was interrupted') } }] });
  expect(explainSentAlready(result, plan)).toBeUndefined();
  expect(explainSentAlready(await run(step), plan)).toMatchObject({ code: 'plan/key-other-version' });
});
