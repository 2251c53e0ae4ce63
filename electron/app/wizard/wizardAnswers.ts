import { wrapIdentity } from '../../../core/certificates/identity.ts';
import type { WizardAnswers } from '../../../core/contract/wizard.ts';
import type { PrepareAnswers } from '../../../core/plan/wizard.ts';
import type { WantedContents } from './choices.ts';
import { findObject, isKeyKind } from '../../../core/objects/catalogue.ts';
import { oidOf, type WizardState } from './wizardState.ts';

/** How plans call the secret of step 5/7. */
export const secretName = 'update secret';

/** The answers as the plan's builder takes them. */
export function prepareAnswers(answers: WizardAnswers, state: WizardState): PrepareAnswers {
  return {
    target: oidOf(answers.target, '0xE0F1'),
    anchor: oidOf(answers.anchorObject, '0xE0E3'),
    anchorCertificate: state.integrity.certificate?.certificate.der ?? new Uint8Array(),
    lockAnchor: answers.lockAnchor,
    update: answers.update,
    flush: answers.flush,
    ...(answers.confidentiality
      ? {
          confidentiality: {
            object: oidOf(answers.secretObject, '0xF1D1'),
            secret: { kind: 'material', name: secretName, length: state.secret?.secret.length ?? 0 },
            lock: answers.lockSecret,
            unreadable: answers.lockSecret && answers.secretUnreadable,
          },
        }
      : {}),
  };
}

/** The contents that the wizard would write, as far as they were handed over. */
export function wantedContents(answers: WizardAnswers, state: WizardState): WantedContents {
  const device = state.device.certificate?.certificate.der;
  const anchor = state.integrity.certificate?.certificate.der;
  return {
    ...(device === undefined ? {} : { certificate: { bytes: answers.identityTag ? wrapIdentity(device) : device } }),
    ...(anchor === undefined ? {} : { anchor: { bytes: anchor } }),
    ...(state.secret === undefined ? {} : { secret: { secretLength: state.secret.secret.length } }),
  };
}

/**
 * Whether a key is sent in this run: with choice 2 of step 6/7 the target takes metadata only, and an object that holds
 * data is only prepared; what it is to hold is built and sent in the studio.
 */
export function sendsKey(answers: WizardAnswers): boolean {
  const kind = findObject(oidOf(answers.target, '0xE0F1'))?.kind;
  return answers.update !== 'metadata' && kind !== undefined && isKeyKind(kind);
}
