import { conditionOf } from '../../../core/access/conditionOf.ts';
import { sayCondition } from '../../../core/access/words.ts';
import { anchorBreaches } from '../../../core/certificates/anchorRules.ts';
import { checkForObject, type Certificate } from '../../../core/certificates/certificate.ts';
import { identityOverhead } from '../../../core/certificates/identity.ts';
import type { ChipSnapshot } from '../../../core/chip/snapshot.ts';
import type { WizardAnswers, WizardView } from '../../../core/contract/wizard.ts';
import { findObject, keyAlgorithms } from '../../../core/objects/catalogue.ts';
import { algorithmWords, lifecycleCodes } from '../../../core/objects/codes.ts';
import { field, fieldNumber, metadataLimit, version } from '../../../core/objects/metadata.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import type { Family } from '../../../core/objects/uid.ts';
import { sameObjects, type ObjectUse } from '../../../core/plan/distinctObjects.ts';
import { targetBudget } from '../../../core/plan/wizard.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { sayLine } from '../../../core/result/say.ts';
import type { Slot } from '../material/index.ts';
import { closed, type Wanted } from './choices.ts';
import { prepareAnswers, sendsKey, wantedContents } from './wizardAnswers.ts';
import { oidOf, type WizardState } from './wizardState.ts';

interface Problem {
  readonly step: number;
  readonly fault: Fault;
}


/** Why each of the four files is needed. */
const keyUse = { device: 'It is the key that the data set brings into the chip.', integrity: 'It signs the data set.' } as const;
const certificateUse = { device: 'The new key is proved with it.', integrity: 'The chip verifies the data set with it: it becomes the trust anchor.' } as const;

function pairProblems(slot: Slot, step: number, what: string, needsKey: boolean): Problem[] {
  // An AES key has no certificate; known answers prove it.
  if (slot.aes !== undefined) return [];
  const missing = (name: string, why: string): Problem => ({ step, fault: fault('wizard/missing', { what: name, why, todo: 'Drop its file on the window (PEM, DER, .p12 or .pfx), or choose it.' }) });
  const other = slot.key?.file ?? slot.certificate?.file;
  const given = other === undefined ? '' : ` ${other} holds only ${slot.key === undefined ? 'the certificate' : 'the key'}.`;
  const problems: Problem[] = [];
  if (needsKey && slot.key === undefined) problems.push(missing(`The ${what} key`, `${keyUse[step === 0 ? 'device' : 'integrity']}${given}`));
  if (slot.certificate === undefined) problems.push(missing(`The ${what} certificate`, `${certificateUse[step === 0 ? 'device' : 'integrity']}${given}`));
  if (slot.key && slot.certificate && slot.belongTogether === false) {
    problems.push({ step, fault: fault('wizard/does-not-belong', { key: slot.key.file, certificate: slot.certificate.file }) });
  }
  return problems;
}

function sizeProblem(slot: Slot, step: number, object: Oid, extra: number, now: Date): Problem[] {
  const certificate = slot.certificate?.certificate;
  if (certificate === undefined) return [];
  const checked = checkForObject(certificate, { maxSize: findObject(object)?.maxSize ?? 0, now, extra });
  return checked.ok ? [] : [{ step, fault: checked.fault }];
}

function closedProblem(step: number, object: Oid, what: string, snapshot: ChipSnapshot | undefined, wanted: Wanted | undefined): Problem[] {
  const found = snapshot?.objects.get(object);
  if (snapshot === undefined || found === undefined || closed(found, snapshot, wanted) === undefined) return [];
  const words = sayCondition(conditionOf(found.metadata, 'change'));
  return [{ step, fault: fault('wizard/object-closed', { object: formatOid(object), condition: words, what }) }];
}

function targetProblems(answers: WizardAnswers, state: WizardState, snapshot: ChipSnapshot | undefined): Problem[] {
  const id = oidOf(answers.target, '0xE0F1');
  const object = formatOid(id);
  const problems: Problem[] = [];
  const kind = findObject(id)?.kind;
  const takes = kind === undefined ? [] : (keyAlgorithms[kind] ?? []);
  const { algorithm } = state.device;
  if (algorithm !== undefined && sendsKey(answers) && !takes.includes(algorithm)) {
    const words = { object, algorithm: algorithmWords[algorithm], takes: takes.map((name) => algorithmWords[name]).join(', ') };
    problems.push({ step: 0, fault: fault('wizard/wrong-algorithm', words) });
  }
  const metadata = snapshot?.objects.get(id)?.metadata;
  if (metadata === undefined) return problems;
  if ((fieldNumber(metadata, 'lcso') ?? lifecycleCodes.operational) >= lifecycleCodes.operational) {
    problems.push({ step: 0, fault: fault('wizard/target-operational', { object }) });
  }
  const present = version(metadata);
  const tooLow = present.invalid ? answers.payloadVersion < present.version : answers.payloadVersion <= present.version;
  if (sendsKey(answers) && tooLow) {
    problems.push({ step: 0, fault: fault('wizard/version-too-low', { object, version: present.version, wanted: answers.payloadVersion }) });
  }
  const bytes = targetBudget(prepareAnswers(answers, state), metadata);
  if (bytes > metadataLimit) problems.push({ step: 6, fault: fault('metadata/too-long', { object, bytes, limit: metadataLimit }) });
  return problems;
}

function secretProblems(answers: WizardAnswers, state: WizardState, snapshot: ChipSnapshot | undefined): Problem[] {
  if (!answers.confidentiality) return [];
  const missing = fault('wizard/missing', { what: 'The secret', why: 'The data set is encrypted with it.', todo: 'Choose its hex text file, or make a random one.' });
  return [
    ...closedProblem(3, oidOf(answers.secretObject, '0xF1D1'), 'secret', snapshot, wantedContents(answers, state).secret),
    ...(state.secret === undefined ? [{ step: 5, fault: missing }] : []),
  ];
}

/** The step where a use of an object is chosen. */
const stepOfUse: Readonly<Record<ObjectUse, number>> = { target: 0, 'trust anchor': 1, secret: 3, 'device certificate': 0 };

/** Each use needs an object of its own: said at the later of the two questions. */
function distinctProblems(answers: WizardAnswers, certificate: boolean): Problem[] {
  const objects = {
    target: oidOf(answers.target, '0xE0F1'),
    'trust anchor': oidOf(answers.anchorObject, '0xE0E3'),
    ...(answers.confidentiality ? { secret: oidOf(answers.secretObject, '0xF1D1') } : {}),
    ...(certificate ? { 'device certificate': oidOf(answers.certificateObject, '0xE0E1') } : {}),
  };
  return sameObjects(objects).map(({ uses: [first, second], fault: same }) => ({ step: Math.max(stepOfUse[first], stepOfUse[second]), fault: same }));
}

/** What keeps each step from being ready; steps are numbered as in the documents. */
export function findProblems(answers: WizardAnswers, state: WizardState, snapshot: ChipSnapshot | undefined, now = new Date()): Problem[] {
  const certificateObject = oidOf(answers.certificateObject, '0xE0E1');
  const anchor = oidOf(answers.anchorObject, '0xE0E3');
  const key = sendsKey(answers);
  const wanted = wantedContents(answers, state);
  const extra = answers.identityTag ? identityOverhead : 0;
  return [
    ...(key ? pairProblems(state.device, 0, 'device', true) : []),
    ...(key ? sizeProblem(state.device, 0, certificateObject, extra, now) : []),
    ...(key && state.device.aes === undefined ? closedProblem(0, certificateObject, 'certificate', snapshot, wanted.certificate) : []),
    ...targetProblems(answers, state, snapshot),
    ...distinctProblems(answers, key && state.device.aes === undefined),
    ...pairProblems(state.integrity, 1, 'integrity', key),
    ...sizeProblem(state.integrity, 1, anchor, 0, now),
    ...closedProblem(1, anchor, 'trust anchor', snapshot, wanted.anchor),
    ...secretProblems(answers, state, snapshot),
  ];
}

/** What the chip itself could not do with the trust anchor; a lock on such a one is refused in the review. */
function anchorWarnings({ lockAnchor, anchorObject }: WizardAnswers, certificate: Certificate, family: Family): WizardView['warnings'] {
  const breaches = anchorBreaches(certificate.der, family);
  if (breaches.length === 0) return [];
  const says = sayLine(fault('anchor/unusable', { object: formatOid(oidOf(anchorObject, '0xE0E3')), breaches }));
  return [{ step: 1, text: lockAnchor ? `${says} Since it is to be locked, the review will refuse the plan.` : says }];
}

export function findWarnings(
  answers: WizardAnswers,
  state: WizardState,
  snapshot: ChipSnapshot | undefined,
  now: Date,
): WizardView['warnings'] {
  const ofCertificate = (slot: Slot, step: number, anchor: boolean): WizardView['warnings'] => {
    const certificate = slot.certificate?.certificate;
    const checked = certificate === undefined ? undefined : checkForObject(certificate, { maxSize: 1728, now, anchor });
    return checked?.ok === true ? checked.value.map((warning) => ({ step, text: sayLine(warning) })) : [];
  };
  const present = snapshot?.objects.get(oidOf(answers.target, '0xE0F1'));
  const always = field(present?.metadata ?? [], 'change')?.[0] === 0x00;
  const anchor = state.integrity.certificate?.certificate;
  return [
    ...ofCertificate(state.device, 0, false),
    ...ofCertificate(state.integrity, 1, true),
    ...(anchor === undefined ? [] : anchorWarnings(answers, anchor, snapshot?.uid.family ?? 'trust-m-v3')),
    ...state.notes.map((text) => ({ step: 1, text })),
    ...(state.device.aes !== undefined && sendsKey(answers) && !answers.keyUsage.includes('encryption') ? [{ step: 0, text: 'Without the usage “encryption” the chip does nothing that could prove this AES key.' }] : []),
    ...(answers.update === 'metadata' || sendsKey(answers) ? [] : [{ step: 0, text: 'This object is prepared only. What it is to hold is built and sent under “Data sets”.' }]),
    ...(sendsKey(answers) || answers.update !== 'metadata' ? [] : [{ step: 6, text: 'With this choice the target takes metadata only: the key and its certificate are not sent in this run.' }]),
    ...(always && sendsKey(answers)
      ? [{ step: 6, text: 'The target is open to everyone now (change = always). It becomes "until operational, or signed".' }]
      : []),
    ...(answers.confidentiality && answers.lockSecret && !answers.secretUnreadable
      ? [{ step: 4, text: 'The secret can still be read by everyone after it is locked.' }]
      : []),
    ...(answers.confidentiality && !answers.lockSecret
      ? [{ step: 4, text: 'The secret stays readable and writable by everyone until it is locked.' }]
      : []),
  ];
}
