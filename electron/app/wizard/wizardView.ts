import { sayField } from '../../../core/access/sayMetadata.ts';
import { toHexWords } from '../../../core/bytes/hex.ts';
import { anchorBreaches } from '../../../core/certificates/anchorRules.ts';
import type { ChipSnapshot, ObjectSnapshot } from '../../../core/chip/snapshot.ts';
import type { WizardView } from '../../../core/contract/wizard.ts';
import { metadataLimit, type Metadata } from '../../../core/objects/metadata.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import { nameTag } from '../../../core/plan/steps/writeMetadata.ts';
import { resolveAnswers, untouchedSettings, withVersion, writeAnswers, type ResolvedAnswers } from '../../../core/plan/wizard/answers.ts';
import { wantedContents } from '../../../core/plan/wizard/fit.ts';
import { findProblems } from '../../../core/plan/wizard/problems.ts';
import { targetBudget } from '../../../core/plan/wizard/steps.ts';
import { findWarnings } from '../../../core/plan/wizard/warnings.ts';
import { fault } from '../../../core/result/fault.ts';
import { sayLine } from '../../../core/result/say.ts';
import { faultView } from '../faultView.ts';
import { allChoices } from './choices.ts';
import type { WizardState } from './wizardState.ts';

type Warnings = WizardView['warnings'];

export const metadataRows = (metadata: Metadata): WizardView['targetMetadata'] =>
  metadata.map(({ tag, value }) => ({ field: nameTag(tag), says: sayField(tag, value), bytes: toHexWords(value) }));

/** Warns when the chip itself could not use the trust anchor. The review warns too, and refuses to lock such an anchor. */
function anchorWarnings({ anchor, lockAnchor }: ResolvedAnswers, { integrity }: WizardState, snapshot: ChipSnapshot | undefined): Warnings {
  const certificate = integrity.certificate?.certificate;
  const breaches = certificate === undefined ? [] : anchorBreaches(certificate.der, snapshot?.uid.family ?? 'trust-m-v3');
  if (breaches.length === 0) return [];
  const says = sayLine(fault('anchor/unusable', { object: formatOid(anchor), breaches }));
  return [{ step: 1, text: lockAnchor ? `${says} Since it is to be locked, the review will refuse the plan.` : says }];
}

/** Says where to send data that this run does not send. */
function notSent({ key, update }: ResolvedAnswers): Warnings {
  if (key !== undefined) return [];
  return update === 'metadata'
    ? [{ step: 6, text: 'With this choice only metadata is updated: the key and its certificate are not sent in this run.' }]
    : [{ step: 0, text: 'This plan only prepares the object. Build and send its content under “Data sets”.' }];
}

function warningsOf(answers: ResolvedAnswers, state: WizardState, snapshot: ChipSnapshot | undefined, now: Date): Warnings {
  return [
    // The certificate's own card shows what is wrong with it (viewCertificate).
    ...findWarnings(answers, state, snapshot, now).filter(({ fault: { code } }) => !code.startsWith('certificate/')).map(({ step, fault: warning }) => ({ step, text: sayLine(warning) })),
    ...anchorWarnings(answers, state, snapshot),
    ...state.notes.map((text) => ({ step: 1, text })),
    ...notSent(answers),
  ];
}

/** Makes everything that the seven steps show, from the answers, the material and the known state of the chip. */
export function viewWizard(state: WizardState, snapshot: ChipSnapshot | undefined, now: Date, contents: ReadonlyMap<Oid, ObjectSnapshot> = new Map()): WizardView {
  const present = snapshot?.objects.get(state.answers.target)?.metadata;
  const answers = resolveAnswers(state.answers, present ?? []);
  const pairs = state.pairs.view();
  return {
    answers: writeAnswers(withVersion(state.answers, present ?? [])),
    device: state.device.view(now),
    integrity: state.integrity.view(now),
    ...(state.secret === undefined
      ? {}
      : { secret: { id: 'secret', file: state.secret.file, length: state.secret.secret.length } }),
    ...(pairs === undefined ? {} : { pairs }),
    keyForEachChip: answers.key !== undefined,
    choices: allChoices(answers, snapshot, state.device.algorithm, wantedContents(state, state.answers.identityTag), contents),
    untouched: untouchedSettings(state.answers, answers, state.first),
    targetMetadata: present === undefined ? [] : metadataRows(present),
    budget: { used: present === undefined ? 0 : targetBudget(answers, present), limit: metadataLimit },
    problems: findProblems(answers, state, snapshot).map(({ step, fault: problem }) => ({ step, fault: faultView(problem) })),
    warnings: warningsOf(answers, state, snapshot, now),
  };
}
