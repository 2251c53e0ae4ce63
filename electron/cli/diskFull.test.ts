import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/keys/testing/random.ts';
import { createChip } from '../../core/simulator/chip/chip.ts';
import type { ChipState } from '../../core/simulator/chip/state.ts';
import { encodePlan } from '../../core/plan/planFile.ts';
import { profiles } from '../../core/simulator/profiles/profiles.ts';
import { differing, objectsOf, statesOf, type States } from '../../e2e/harness/faults/invariants.ts';
import { brokenJournals, linesIn } from '../../e2e/harness/faults/kills/disk.ts';
import { procedures } from '../../e2e/harness/faults/procedures.ts';
import { makeReference } from '../../e2e/harness/faults/trial.ts';
import { nodeClock } from '../serial/clock.ts';
import { commandLine } from './testing/commandLine.ts';

/** Only root on Linux can mount a small disk. On other systems these tests are skipped and listed by name. */
const disk = mkdtempSync(join(tmpdir(), 'trust-bench-run-disk-'));
const given = mkdtempSync(join(tmpdir(), 'trust-bench-run-given-'));
const root = process.platform === 'linux' && process.getuid?.() === 0;
const mount = (...options: string[]): boolean => spawnSync('mount', options, { stdio: 'ignore' }).status === 0;
const mounted = root && mount('-t', 'tmpfs', '-o', 'size=128k', 'none', disk);
const page = 4096;

afterAll(() => {
  if (mounted) execFileSync('umount', [disk]);
  for (const folder of [disk, given]) rmSync(folder, { recursive: true, force: true });
});

/** Fills the disk until only this many pages are free. */
function fill(pages: number): void {
  const filler = join(disk, 'filler');
  rmSync(filler, { force: true });
  const free = Number(execFileSync('stat', ['-f', '-c', '%f', disk], { encoding: 'utf8' }));
  writeFileSync(filler, new Uint8Array(Math.max(0, free - pages) * page));
}

async function run() {
  const words = ['--port', `simulated@${join(given, 'chip.json')}`, 'run', join(given, 'plan.json'), '--yes-lock', 'f1d6'];
  return commandLine(words, { TRUST_BENCH_STATE_DIR: disk });
}

const chip = (): ChipState => JSON.parse(readFileSync(join(given, 'chip.json'), 'utf8')) as ChipState;
const reference = await makeReference(await (procedures[4] as (typeof procedures)[number])());
const [{ start, wanted }] = reference.chips as unknown as [(typeof reference.chips)[number]];
/** Objects of the plan that have changed. */
const changed = (before: States): string[] => differing(statesOf(chip()), before).filter((id) => objectsOf(reference.procedure.plan).includes(id));
const begun = (): string[] => linesIn(join(disk, 'journal')).filter((line) => line.includes('"step-begun"'));

describe.runIf(mounted)('the state folder\'s disk', () => {
  // In the form in which the simulator saves it.
  const state = createChip({ profile: profiles['trust-m-v3'], state: start, random: seededRandom('chip'), clock: nodeClock }).snapshot();
  const before: States = statesOf(state);
  const whole = JSON.stringify(state);

  beforeEach(() => {
    rmSync(join(disk, 'journal'), { recursive: true, force: true });
    rmSync(join(disk, 'filler'), { force: true });
    writeFileSync(join(given, 'chip.json'), whole);
    writeFileSync(join(given, 'plan.json'), encodePlan(reference.procedure.plan));
  });

  it('is full after some lines of the journal: what is on the chip is in it; with room again the run is finished', async () => {
    const stoppedAfter = new Set<number>();
    for (let pages = 0; pages <= 8; pages++) {
      rmSync(join(disk, 'journal'), { recursive: true, force: true });
      writeFileSync(join(given, 'chip.json'), whole);
      fill(pages);
      const stopped = await run();
      if (stopped.code === 0) break;
      expect(stopped.code).toBe(1);
      expect(stopped.err).toMatch(/journal\/(end-)?not-written/);
      expect(stopped.err).toContain('The disk is full.');
      const steps = pages === 0 ? [] : begun();
      stoppedAfter.add(steps.length);
      expect(changed(before).length, 'no object is changed whose step is not begun in the journal').toBeLessThanOrEqual(steps.length);
      rmSync(join(disk, 'filler'));
      const again = await run();
      expect(again.code, again.err).toBe(0);
      expect(changed(wanted)).toEqual([]);
      expect(await brokenJournals(join(disk, 'journal'))).toEqual([]);
    }
    expect(Math.max(...stoppedAfter), 'in the middle of a run too').toBeGreaterThan(0);
  });

  it('is read-only: the chip gets nothing, and both are said', async () => {
    expect(mount('-o', 'remount,ro', disk)).toBe(true);
    const stopped = await run();
    expect(mount('-o', 'remount,rw', disk)).toBe(true);
    expect(stopped.code).toBe(1);
    expect(stopped.err).toContain('journal/not-written');
    expect(stopped.err).toMatch(/read-only/);
    expect(changed(before)).toEqual([]);
    expect((await run()).code).toBe(0);
  });
});
