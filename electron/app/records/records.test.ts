import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { journalPath, killedAt } from '../../journal/testing/killedAt.ts';
import { verifyFile } from '../../journal/verify.ts';
import { openProgram, type TestProgram } from '../testing/program.ts';
import { sayChipId, sayFingerprint } from '../../../core/result/format.ts';
import { givePairs, provision, runPlan } from '../testing/provision.ts';

let folder: string;
let program: TestProgram;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-records-'));
  program = await openProgram({}, folder);
});
afterEach(async () => {
  await program.close();
  rmSync(folder, { recursive: true, force: true });
});

const journalFolder = (): string => join(folder, 'state', 'journal');

/** State after the program was killed: it wrote that the step began, and was writing the next line. The chip has not changed. */
async function killedIn(step: string): Promise<void> {
  await program.close();
  killedAt(journalFolder(), step, true);
  program = await openProgram({}, folder);
}

describe('records', () => {
  it('a run is in the journal with its chip, its changes and its proofs; the file is whole and signed', async () => {
    const { run } = await provision(program);
    expect(run.state, JSON.stringify(run.fault)).toBe('finished');
    const [row] = (await program.ok('records/list', {})).rows;
    expect(row).toMatchObject({ run: run.runId, chipId: run.chipId, title: run.title, state: 'finished', whole: true, simulated: true });
    const record = await program.ok('records/open', { run: run.runId });
    expect(record.steps.map(({ id, state }) => `${id}: ${state}`)).toEqual(run.steps.map(({ id, state }) => `${id}: ${state}`));
    expect(record.steps.find(({ id }) => id === 'prove-key')?.says).toContain('verifies it');
    expect(record.steps.find(({ id }) => id === 'anchor-metadata')?.changes.map(({ field }) => field)).toContain('object type');
    expect(await verifyFile(journalPath(journalFolder()))).toMatchObject({ ok: true, value: { notes: [], signedLines: expect.any(Number) } });
    const saved = await program.ok('records/report', { run: run.runId, as: 'html' });
    const html = readFileSync(join(saved.folder, saved.name), 'utf8');
    for (const text of [sayChipId(run.chipId), 'Done and proved', 'SIMULATED', sayFingerprint(record.planSha256), 'verifies it']) expect(html).toContain(text);
    const ofRun = await program.ok('run/save-report', { runId: run.runId, as: 'html' });
    expect(readFileSync(join(ofRun.folder, ofRun.name), 'utf8'), 'the run that the window shows has the same report').toBe(html);
  });

  it('nothing unfinished: nothing is offered', async () => {
    await provision(program);
    expect(await program.ok('records/unfinished', {})).toBeUndefined();
  });

  it('a file in the journal\'s folder that is not of the journal: the window is told once, and the run is done', async () => {
    mkdirSync(journalFolder(), { recursive: true });
    writeFileSync(join(journalFolder(), '2099-01-01.jsonl'), '');
    await provision(program);
    expect(program.events.filter(({ name }) => name === 'app/noticed')).toHaveLength(1);
    expect(await program.ok('app/notices', {})).toMatchObject([{ code: 'journal/file-set-aside', object: '2099-01-01.jsonl', why: 'It is empty.' }]);
    expect(await program.ok('app/notices', {})).toEqual([]);
    expect((await program.ok('records/list', {})).rows).toMatchObject([{ state: 'finished', whole: true }]);
  });

  it('a journal that was changed is said to be so, and its runs are still shown', async () => {
    const { run } = await provision(program);
    writeFileSync(journalPath(journalFolder()), readFileSync(journalPath(journalFolder()), 'utf8').replace('"step-begun"', '"step-begun "'));
    expect((await program.ok('records/list', {})).rows.map(({ run: id, whole }) => [id, whole])).toEqual([[run.runId, false]]);
  });
});

describe('resume on start', () => {
  it.each(['anchor-metadata', 'send-key', 'lock-anchor'])('killed in %s: offered, done and unknown told, gone on with, then no longer offered', async (step) => {
    const { run, ...pairs } = await provision(program);
    await killedIn(step);
    const offered = await program.ok('records/unfinished', {});
    expect(offered).toMatchObject({ run: run.runId, chip: 'none' });
    expect(offered?.steps.find(({ id }) => id === step)?.state).toBe('unknown');
    await program.ok('board/connect', { path: 'simulated' });
    expect(await program.ok('records/unfinished', {})).toMatchObject({ chip: 'this-one' });
    await givePairs(program, pairs);
    const plan = await program.ok('records/resume', { run: run.runId });
    // The existing key cannot be copied to a twin, so only the chip can try its proof.
    expect(plan.verdict).toBe('not-all-tried');
    const again = await runPlan(program, plan);
    expect(again.state, JSON.stringify(again.fault)).toBe('finished');
    expect(again.steps.map(({ state }) => state)).not.toContain('unproved');
    expect(await program.ok('records/unfinished', {})).toBeUndefined();
    expect((await program.ok('records/list', {})).rows.map(({ state }) => state)).toEqual(['finished', 'interrupted']);
    expect(await verifyFile(journalPath(journalFolder()))).toMatchObject({ ok: true, value: { torn: 1 } });
  });

  it('another chip on the port is noticed, and nothing is sent to it', async () => {
    const { run } = await provision(program);
    await killedIn('send-key');
    await program.ok('board/connect', { path: 'simulated' });
    await program.ok('board/simulate', { does: 'new-chip' });
    await expect.poll(async () => (await program.ok('board/state', {})).notice, { timeout: 5000 }).toMatch(/Another chip/);
    expect(await program.ok('records/unfinished', {})).toMatchObject({ run: run.runId, chip: 'another' });
    const sent = (await program.ok('trace/read', { after: 0 })).length;
    expect((await program.fault('records/resume', { run: run.runId })).code).toBe('chip/other');
    expect((await program.ok('trace/read', { after: 0 })).length).toBe(sent);
  });

  it('set aside: not offered again, and the journal says so', async () => {
    const { run } = await provision(program);
    await killedIn('send-key');
    await program.ok('records/set-aside', { run: run.runId });
    expect(await program.ok('records/unfinished', {})).toBeUndefined();
    expect((await program.ok('records/list', {})).rows.map(({ state }) => state)).toEqual(['set-aside']);
  });

  it('a run that the journal does not have', async () => {
    expect((await program.fault('records/open', { run: 'invented' })).code).toBe('journal/no-run');
  });
});
