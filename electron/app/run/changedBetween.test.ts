import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Command } from '../../../core/apdu/apdu.ts';
import { eraseAndWrite, writeMetadata } from '../../../core/apdu/commands/setDataObject.ts';
import { hex, toHex } from '../../../core/bytes/hex.ts';
import { Link } from '../../../core/bridge/link.ts';
import { connectChip } from '../../../core/chip/connect.ts';
import { entry } from '../../../core/objects/metadata.ts';
import { oid } from '../../../core/objects/oid.ts';
import type { StepOutcome } from '../../../core/plan/run.ts';
import type { Step } from '../../../core/plan/step.ts';
import { must } from '../../../core/result/result.ts';
import { Journal } from '../../journal/journal.ts';
import { nodeClock } from '../../serial/clock.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { SimulatedBoards } from '../../simulated/simulatedBoards.ts';
import { openProgram } from '../testing/program.ts';
import { reviewAndRun } from './reviewAndRun.ts';

const folders: string[] = [];
let boards: SimulatedBoards;
afterEach(async () => {
  await boards.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const object = oid(0xe0e1);
const content = Uint8Array.from({ length: 400 }, (_, i) => (i + 1) & 0xff);
/** The same content with a different last byte. */
const sameBeginning = content.map((byte, at) => (at === 399 ? byte ^ 0xff : byte));
const holds = (bytes: Uint8Array): Command<true> => eraseAndWrite(object, 0, bytes);
const execute = (condition: string): Command<true> => writeMetadata(object, hex(`2003d301${condition}`));
const lock = writeMetadata(object, hex('2003c00107'));

/**
 * Makes a plan for a chip after the command `before`. Directly after the review, which no person reads, another program changes the
 * chip (`between`) without restarting it.
 */
async function run(step: Step, before: Command<true>, between: Command<true> | 'other chip') {
  boards = new SimulatedBoards({ clock: nodeClock, random: nodeRandomness, timing: 'none', faults: [] }, () => undefined);
  const session = must(await connectChip(new Link(must(boards.open('simulated')), { clock: nodeClock }), { clock: nodeClock }));
  const { chip } = boards.find('simulated') ?? expect.unreachable('no board');
  must(await session.chip.run(before));
  const folder = mkdtempSync(join(tmpdir(), 'trust-bench-changed-'));
  folders.push(folder);
  const outcomes: StepOutcome[] = [];
  const ran = await reviewAndRun({ plan: { title: 'test', steps: [step] }, materials: new Map(), confirmed: [] }, session, {
    journal: new Journal({ folder, now: () => new Date(), who: 'tester@station' }),
    random: nodeRandomness,
    clock: nodeClock,
    port: 'simulated',
    // The run begins only after its record is on the disk.
    onReview: () => (between === 'other chip' ? chip.swap() : void chip.transmit(between.request)),
    onStep: (_, outcome) => void outcomes.push(outcome),
    onFailed: () => undefined,
  });
  const { data = new Uint8Array(), metadata = new Uint8Array() } = chip.object(object) ?? {};
  return { ran, states: outcomes.map(({ state }) => state), data: toHex(data), metadata: toHex(metadata) };
}

const write: Step = { id: 'write', kind: 'write-object', object, what: 'content', content: { kind: 'inline', bytes: content } };
const set: Step = { id: 'set', kind: 'write-metadata', object, changes: [entry('execute', 0x00)], purpose: 'may be used' };

describe('the chip is changed between a review and its run', () => {
  it('it held the content, and then another one of the same size and beginning: written again, not "already there"', async () => {
    const { states, data } = await run(write, holds(content), holds(sameBeginning));
    expect(states).toEqual(['done']);
    expect(data).toBe(toHex(content));
  });

  it('it held the content, and then a longer one that begins with it', async () => {
    const { states, data } = await run(write, holds(content), holds(Uint8Array.from([...content, 1, 2, 3])));
    expect(states).toEqual(['done']);
    expect(data).toBe(toHex(content));
  });

  it('it held another content of this size, and then the wanted one: it is written once more', async () => {
    const { states, data } = await run(write, holds(sameBeginning), holds(content));
    expect(states).toEqual(['done']);
    expect(data).toBe(toHex(content));
  });

  it('the object is locked: the chip refuses, and the reason is that of now', async () => {
    const { ran, data } = await run(write, holds(sameBeginning), lock);
    expect(ran).toMatchObject({ ok: false, fault: { code: 'chip/refused', data: { status: 0x07 } } });
    expect(data).toBe(toHex(sameBeginning));
  });

  it('metadata that was set is taken away: it is set again, not "already set"', async () => {
    const { states, metadata } = await run(set, execute('00'), execute('ff'));
    expect(states).toEqual(['done']);
    expect(metadata).toContain('d30100');
  });

  it('another chip is there: it gets nothing, and the run fails', async () => {
    const { ran, states } = await run(write, holds(sameBeginning), 'other chip');
    expect(ran).toMatchObject({ ok: false, fault: { code: 'chip/other' } });
    expect(states).toEqual([]);
  });
});

describe('in the window, where a person reads the review', () => {
  const changed = async (first: Uint8Array, then: Uint8Array) => {
    const program = await openProgram();
    try {
      await program.ok('board/connect', { path: 'simulated' });
      const { chip } = program.main.simulated.find('simulated') ?? expect.unreachable('no board');
      await chip.transmit(holds(first).request);
      const plan = await program.ok('plan/from-edit', { kind: 'write', id: '0xE0E1', hex: toHex(content) });
      await chip.transmit(holds(then).request);
      await program.ok('plan/run', { planId: plan.planId, confirmations: {} });
      const { state, steps } = await program.ended();
      return { before: plan.steps[0]?.changes[0]?.before.says, state, step: steps[0]?.state, data: toHex(chip.object(object)?.data ?? new Uint8Array()) };
    } finally {
      await program.close();
    }
  };

  it('the review shows the whole content before, and the run finds what is there now', async () => {
    expect(await changed(new Uint8Array(1000), sameBeginning)).toEqual({ before: 'empty', state: 'finished', step: 'done', data: toHex(content) });
    expect(await changed(sameBeginning, content)).toEqual({ before: '400 bytes', state: 'finished', step: 'unchanged', data: toHex(content) });
    expect(await changed(content, sameBeginning)).toEqual({ before: undefined, state: 'finished', step: 'done', data: toHex(content) });
  });
});
