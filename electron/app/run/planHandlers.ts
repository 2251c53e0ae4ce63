import { ok } from '../../../core/result/result.ts';
import type { Area } from '../handlers.ts';
import type { PlanService } from './planService.ts';

/** Implements the contract's operations on plans and runs. */
export const planHandlers = ({ sources, reviewing, runs }: PlanService): Area<'plan'> & Omit<Area<'run'>, 'run/save-report'> => ({
  'plan/from-wizard': () => sources.fromWizard(),
  'plan/material': ({ planId, name, ticket }) => sources.addMaterial(planId, name, ticket),
  'plan/open': ({ ticket }) => sources.open(ticket),
  'plan/from-data-set': ({ ticket }) => sources.fromDataSet(ticket),
  'plan/from-edit': (edit) => sources.fromEdit(edit),
  'plan/save': ({ planId, confirmations }) => reviewing.save(planId, confirmations ?? {}),
  'plan/run': ({ planId, confirmations }) => runs.run(planId, confirmations),
  'run/state': async () => ok(runs.state()),
  'run/cancel': async () => ok(runs.cancel()),
  'run/resume': () => runs.resume(),
});
