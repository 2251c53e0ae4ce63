import type { PlanView, RunView } from '../../../core/contract/plan.ts';
import { identity, type Identity, type TestProgram } from './program.ts';

/** The two pairs that the seven steps need. */
export interface Pairs {
  readonly device: Identity;
  readonly integrity: Identity;
}

/** Gives the seven steps both keys with their certificates, one file for each pair. */
export async function givePairs(program: TestProgram, pairs: Pairs): Promise<void> {
  for (const slot of ['device', 'integrity'] as const) {
    const { certificatePem, keyPem } = pairs[slot];
    await program.ok('wizard/material', { slot, ticket: await program.take(`${slot}.pem`, certificatePem + keyPem) });
  }
}

/** Runs a reviewed plan to its end, with every irreversible step confirmed. */
export async function runPlan(program: TestProgram, { planId, steps }: PlanView): Promise<RunView> {
  const confirmations = Object.fromEntries(steps.filter(({ undoable }) => !undoable).map(({ id, object }) => [id, object]));
  await program.ok('plan/run', { planId, confirmations });
  return program.ended();
}

/** Runs the seven steps to the end: a P-256 key replaces the simulated chip's own, and its trust anchor is locked. */
export async function provision(program: TestProgram): Promise<Pairs & { readonly run: RunView }> {
  const pairs = { device: await identity(), integrity: await identity() };
  await program.ok('board/connect', { path: 'simulated' });
  await givePairs(program, pairs);
  await program.ok('wizard/answer', { lockAnchor: true, update: 'both' });
  return { ...pairs, run: await runPlan(program, await program.ok('plan/from-wizard', {})) };
}
