import { belongsTogether, checkSize } from '../../certificates/certificate.ts';
import { identityOverhead } from '../../certificates/identity.ts';
import type { ChipSnapshot } from '../../chip/snapshot.ts';
import { findObject } from '../../objects/catalogue.ts';
import { algorithmWords } from '../../objects/codes.ts';
import { metadataLimit, version } from '../../objects/metadata.ts';
import { formatOid, type Oid } from '../../objects/oid.ts';
import { fault, type Fault } from '../../result/fault.ts';
import { checkObjects } from '../../update/buildSpec.ts';
import { unmetReason } from '../explainRefusal.ts';
import { objectsInUse, type ResolvedAnswers } from './answers.ts';
import { sameObjects, type ObjectUse } from './distinctObjects.ts';
import { algorithmsOf, cannotPrepare, isClosed, wantedContents, type Wanted } from './fit.ts';
import { pairAlgorithm, type GivenPair, type WizardMaterial } from './material.ts';
import { onFamily } from './offered.ts';
import { targetBudget } from './steps.ts';

/** Why a step is not ready. `step`: its number in the vendor's documents, 0 to 7. */
export interface Problem {
  readonly step: number;
  readonly fault: Fault;
}

/** Why each of the four files is needed. */
export const fileUse = {
  device: { key: 'It is the key that the data set brings into the chip.', certificate: 'The new key is proved with it.' },
  integrity: { key: 'It signs the data set.', certificate: 'The chip verifies the data set with it: it becomes the trust anchor.' },
} as const;

function pairProblems(pair: GivenPair, step: number, what: keyof typeof fileUse, needsKey: boolean): Problem[] {
  // An AES key has no certificate. It is proved by encrypting a known block.
  if (pair.aes !== undefined) return [];
  const { key, certificate } = pair;
  const other = key?.file ?? certificate?.file;
  const given = other === undefined ? '' : ` ${other} holds only ${key === undefined ? 'the certificate' : 'the key'}.`;
  const missing = (part: 'key' | 'certificate'): Problem => ({
    step,
    fault: fault('wizard/missing', { what: `The ${what} ${part}`, why: `${fileUse[what][part]}${given}`, todo: 'Choose its file (PEM, DER, .p12 or .pfx).' }),
  });
  const apart = key !== undefined && certificate !== undefined && !belongsTogether(key.key, certificate.certificate).ok;
  return [
    ...(needsKey && key === undefined ? [missing('key')] : []),
    ...(certificate === undefined ? [missing('certificate')] : []),
    ...(apart ? [{ step, fault: fault('wizard/does-not-belong', { key: key.file, certificate: certificate.file }) }] : []),
  ];
}

function sizeProblem({ certificate }: GivenPair, step: number, object: Oid, extra: number): Problem[] {
  if (certificate === undefined) return [];
  const checked = checkSize(certificate.certificate, findObject(object)?.maxSize ?? 0, extra);
  return checked.ok ? [] : [{ step, fault: checked.fault }];
}

function closedProblem(step: number, object: Oid, what: string, snapshot: ChipSnapshot | undefined, wanted: Wanted | undefined): Problem[] {
  const found = snapshot?.objects.get(object);
  if (snapshot === undefined || found === undefined || !isClosed(found, snapshot, wanted)) return [];
  return [{ step, fault: fault('wizard/object-closed', { object: formatOid(object), what, ...unmetReason(found, 'change', snapshot) }) }];
}

function algorithmProblem({ target, key }: ResolvedAnswers, device: GivenPair): Problem[] {
  const [algorithm, takes] = [pairAlgorithm(device), algorithmsOf(target)];
  if (algorithm === undefined || key === undefined || takes.includes(algorithm)) return [];
  const words = { object: formatOid(target), algorithm: algorithmWords[algorithm], takes: takes.map((name) => algorithmWords[name]).join(', ') };
  return [{ step: 0, fault: fault('wizard/wrong-algorithm', words) }];
}

function targetProblems(answers: ResolvedAnswers, snapshot: ChipSnapshot | undefined): Problem[] {
  const target = snapshot?.objects.get(answers.target);
  if (target === undefined) return [];
  const [object, present, { key }] = [formatOid(answers.target), version(target.metadata), answers];
  const tooLow = key !== undefined && (present.invalid ? key.version < present.version : key.version <= present.version);
  const bytes = targetBudget(answers, target.metadata);
  return [
    ...(cannotPrepare(answers, target) ? [{ step: 0, fault: fault('wizard/target-operational', { object }) }] : []),
    ...(tooLow ? [{ step: 0, fault: fault('wizard/version-too-low', { object, version: present.version, wanted: key.version }) }] : []),
    ...(bytes > metadataLimit ? [{ step: 6, fault: fault('metadata/too-long', { object, bytes, limit: metadataLimit }) }] : []),
  ];
}

/** The step in which an object gets its purpose. */
const stepOfUse: Readonly<Record<ObjectUse, number>> = { target: 0, 'trust anchor': 1, secret: 3, 'device certificate': 0 };
const stepOfOption: Readonly<Record<string, number>> = { target_oid: 0, trust_anchor_oid: 1, secret_oid: 3 };

/** The problems of objects whose kind does not allow this purpose, or that a chip of this family does not have. */
function objectProblems(answers: ResolvedAnswers, snapshot: ChipSnapshot | undefined): Problem[] {
  const { target, anchor: trustAnchor, confidentiality } = answers;
  const fits = checkObjects({ target, trustAnchor, ...(confidentiality === undefined ? {} : { secret: confidentiality.object }) });
  const kind = fits.ok ? [] : [{ step: fits.fault.code === 'update/bad-option' ? (stepOfOption[fits.fault.data.option] ?? 0) : 0, fault: fits.fault }];
  const missing = snapshot === undefined ? [] : objectsInUse(answers).filter((id) => !onFamily(id, snapshot.uid.family));
  return [...kind, ...missing.map((id) => ({ step: id === target ? 0 : 1, fault: fault('wizard/not-on-chip', { object: formatOid(id) }) }))];
}

/** The problems of objects that have two purposes. The message appears at the later of the two questions. */
function usesProblems(answers: ResolvedAnswers, certificate: boolean, snapshot: ChipSnapshot | undefined): Problem[] {
  const { target, anchor, confidentiality, key } = answers;
  const same = sameObjects({
    target,
    'trust anchor': anchor,
    ...(confidentiality === undefined ? {} : { secret: confidentiality.object }),
    ...(certificate && key !== undefined ? { 'device certificate': key.certificateObject } : {}),
  });
  if (same.length === 0) return objectProblems(answers, snapshot);
  return same.map(({ uses: [first, second], fault: both }) => ({ step: Math.max(stepOfUse[first], stepOfUse[second]), fault: both }));
}

function secretProblems({ confidentiality }: ResolvedAnswers, { secret }: WizardMaterial, snapshot: ChipSnapshot | undefined, wanted: Wanted | undefined): Problem[] {
  if (confidentiality === undefined) return [];
  const missing = fault('wizard/missing', { what: 'The secret', why: 'The data set is encrypted with it.', todo: 'Choose its hex text file, or make a random one.' });
  return [...closedProblem(3, confidentiality.object, 'secret', snapshot, wanted), ...(secret === undefined ? [{ step: 5, fault: missing }] : [])];
}

function certificateProblems({ key }: ResolvedAnswers, { device }: WizardMaterial, snapshot: ChipSnapshot | undefined, wanted: Wanted | undefined): Problem[] {
  if (key === undefined) return [];
  return [
    ...pairProblems(device, 0, 'device', true),
    ...sizeProblem(device, 0, key.certificateObject, key.identityTag ? identityOverhead : 0),
    ...(device.aes === undefined ? closedProblem(0, key.certificateObject, 'certificate', snapshot, wanted) : []),
  ];
}

/**
 * Why steps are not ready. Window and command line use the same rules; a plan fails with the first problem.
 * @param snapshot what is known of the chip. If it is missing or lacks an object, only the rules for all chips are
 * checked
 */
export function findProblems(answers: ResolvedAnswers, material: WizardMaterial, snapshot: ChipSnapshot | undefined): Problem[] {
  const wanted = wantedContents(material, answers.key?.identityTag === true);
  const { device, integrity } = material;
  return [
    ...certificateProblems(answers, material, snapshot, wanted.certificate),
    ...algorithmProblem(answers, device),
    ...targetProblems(answers, snapshot),
    ...usesProblems(answers, device.aes === undefined, snapshot),
    ...pairProblems(integrity, 1, 'integrity', answers.key !== undefined),
    ...sizeProblem(integrity, 1, answers.anchor, 0),
    ...closedProblem(1, answers.anchor, 'trust anchor', snapshot, wanted.anchor),
    ...secretProblems(answers, material, snapshot, wanted.secret),
  ];
}
