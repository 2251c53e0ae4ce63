import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hex } from '../../../../core/bytes/hex.ts';
import type { LineView } from '../../../../core/contract/line.ts';
import { stateOf } from '../../../../core/job/expectations.ts';
import type { Job } from '../../../../core/job/job.ts';
import { encodeJobFile, newJobFile } from '../../../../core/job/jobFile.ts';
import { signJob } from '../../../../core/job/signature.ts';
import { sampleJob } from '../../../../core/job/testing/sampleJob.ts';
import { parseMetadata } from '../../../../core/objects/metadata.ts';
import { oid } from '../../../../core/objects/oid.ts';
import { must } from '../../../../core/result/result.ts';
import { createChip } from '../../../../core/simulator/chip/chip.ts';
import type { ChipState } from '../../../../core/simulator/chip/state.ts';
import { profiles, type ProfileName } from '../../../../core/simulator/profiles/profiles.ts';
import { ManualClock } from '../../../../core/simulator/testing/manualClock.ts';
import { openJournal } from '../../../journal/openJournal.ts';
import { nodeRandomness } from '../../../serial/randomness.ts';
import { keyFileSigner } from '../../../signers/keyFile.ts';
import { JobService } from '../../jobs/index.ts';
import { identity, type TestProgram } from '../../testing/program.ts';

const [serialObject, lockedObject] = [oid(0xf1d4), oid(0xf1d5)];
const factory = (id: string): string => stateOf(must(parseMetadata(hex(profiles['trust-m-v3'].objects[id]?.metadata ?? ''))));

/** A job that writes the serial number to 0xF1D4 and a fixed text to 0xF1D5, and then locks 0xF1D5. */
export function lineJob(change: Partial<Job> = {}): Job {
  return {
    ...sampleJob,
    issuedAt: '2026-11-01T00:00:00Z',
    validFrom: undefined,
    validUntil: undefined,
    quantity: 0,
    chip: { family: 'trust-m-v3' },
    states: [
      { object: serialObject, before: factory('f1d4'), after: [] },
      { object: lockedObject, before: factory('f1d5'), after: [factory('f1d5').replace('c00101', 'c00107')] },
    ],
    steps: [
      { id: 'number', kind: 'write-object', object: serialObject, content: { kind: 'inline', bytes: new TextEncoder().encode('SAMPLE') }, what: 'serial number' },
      { id: 'text', kind: 'write-object', object: lockedObject, content: { kind: 'inline', bytes: new TextEncoder().encode('made by us') }, what: 'text' },
      { id: 'lock', kind: 'lock', object: lockedObject, unreadable: false },
    ],
    expected: ['number', 'text', 'lock'].map((step) => ({ step, state: 'needed' as const })),
    varies: [{ step: 'number', source: { kind: 'serial' } }],
    serial: { from: 'given' },
    materials: [],
    publicParts: [],
    confirmed: [lockedObject],
    proof: { unproved: [] },
    ...change,
  };
}

/** The text of a job file that this station trusts. @param state the workstation's own folder */
export async function releaseJob(state: string, job: Job = lineJob()): Promise<string> {
  const { key } = await identity();
  const journal = openJournal(state, nodeRandomness, () => new Date());
  const service = JobService.in(state, journal, () => new Date());
  must(await service.trust({ publicKey: key.publicKey, subject: 'CN=Release' }, 'release.pem'));
  return encodeJobFile(must(await signJob(newJobFile(job), keyFileSigner(key), 'release.pem')));
}

/** The memory of a new chip of a wafer. @param nth number that makes the chip different from others of its kind */
export function chipMemory(nth: number, profile: ProfileName = 'trust-m-v3'): ChipState {
  const chip = createChip({ profile: profiles[profile], random: nodeRandomness, clock: new ManualClock() }).snapshot();
  const { e0c2: uid } = chip.objects;
  if (uid?.data === undefined) throw new Error('the profile has no UID');
  return { ...chip, objects: { ...chip.objects, e0c2: { ...uid, data: uid.data.slice(0, 38) + nth.toString(16).padStart(4, '0') + uid.data.slice(42) } } };
}

/** Chips in a box and slots on the bench; a person carries the chips. */
export interface LineBench {
  readonly job: string;
  /** Puts a chip into a slot. An unknown name makes a new chip. @param different objects in which it differs from other new chips */
  plug(slot: number, chip: string, profile?: ProfileName, different?: (chip: ChipState) => ChipState['objects']): void;
  /** Takes the chip out, back into the box. */
  take(slot: number): Promise<void>;
  /** What a chip contains, whether it is in the slot or in the box. */
  memory(chip: string): ChipState['objects'];
  /** Waits until the view meets the condition; after some seconds, fails with the last view. */
  until(what: string, is: (view: LineView) => boolean): Promise<LineView>;
  view(): Promise<LineView>;
  slot(number: number): Promise<LineView['slots'][number]>;
  /** Waits until a slot is in this state. */
  reaches(number: number, state: LineView['slots'][number]['state']): Promise<LineView['slots'][number]>;
}

const longestMs = 20_000;
let nextChip = 0x100;

/** Makes a bench with so many taught slots. All are empty. */
export async function lineBench(main: Pick<TestProgram, 'main' | 'folder' | 'ok'>, slots: number): Promise<LineBench> {
  const state = join(main.folder, 'state');
  const box = join(main.folder, 'box');
  mkdirSync(box, { recursive: true });
  const file = (slot: number): string => join(state, `simulated-slot${slot}.json`);
  const port = (slot: number): string => `simulated@simulated-slot${slot}.json`;
  const inSlot = new Map<number, string>();
  const view = async (): Promise<LineView> => {
    const now = await main.ok('line/state', {});
    if (now === undefined) throw new Error("the window is the engineer's");
    return now;
  };
  const until: LineBench['until'] = async (what, is) => {
    const end = Date.now() + longestMs;
    for (;;) {
      const now = await view();
      if (is(now)) return now;
      if (Date.now() > end) throw new Error(`not reached: ${what}; ${JSON.stringify(now)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const slotOf = (now: LineView, number: number) => {
    const slot = now.slots.find((one) => one.number === number);
    if (slot === undefined) throw new Error(`there is no slot ${number}`);
    return slot;
  };
  const numbers = Array.from({ length: slots }, (_, at) => at + 1);
  for (const slot of numbers) {
    writeFileSync(file(slot), JSON.stringify(chipMemory(slot)));
    must(await main.main.simulated.takeAway(port(slot)));
    await main.ok('slots/teach', { number: slot, path: port(slot) });
  }
  return {
    job: await releaseJob(state),
    plug(slot, chip, profile, different) {
      const kept = join(box, chip);
      if (!existsSync(kept)) {
        const made = chipMemory(nextChip++, profile);
        writeFileSync(kept, JSON.stringify({ ...made, objects: { ...made.objects, ...different?.(made) } }));
      }
      copyFileSync(kept, file(slot));
      inSlot.set(slot, chip);
      main.main.simulated.plugIn(port(slot));
    },
    async take(slot) {
      must(await main.main.simulated.takeAway(port(slot)));
      const chip = inSlot.get(slot);
      if (chip !== undefined) copyFileSync(file(slot), join(box, chip));
      inSlot.delete(slot);
      rmSync(file(slot));
    },
    memory(chip) {
      const slot = [...inSlot].find(([, name]) => name === chip)?.[0];
      return (JSON.parse(readFileSync(slot === undefined ? join(box, chip) : file(slot), 'utf8')) as ChipState).objects;
    },
    until,
    view,
    slot: async (number) => slotOf(await view(), number),
    reaches: async (number, wanted) => slotOf(await until(`slot ${number} ${wanted}`, (now) => slotOf(now, number).state === wanted), number),
  };
}
