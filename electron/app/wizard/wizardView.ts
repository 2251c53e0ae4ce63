import { sayField } from '../../../core/access/sayMetadata.ts';
import { toHexWords } from '../../../core/bytes/hex.ts';
import type { ChipSnapshot } from '../../../core/chip/snapshot.ts';
import type { WizardAnswers, WizardView } from '../../../core/contract/wizard.ts';
import { metadataLimit, version, type Metadata } from '../../../core/objects/metadata.ts';
import { targetBudget } from '../../../core/plan/wizard.ts';
import { nameTag } from '../../../core/plan/steps/writeMetadata.ts';
import { faultView } from '../faultView.ts';
import { allChoices } from './choices.ts';
import { prepareAnswers, wantedContents } from './wizardAnswers.ts';
import { findProblems, findWarnings } from './wizardProblems.ts';
import { oidOf, type WizardState } from './wizardState.ts';

export const metadataRows = (metadata: Metadata): WizardView['targetMetadata'] =>
  metadata.map(({ tag, value }) => ({ field: nameTag(tag), says: sayField(tag, value), bytes: toHexWords(value) }));

/** The answers with the version that will really be used. */
export function resolved(answers: WizardAnswers, snapshot: ChipSnapshot | undefined): WizardAnswers {
  if (answers.payloadVersion > 0) return answers;
  const present = snapshot?.objects.get(oidOf(answers.target, '0xE0F1'))?.metadata ?? [];
  const { version: number, invalid } = version(present);
  // An interrupted update must be retried with its own version.
  return { ...answers, payloadVersion: Math.min(0x7fff, Math.max(1, number + (invalid ? 0 : 1))) };
}

/** Everything the seven steps show, from the answers, the material and what is known of the chip. */
export function viewWizard(state: WizardState, snapshot: ChipSnapshot | undefined, now: Date): WizardView {
  const answers = resolved(state.answers, snapshot);
  const present = snapshot?.objects.get(oidOf(answers.target, '0xE0F1'))?.metadata;
  return {
    answers,
    device: state.device.view(now),
    integrity: state.integrity.view(now),
    ...(state.secret === undefined
      ? {}
      : { secret: { id: 'secret', file: state.secret.file, length: state.secret.secret.length } }),
    choices: allChoices(snapshot, state.device.algorithm, wantedContents(answers, state)),
    targetMetadata: present === undefined ? [] : metadataRows(present),
    budget: { used: present === undefined ? 0 : targetBudget(prepareAnswers(answers, state), present), limit: metadataLimit },
    problems: findProblems(answers, state, snapshot).map(({ step, fault }) => ({ step, fault: faultView(fault) })),
    warnings: findWarnings(answers, state, snapshot, now),
  };
}
