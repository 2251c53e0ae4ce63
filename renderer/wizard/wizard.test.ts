import '../testing/noProgram.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import anchors from '../../core/certificates/testing/anchors.json' with { type: 'json' };
import { hex } from '../../core/bytes/hex.ts';
import type { PlanView, RunView } from '../../core/contract/plan.ts';
import type { WizardAnswers, WizardView } from '../../core/contract/wizard.ts';
import { encodePem } from '../../core/keys/pem.ts';
import { openProgram, type TestProgram } from '../../electron/app/testing/program.ts';
import { provision } from '../../electron/app/testing/provision.ts';
import { neighbour, openSteps, stateOf } from './progress.ts';
import { refusedStep, stepThatChose, stepToMend } from '../plan/review/refusedStep.ts';
import { runTexts } from '../plan/run/texts.ts';
import { keyProof, verdictOf } from '../plan/run/verdict.ts';
import { withDataOnly, withoutConfidentiality } from './steps/skippedSteps.ts';
import { readPayloadVersion } from './steps/target/payloadVersion.ts';

const never = { skipped: () => undefined };
const secretStep = { skipped: withoutConfidentiality };
const steps = [never, never, never, secretStep, secretStep, secretStep, never, { skipped: withDataOnly }];

let program: TestProgram;
/** The seven steps before the first answer, with a board. */
let view: WizardView;
let firstAnswers: WizardAnswers;
let run: RunView;
/** A plan that the rehearsal stops at its trust anchor. */
let refused: PlanView;
beforeAll(async () => {
  program = await openProgram();
  await program.ok('board/connect', { path: 'simulated' });
  view = await program.ok('wizard/state', {});
  firstAnswers = view.answers;
  await program.ok('wizard/answer', { update: 'metadata', lockAnchor: true });
  await program.ok('wizard/material', { slot: 'integrity', ticket: await program.take('anchor.pem', encodePem('CERTIFICATE', hex(anchors.odd['openssl x509 -req, version 1'].der))) });
  refused = await program.ok('plan/from-wizard', {});
  await program.ok('wizard/reset', {});
  ({ run } = await provision(program));
}, 60_000);
afterAll(() => program.close());

describe('order of the steps', () => {
  it.each([
    [{}, 2, 1, 6],
    [{}, 6, 1, undefined],
    [{}, 6, -1, 2],
    [{ confidentiality: true }, 2, 1, 3],
    [{ update: 'both' }, 6, 1, 7],
    [{}, 0, -1, undefined],
  ] as const)('%j from %i by %i', (answers, at, direction, to) => expect(neighbour(steps, { ...firstAnswers, ...answers }, at, direction)).toBe(to));
});

describe('state of a step', () => {
  it('what is missing is to do, ahead and behind; a fault behind needs attention', () => {
    expect(stateOf(steps, view, 1, 0)).toBe('todo');
    expect(stateOf(steps, view, 1, 4)).toBe('todo');
    const wrong = { ...view, problems: [...view.problems, { step: 1, fault: { code: 'wizard/not-a-pair', what: '', why: '', todo: '' } }] };
    expect(stateOf(steps, wrong, 1, 4)).toBe('problem');
    expect(stateOf(steps, wrong, 1, 1)).toBe('todo');
    expect(stateOf(steps, view, 2, 4)).toBe('ready');
    expect(stateOf(steps, view, 3, 4)).toBe('skipped');
  });
  it('lists each open step once', () => expect(openSteps(view)).toEqual([0, 1]));
});

describe('review', () => {
  it('finds the refused step and the question that chose its object', () => {
    expect(refusedStep(refused)).toMatchObject({ id: 'lock-anchor', object: '0xE0E3' });
    expect(stepThatChose('0xE0E3', firstAnswers)).toBe('anchor');
    const fault = { code: 'anchor/refused', what: '', why: '', todo: '' };
    expect(stepToMend({ object: '0xE0F1', fault: { ...fault, object: '0xE0E3' } }, firstAnswers), 'a data set whose anchor is at fault').toBe('anchor');
    expect(stepToMend({ object: '0xE0E3', fault: { ...fault, object: 'cert.pem' } }, firstAnswers)).toBe('anchor');
    expect(stepToMend({ object: '0xE0F1', fault: { ...fault, object: '0xE0F1' } }, firstAnswers)).toBe('target');
    expect(stepThatChose('0xF1D1', firstAnswers)).toBe('target');
    expect(stepThatChose('0xF1D1', { ...firstAnswers, confidentiality: true })).toBe('secretObject');
  });
});

describe('verdict', () => {
  it('says proved only when every step was', () => {
    expect(run.state, JSON.stringify(run.fault)).toBe('finished');
    expect(verdictOf(run).title).toBe(runTexts.finishedProved);
    const unproved = { ...run, steps: run.steps.map((step, at) => (at === 1 ? { ...step, state: 'unproved' as const } : step)) };
    expect(verdictOf(unproved)).toMatchObject({ tone: 'warn', title: runTexts.finishedUnproved });
    const unchanged = { ...run, steps: run.steps.map((step) => ({ ...step, state: 'unchanged' as const })) };
    expect(verdictOf(unchanged).title).toBe(runTexts.finishedUnchanged);
  });
  it('leads with the proof of the key, once the run has finished', () => {
    expect(keyProof(run)).toContain('fresh random');
    expect(keyProof({ ...run, state: 'cancelled' })).toBeUndefined();
  });
  it.each([
    ['failed', 'bad'],
    ['cancelled', 'warn'],
    ['cancelling', 'warn'],
    ['running', 'accent'],
  ] as const)('%s', (state, tone) => expect(verdictOf({ ...run, state }).tone).toBe(tone));
});

describe('small readers', () => {
  it.each([
    ['1', 1],
    [' 32767 ', 32767],
    ['32768', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['', undefined],
  ])('payload version %j', (text, version) => expect(readPayloadVersion(text)).toBe(version));
});
