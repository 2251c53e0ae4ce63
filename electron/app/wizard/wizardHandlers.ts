import type { Area } from '../handlers.ts';
import type { WizardService } from './wizardService.ts';

/** The plans that were made from the wizard's material. */
interface MadePlans {
  forget(): void;
}

/** Implements the contract's operations of the wizard. */
export const wizardHandlers = (wizard: WizardService, plans: MadePlans): Area<'wizard'> => ({
  'wizard/state': () => wizard.view(),
  'wizard/look': ({ ids }) => wizard.look(ids),
  'wizard/answer': (changes) => wizard.answer(changes),
  'wizard/material': ({ slot, ticket, password }) => wizard.material(slot, ticket, password),
  'wizard/sort': async ({ tickets }) => wizard.sort(tickets),
  'wizard/pairs': ({ tickets }) => wizard.pairs(tickets),
  'wizard/next-pair': ({ id }) => wizard.nextPair(id),
  'wizard/clear-pairs': () => wizard.clearPairs(),
  'wizard/make-integrity': () => wizard.makeIntegrity(),
  'wizard/secret': ({ ticket }) => wizard.secret(ticket),
  'wizard/make-secret': () => wizard.makeSecret(),
  'wizard/clear': ({ slot }) => wizard.clear(slot),
  // The plans' copies of the material are wiped too.
  'wizard/reset': () => (plans.forget(), wizard.reset()),
});
