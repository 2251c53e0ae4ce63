import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sampleJob } from '../../../core/job/testing/sampleJob.ts';
import { must } from '../../../core/result/result.ts';
import { thisOwner } from '../../files/owner.ts';
import { readJobHistory } from '../../journal/jobHistory.ts';
import { openJournal } from '../../journal/openJournal.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import type { RecordedRun } from '../../journal/recordedRuns.ts';
import { leftOpen, settledResult, settleUnits } from './settleUnits.ts';

const at = '2026-11-28T10:00:00Z';
const job = { proof: { unproved: ['mark'] } };

type States = readonly (readonly [string, RecordedRun['steps'][number]['state'], boolean?])[];

const run = (states: States): RecordedRun => ({
  run: 'r', title: 'x', chipId: '', uid: '', simulated: true, operator: '', station: '', port: '', planSha256: '', plan: '', contents: new Map(), startedAt: at, who: '', file: '', whole: true, state: 'interrupted', says: '', code: '',
  steps: states.map(([id, state, irreversible = false]) => ({ id, kind: 'write-object', title: id, object: '', irreversible, changes: [], state, says: '', ms: 0 })),
});

it.each<[string, States | undefined, string, string | undefined]>([
  ['the run never began', undefined, 'fail', 'job/stopped'],
  ['killed in the first step', [['a', 'unknown'], ['lock', 'waiting', true]], 'fail', 'job/stopped'],
  ['killed in the lock', [['a', 'done'], ['lock', 'unknown', true]], 'check', 'job/half-done'],
  ['killed after the lock, before the last step', [['lock', 'done', true], ['mark', 'waiting']], 'check', 'job/half-done'],
  ['killed between the last proof and the end of the record', [['a', 'unchanged'], ['lock', 'done', true]], 'pass', undefined],
  ['a step that the job does not ask to be proved', [['a', 'done'], ['mark', 'unproved']], 'pass', undefined],
  ['a step that nothing proved', [['a', 'unproved'], ['b', 'done']], 'fail', 'job/stopped'],
])('%s', (_, states, result, code) => {
  const ended = settledResult(states === undefined ? undefined : run(states), job, at);
  expect([ended.result, ended.code]).toEqual([result, code]);
});

it('a key update that only the later use of the key proves', () => {
  const about = (id: string, kind: string, object: string, state: RecordedRun['steps'][number]['state'], irreversible = false) => ({ id, kind, title: id, object, irreversible, changes: [], state, says: '', ms: 0 });
  const steps = (proof: 'done' | 'failed', proved = '0xE0F1') => ({ ...run([]), steps: [about('key', 'send-data-set', '0xE0F1', 'unproved'), about('proof', 'prove-key', proved, proof), about('lock', 'lock', '0xE0E3', 'done', true)] });
  const results = [steps('done'), steps('failed'), steps('done', '0xE0F2')].map((one) => settledResult(one, { proof: { unproved: [] } }, at).result);
  expect(results).toEqual(['pass', 'check', 'check']);
});

it('a proof that failed before anything irreversible: kept apart, since the record does not say whether the chip refuted it', () => {
  const step = (id: string, kind: string, state: RecordedRun['steps'][number]['state']) => ({ id, kind, title: id, object: '', irreversible: false, changes: [], state, says: '', ms: 0 });
  const ended = settledResult({ ...run([]), steps: [step('key', 'send-data-set', 'unproved'), step('proof', 'prove-key', 'failed'), step('lock', 'lock', 'waiting')] }, { proof: { unproved: [] } }, at);
  expect([ended.result, ended.code]).toEqual(['check', 'job/not-proved']);
});

it('a unit of this process stays open while it is worked on, and is settled when its result could not be written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trust-bench-'));
  const journal = openJournal(folder, nodeRandomness, () => new Date());
  const results = async (): Promise<unknown[]> => (await readJobHistory(journal.folder, sampleJob.issuedAt)).lines.map((line) => (line.what === 'unit-ended' ? [line.run, line.result, line.code] : line.what));
  try {
    for (const own of ['works on', 'left open']) must(await journal.appendSigned({ what: 'unit-taken', run: own, job: sampleJob.id, revision: 1, chipId: own, title: 'x', owner: thisOwner(own) }));
    must(await settleUnits(journal, sampleJob, () => new Date()));
    expect(await results()).toEqual(['unit-taken', 'unit-taken']);
    leftOpen('left open');
    must(await settleUnits(journal, sampleJob, () => new Date()));
    expect(await results()).toEqual(['unit-taken', 'unit-taken', ['left open', 'fail', 'job/stopped']]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('a unit of another revision: what only this revision leaves unproved does not make it pass', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'trust-bench-'));
  const journal = openJournal(folder, nodeRandomness, () => new Date());
  const unit = { job: sampleJob.id, chipId: 'c', title: 'x', owner: { ...thisOwner(''), pid: 1 << 30 } };
  const step = { id: 'mark', kind: 'write-object', title: 'mark', object: '0xF1D4', irreversible: false, changes: [] };
  const started = { what: 'run-started' as const, chipId: 'c', uid: '', port: 'p', simulated: true, title: 'x', planSha256: '', plan: '', steps: [step] };
  try {
    for (const [run, revision] of [['older', 1], ['own', 2]] as const) {
      must(await journal.appendSigned({ what: 'unit-taken', run, revision, ...unit }, { run, ...started }, { what: 'step-ended', run, step: 'mark', state: 'unproved', says: '' }));
    }
    must(await settleUnits(journal, { ...sampleJob, revision: 2, proof: { unproved: ['mark'] } }, () => new Date()));
    const { lines } = await readJobHistory(journal.folder, sampleJob.issuedAt);
    expect(lines.flatMap((line) => (line.what === 'unit-ended' ? [[line.run, line.result]] : []))).toEqual([['older', 'fail'], ['own', 'pass']]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
