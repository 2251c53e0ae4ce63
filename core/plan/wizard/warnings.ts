import { forOthers } from '../../access/accessContext.ts';
import { conditionOf } from '../../access/conditionOf.ts';
import { certificateWarnings } from '../../certificates/certificate.ts';
import { allowedNow, readableNow, type ChipSnapshot } from '../../chip/snapshot.ts';
import { formatOid } from '../../objects/oid.ts';
import { fault, type Fault } from '../../result/fault.ts';
import type { ResolvedAnswers } from './answers.ts';
import type { GivenPair, WizardMaterial } from './material.ts';

/** A warning about a step that is ready. */
export interface Warning {
  readonly step: number;
  readonly fault: Fault;
}

const ofCertificate = ({ certificate }: GivenPair, step: number, now: Date, anchor: boolean): Warning[] =>
  certificate === undefined ? [] : certificateWarnings(certificate.certificate, now, anchor).map((warning) => ({ step, fault: warning }));

function ofTarget({ target, update }: ResolvedAnswers, snapshot: ChipSnapshot | undefined): Warning[] {
  const metadata = snapshot?.objects.get(target)?.metadata;
  if (metadata === undefined || update === 'metadata' || conditionOf(metadata, 'change').kind !== 'always') return [];
  return [{ step: 6, fault: fault('wizard/target-open', { object: formatOid(target) }) }];
}

/** Warnings when everyone can write or read the secret's object now. An unknown state counts as yes. */
function ofSecret({ confidentiality }: ResolvedAnswers, snapshot: ChipSnapshot | undefined): Warning[] {
  if (confidentiality === undefined) return [];
  const { object: id, lock, unreadable } = confidentiality;
  const object = formatOid(id);
  const found = snapshot?.objects.get(id);
  const readable = snapshot === undefined || found === undefined || readableNow(id, found.metadata, forOthers(snapshot));
  const writable = snapshot === undefined || found === undefined || allowedNow(found.metadata, 'change', forOthers(snapshot)) === true;
  if (lock) return readable && !unreadable ? [{ step: 4, fault: fault('wizard/secret-readable', { object }) }] : [];
  return readable && writable ? [{ step: 4, fault: fault('wizard/secret-open', { object }) }] : [];
}

/** What a person should know before the plan is made. Window and command line use the same rules. */
export function findWarnings(answers: ResolvedAnswers, { device, integrity }: WizardMaterial, snapshot: ChipSnapshot | undefined, now: Date): Warning[] {
  const { key } = answers;
  const unproved = device.aes !== undefined && key !== undefined && !key.usage.includes('encryption');
  return [
    ...ofCertificate(device, 0, now, false),
    ...ofCertificate(integrity, 1, now, true),
    ...(unproved ? [{ step: 0, fault: fault('wizard/aes-unproved', undefined) }] : []),
    ...ofTarget(answers, snapshot),
    ...ofSecret(answers, snapshot),
  ];
}
