import type { PlanView, RunView } from '../../../core/contract/plan.ts';
import { identity, type Identity, type TestBench } from './bench.ts';

/** The two pairs that the seven steps need. */
export interface Pairs {
  readonly device: Identity;
  readonly integrity: Identity;
}

/** Gives the seven steps both keys with their certificates, one file for each pair. */
export async function givePairs(bench: TestBench, pairs: Pairs): Promise<void> {
  for (const slot of ['device', 'integrity'] as const) {
    const { certificatePem, keyPem } = pairs[slot];
    await bench.ok('wizard/material', { slot, ticket: await bench.take(`${slot}.pem`, certificatePem + keyPem) });
  }
}

/** Runs a reviewed plan to its end, with every irreversible step confirmed. */
export async function runPlan(bench: TestBench, { planId, steps }: PlanView): Promise<RunView> {
  const confirmations = Object.fromEntries(steps.filter(({ undoable }) => !undoable).map(({ id, object }) => [id, object]));
  await bench.ok('plan/run', { planId, confirmations });
  return bench.ended();
}

/** Runs the seven steps to the end: a P-256 key replaces the simulated chip's own, and its trust anchor is locked. */
export async function provision(bench: TestBench): Promise<Pairs & { readonly run: RunView }> {
  const pairs = { device: await identity(), integrity: await identity() };
  await bench.ok('board/connect', { path: 'simulated' });
  await givePairs(bench, pairs);
  await bench.ok('wizard/answer', { lockAnchor: true, update: 'both' });
  return { ...pairs, run: await runPlan(bench, await bench.ok('plan/from-wizard', {})) };
}
