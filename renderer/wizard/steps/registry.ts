import { anchorStep } from './anchor/anchor.tsx';
import { confidentialityStep } from './confidentiality/confidentiality.tsx';
import { flushStep } from './flush/flush.tsx';
import { lockSecretStep } from './lockSecret/lockSecret.tsx';
import { secretStep } from './secret/secret.tsx';
import { secretObjectStep } from './secretObject/secretObject.tsx';
import { targetStep } from './target/target.tsx';
import { updateStep } from './update/update.tsx';
import type { WizardStep } from './step.ts';

/** The steps 0/7 … 7/7, in order. A new step needs a folder and a line here. */
export const wizardSteps: readonly WizardStep[] = [
  targetStep,
  anchorStep,
  confidentialityStep,
  secretObjectStep,
  lockSecretStep,
  secretStep,
  updateStep,
  flushStep,
];
