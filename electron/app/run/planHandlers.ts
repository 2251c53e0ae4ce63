import { ok } from '../../../core/result/result.ts';
import type { Area } from '../handlers.ts';
import type { PlanService } from './planService.ts';

/** What the contract's operations on plans and runs do. */
export const planHandlers = (plans: PlanService): Area<'plan'> & Omit<Area<'run'>, 'run/save-report'> => ({
  'plan/from-wizard': () => plans.fromWizard(),
  'plan/material': ({ planId, name, ticket }) => plans.addMaterial(planId, name, ticket),
  'plan/open': ({ ticket }) => plans.open(ticket),
  'plan/from-data-set': ({ ticket }) => plans.fromDataSet(ticket),
  'plan/from-edit': (edit) => plans.fromEdit(edit),
  'plan/save': ({ planId, confirmations }) => plans.save(planId, confirmations ?? {}),
  'plan/run': ({ planId, confirmations }) => plans.run(planId, confirmations),
  'run/state': async () => ok(plans.state()),
  'run/cancel': async () => ok(plans.cancel()),
  'run/resume': () => plans.resume(),
});
