import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { eraseAndWrite, writeMetadata } from '../../../core/apdu/commands/setDataObject.ts';
import { hex } from '../../../core/bytes/hex.ts';
import { connectChip } from '../../../core/chip/connect.ts';
import { sendDataSet } from '../../../core/chip/protectedUpdate.ts';
import { Link } from '../../../core/bridge/link.ts';
import { testSigner } from '../../../core/keys/testing/testSigner.ts';
import { oid } from '../../../core/objects/oid.ts';
import type { StepOutcome } from '../../../core/plan/run.ts';
import { must } from '../../../core/result/result.ts';
import { buildDataSet } from '../../../core/update/dataSet.ts';
import { Journal } from '../../journal/journal.ts';
import { openRun } from '../../journal/recordedRuns.ts';
import { nodeClock } from '../../serial/clock.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { SimulatedBoards } from '../../simulated/simulatedBoards.ts';
import { dataSetPlan } from '../datasets/index.ts';
import { identity } from '../testing/program.ts';
import { Confirmed } from './confirmed.ts';
import { review } from './reviewed.ts';
import { runReviewed } from './runReviewed.ts';

const folder = mkdtempSync(join(tmpdir(), 'trust-bench-between-'));
const boards = new SimulatedBoards({ clock: nodeClock, random: nodeRandomness, timing: 'none', faults: [] }, () => undefined);
afterEach(async () => {
  await boards.close();
  rmSync(folder, { recursive: true, force: true });
});

it('a version that someone else sends between review and run: the run fails, and its record says so', async () => {
  const port = must(boards.open('simulated'));
  const work = must(await connectChip(new Link(port, { clock: nodeClock }), { clock: nodeClock }));
  const { chip } = work;
  const [signer, key] = [await identity(), await identity()];
  for (const command of [eraseAndWrite(oid(0xe0e8), 0, signer.der), writeMetadata(oid(0xe0e8), hex('2006e80111d30100')), writeMetadata(oid(0xe0f1), hex('2005d00321e0e8'))]) must(await chip.run(command));
  const payload = { kind: 'key', usage: 0x10, key: key.key } as const;
  const dataSet = must(await buildDataSet({ target: oid(0xe0f1), trustAnchor: oid(0xe0e8), payloadVersion: 1, payload, signer: testSigner(signer.key) }));

  const made = must(dataSetPlan(dataSet, 'key.txt'));
  const journal = new Journal({ folder, now: () => new Date(), who: 'tester@bench' });
  const reviewed = must(await review(made.plan, { materials: made.materials, random: nodeRandomness, clock: nodeClock, sends: true }, work));
  expect(reviewed.rehearsal.verdict).toBe('passed');
  must(await sendDataSet(chip, dataSet.manifest, dataSet.fragments, oid(0xe0f1)));

  const told: StepOutcome['state'][] = [];
  const confirmed = must(Confirmed.by(reviewed, ({ object }) => object));
  const ran = must(await runReviewed(confirmed, work, { run: 'r', journal, random: nodeRandomness, port: 'simulated', outputs: new Map(), onEnd: (_, { state }) => void told.push(state) }));
  expect(ran).toMatchObject({ state: 'failed', why: { code: 'plan/key-other-version', data: { object: '0xE0F1', version: 1, wanted: 1 } } });
  expect(told).toEqual(['unproved']);
  expect(await openRun(folder, 'r')).toMatchObject({ state: 'failed', code: 'plan/key-other-version' });
});
