import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ChipState } from '../../../core/simulator/chip/state.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { makeSampleBundle } from '../../simulated/sample/sampleBundle.ts';
import { reelChipState } from '../../simulated/sample/simulatedReelChip.ts';
import { openProgram, type TestProgram } from '../testing/program.ts';

/** Two chips of one reel, in slots 1 and 2. */
let made: Awaited<ReturnType<typeof makeSampleBundle>>;
let folder: string;
let program: TestProgram;
const path = (number: number): string => `simulated@simulated-slot${number}.json`;
const objects = (number: number): ChipState['objects'] => (JSON.parse(readFileSync(join(folder, 'state', `simulated-slot${number}.json`), 'utf8')) as ChipState).objects;
const useSlot = async (number: number): Promise<void> => {
  const slot = (await program.ok('slots/list', {})).slots.find((one) => one.number === number);
  await program.ok('board/connect', { path: slot?.port?.path ?? 'no board in the slot' });
};
const chipOf = (number: number): string => made.chips[number - 1]?.chipId.toLowerCase() ?? '';

beforeAll(async () => {
  made = await makeSampleBundle({ chips: 2, simulated: 2, outer: 'zip', hideNames: false, random: nodeRandomness, now: new Date('2026-11-28T12:00:00Z') });
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-slots-'));
  mkdirSync(join(folder, 'state'));
  for (const [at, chip] of made.chips.entries()) writeFileSync(join(folder, 'state', `simulated-slot${at + 1}.json`), JSON.stringify(reelChipState(chip)));
  program = await openProgram({}, folder);
  for (const number of [1, 2]) await program.ok('slots/teach', { number, path: path(number) });
});
afterEach(async () => {
  await program.close();
  rmSync(folder, { recursive: true, force: true });
});

it('a run that was interrupted in slot 1 is resumed in slot 1 only, also after a restart', async () => {
  const step = (id: string, object: string, inline: string) => ({ id, kind: 'write-object', object, what: 'x', content: { inline } });
  const plan = JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'x', steps: [step('a', '0xF1D4', '0a'), step('b', '0xF1D5', '0b')] });
  await useSlot(1);
  const { planId } = await program.ok('plan/open', { ticket: await program.take('plan.json', plan) });
  const [before1, before2] = [objects(1), objects(2)];
  const started = program.call('plan/run', { planId, confirmations: {} });
  await program.ok('run/cancel', {});
  expect((await started).ok).toBe(true);
  expect(await program.ended()).toMatchObject({ state: 'cancelled', chipId: chipOf(1) });
  expect(objects(1)['f1d5']).toEqual(before1['f1d5']);

  await useSlot(2);
  expect((await program.fault('run/resume', {})).code).toBe('chip/other');
  await program.close();
  program = await openProgram({}, folder);
  await useSlot(2);
  const unfinished = (await program.ok('records/list', {})).rows.find(({ state }) => state === 'cancelled');
  expect(unfinished?.chipId).toBe(chipOf(1));
  expect((await program.fault('records/resume', { run: unfinished?.run ?? '' })).code).toBe('chip/other');
  expect(objects(2)).toEqual(before2);

  await useSlot(1);
  const review = await program.ok('records/resume', { run: unfinished?.run ?? '' });
  await program.ok('plan/run', { planId: review.planId, confirmations: {} });
  expect(await program.ended()).toMatchObject({ state: 'finished', chipId: chipOf(1) });
  expect([objects(1)['f1d4']?.data, objects(1)['f1d5']?.data]).toEqual(['0a', '0b']);
  expect(objects(2)).toEqual(before2);
});

it('a chip of a reel is authorized in the chosen slot only', async () => {
  const { id } = await program.ok('reels/open', { tickets: [await program.take(made.name, made.bytes)] });
  await program.ok('reels/unlock', { id, transportKey: made.transportKey });
  const authorized = async () => (await program.ok('board/state', {})).chip;
  await useSlot(2);
  await program.ok('board/simulate', { does: 'bind-firmware' });
  await program.ok('chip/try-shielded', {});
  expect((await program.ok('chip/authorize', { reference: '0xF1D0' })).authorized).toEqual(['0xF1D0']);
  expect(await authorized()).toMatchObject({ chipId: chipOf(2), authorized: ['0xF1D0'] });
  await useSlot(1);
  const first = await authorized();
  expect([first?.chipId, first?.authorized]).toEqual([chipOf(1), undefined]);
});
