import type { Area } from '../handlers.ts';
import type { WizardService } from './wizardService.ts';

/** Plans that were made from the wizard's material. */
interface MadePlans {
  forget(): void;
}

/** What the contract's operations of the wizard do. */
export const wizardHandlers = (wizard: WizardService, plans: MadePlans): Area<'wizard'> => ({
  'wizard/state': () => wizard.view(),
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
  // What plans hold of the material is forgotten with it.
  'wizard/reset': () => (plans.forget(), wizard.reset()),
});
