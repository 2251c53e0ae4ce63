import type { PlanView, RunView } from '../../../core/contract/plan.ts';
import { identity, type Identity, type TestBench } from './bench.ts';

/** The two pairs that the seven steps ask for. */
export interface Pairs {
  readonly device: Identity;
  readonly integrity: Identity;
}

/** Gives the seven steps both keys with their certificates, each pair in one file. */
export async function givePairs(bench: TestBench, pairs: Pairs): Promise<void> {
  for (const slot of ['device', 'integrity'] as const) {
    const { certificatePem, keyPem } = pairs[slot];
    await bench.ok('wizard/material', { slot, ticket: await bench.take(`${slot}.pem`, certificatePem + keyPem) });
  }
}

/** Runs a reviewed plan to its end, with every permanent step confirmed. */
export async function runPlan(bench: TestBench, { planId, steps }: PlanView): Promise<RunView> {
  const confirmations = Object.fromEntries(steps.filter(({ undoable }) => !undoable).map(({ id, object }) => [id, object]));
  await bench.ok('plan/run', { planId, confirmations });
  return bench.ended();
}

/** A P-256 key in place of the simulated chip's own, its trust anchor locked: the seven steps to the end. */
export async function provision(bench: TestBench): Promise<Pairs & { readonly run: RunView }> {
  const pairs = { device: await identity(), integrity: await identity() };
  await bench.ok('board/connect', { path: 'simulated' });
  await givePairs(bench, pairs);
  await bench.ok('wizard/answer', { lockAnchor: true, update: 'both' });
  return { ...pairs, run: await runPlan(bench, await bench.ok('plan/from-wizard', {})) };
}
