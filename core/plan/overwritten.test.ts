import { describe, expect, it } from 'vitest';
import { Link } from '../bridge/link.ts';
import { utf8 } from '../bytes/bytes.ts';
import { hex, toHex } from '../bytes/hex.ts';
import { selfSign } from '../certificates/issue.ts';
import { connectChip } from '../chip/connect.ts';
import { readObjects } from '../chip/snapshot.ts';
import { ecPrivateKey } from '../keys/privateKey.ts';
import { ecGenerate } from '../keys/ecdsa.ts';
import { testSigner } from '../keys/testing/testSigner.ts';
import { entry } from '../objects/metadata.ts';
import { oid } from '../objects/oid.ts';
import { must } from '../result/result.ts';
import { createChip } from '../simulator/chip/chip.ts';
import { createBoard } from '../simulator/firmware/board.ts';
import { profiles } from '../simulator/profiles/profiles.ts';
import { testRandom } from '../simulator/testing/chips.ts';
import { ManualClock } from '../simulator/testing/manualClock.ts';
import { enoughToOverwrite } from './overwritten.ts';
import { planObjects, rehearse } from './rehearse.ts';
import type { Step } from './step.ts';

const target = oid(0xe0e1);
const content = Uint8Array.from({ length: 397 }, (_, i) => (i + 1) & 0xff);
const write = (bytes: Uint8Array = content): Step => ({ id: 'write', kind: 'write-object', object: target, what: 'certificate', content: { kind: 'inline', bytes } });

/** What a review that nobody reads has read from a chip with this content, and how it describes the object's content before. */
async function reviewed(steps: readonly Step[], held?: Uint8Array) {
  const clock = new ManualClock();
  const factory = profiles['trust-m-v3'];
  const chip = createChip({ profile: factory, random: testRandom(), clock });
  const now = chip.snapshot();
  if (held !== undefined) chip.restore({ ...now, objects: { ...now.objects, e0e1: { metadata: `2019c00101c40206c0c502${held.length.toString(16).padStart(4, '0')}d003e1fc07d10100d30100e80112`, data: toHex(held) } } });
  const sent: string[] = [];
  const board = createBoard({ chip, clock, timing: 'none', onTransfer: (apdu) => sent.push(toHex(apdu.subarray(0, 2)) + toHex(apdu.subarray(4, 10))) });
  const session = must(await connectChip(new Link(board.port, { clock }), { clock }));
  sent.length = 0;
  const plan = { title: 'test', steps };
  const snapshot = must(await readObjects(session.chip, session.identity, planObjects(plan), enoughToOverwrite(plan)));
  const rehearsal = await rehearse(plan, snapshot, { materials: new Map(), random: testRandom(), clock });
  const before = rehearsal.steps.flatMap(({ changes }) => changes).find(({ field }) => field === 'content')?.before;
  return { sent, before, states: rehearsal.steps.map(({ state }) => state) };
}

const [metadata, beginning, rest, whole, wholeRest] = ['8101e0e1', '8100e0e100000020', '8100e0e100200611', '8100e0e100000611', '8100e0e1061100af'];

describe('a review that nobody reads, of an object that the plan overwrites', () => {
  it('that begins with zeros: metadata and first bytes; nothing is claimed of the rest', async () => {
    expect(await reviewed([write()])).toEqual({
      sent: [metadata, beginning],
      before: { says: '1728 bytes, the first 32 are zeros; the rest was not read' },
      states: ['would-change'],
    });
  });

  it('zeros of the same size as the new content', async () => {
    expect(await reviewed([write()], new Uint8Array(397))).toMatchObject({ sent: [metadata, beginning], states: ['would-change'] });
  });

  it('zeros, and the new content begins with zeros too and has their size: everything is compared', async () => {
    const [held, wanted] = [new Uint8Array(397), new Uint8Array(397).fill(1, 396)];
    expect(await reviewed([write(wanted)], held)).toMatchObject({ sent: [metadata, beginning, rest], before: { says: 'empty' }, states: ['would-change'] });
    expect(await reviewed([write(held)], held)).toMatchObject({ sent: [metadata, beginning, rest], before: undefined, states: ['already-done'] });
  });

  it('that holds a certificate: it is read and named', async () => {
    const key = ecPrivateKey('secp256r1', ecGenerate('secp256r1', testRandom()));
    const old = must(await selfSign(testSigner(key), 'CN=Old device', { days: 1, now: new Date('2026-01-01T00:00:00Z'), random: testRandom() }));
    const { sent, before } = await reviewed([write()], old);
    expect(sent).toEqual([metadata, beginning, rest]);
    expect(before).toMatchObject({ says: `certificate of CN=Old device, ${old.length} bytes`, bytes: old });
  });

  it('a small content is read at once', async () => {
    expect(await reviewed([write()], utf8('old'))).toMatchObject({ sent: [metadata, whole], before: { says: '3 bytes', bytes: utf8('old') } });
  });

  it('an object whose content another step uses first is read whole', async () => {
    const before: Step = { id: 'type', kind: 'write-metadata', object: target, changes: [entry('type', 0x11)], purpose: 'becomes a trust anchor' };
    expect(await reviewed([before, write()])).toMatchObject({ sent: [metadata, whole, wholeRest] });
    expect(await reviewed([{ id: 'at', kind: 'write-at', object: target, offset: 5, content: { kind: 'inline', bytes: hex('01') } }])).toMatchObject({ sent: [metadata, whole, wholeRest] });
  });
});
