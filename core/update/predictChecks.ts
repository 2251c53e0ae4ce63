import { terms, type Condition } from '../access/condition.ts';
import { conditionOf } from '../access/conditionOf.ts';
import type { AccessState } from '../access/evaluate.ts';
import { explain } from '../access/explain.ts';
import { sayCondition } from '../access/words.ts';
import { plainAccess } from '../access/accessContext.ts';
import { readAsChip, statusOf } from '../certificates/anchorRules.ts';
import { parseCertificate } from '../certificates/certificate.ts';
import { derLength } from '../keys/der.ts';
import { findObject, isKeyKind, keyAlgorithms } from '../objects/catalogue.ts';
import { algorithmNames, algorithmWords, lifecycleCodes, objectTypeCodes } from '../objects/codes.ts';
import { field, fieldNumber, version, type Metadata } from '../objects/metadata.ts';
import { formatOid, type Oid } from '../objects/oid.ts';
import { sayBreach } from '../result/words/anchors.ts';
import type { Manifest } from './manifest.ts';
import { refused, unknown, unprepared, type Check, type ChipView, type Prediction } from './prediction.ts';
import { verifyManifest } from './signature.ts';

/** Truth of the object's own terms. With a manifest, also of the terms that the manifest meets. */
function stateFor(metadata: Metadata, chip: ChipView, manifest?: Manifest): AccessState {
  const plain = plainAccess(metadata, chip.access);
  return {
    ...plain,
    integrity: (id) => id === manifest?.trustAnchor || plain.integrity(id),
    confidentiality: (id) => id === manifest?.confidentiality?.secret || plain.confidentiality(id),
  };
}

const conditionLabels = { change: 'change', execute: 'execute', meta_update: 'metadata update' } as const;
const remedies = {
  shielded: 'Use a board whose firmware holds the binding secret, and try the shielded connection first.',
  authorization: 'Authorize the chip with its reference first.',
  other: 'Prepare the object so that its condition names this trust anchor (and secret), or build the data set for those that it names.',
} as const;
type ConditionName = keyof typeof conditionLabels;

/** Why a condition is not met; undefined when it is met. @param only the relevant part of it; absent means all */
function unmet(
  id: Oid,
  name: ConditionName,
  metadata: Metadata,
  chip: ChipView,
  manifest?: Manifest,
  only?: Condition,
): Prediction | undefined {
  if (name === 'execute' && fieldNumber(metadata, 'lcso') === lifecycleCodes.termination) {
    return refused(0x07, `${formatOid(id)} is terminated: it can no longer be used.`, 'Use another object.');
  }
  const whole = conditionOf(metadata, name);
  const { truth, terms, missing } = explain(only ?? whole, stateFor(metadata, chip, manifest));
  if (truth === true) return undefined;
  const failed = terms.filter((term) => term.truth !== true).map((term) => term.sentence);
  const detail = failed.length === 0 ? '' : ` Not met now: ${failed.join('; ')}.`;
  const why = `The ${conditionLabels[name]} condition of ${formatOid(id)} is: ${sayCondition(whole)}.${detail}`;
  if (truth === undefined) return unknown(why, 'It depends on something that cannot be read here.');
  return refused(0x07, why, remedies[missing ?? 'other']);
}

/** The owner of a certificate, for people. @param data begins with a certificate that the chip can read */
function subjectOf(data: Uint8Array): string {
  const parsed = parseCertificate(data.slice(0, derLength(data)));
  return parsed.ok ? parsed.value.subject : '(unnamed)';
}

/** Steps 2 and 3: the trust anchor, and the signature with its key. */
export const checkAnchor: Check = (manifest, chip) => {
  const id = manifest.trustAnchor;
  const anchor = chip.object(id);
  const name = formatOid(id);
  if (anchor === undefined) return refused(0x01, `The chip has no object ${name} as trust anchor.`, 'Build the data set with another trust anchor.');
  if (fieldNumber(anchor.metadata, 'type') !== objectTypeCodes.trust_anchor) {
    return unprepared(0x07, `${name} is not of the type trust anchor.`, `Set the type of ${name} to trust anchor first.`);
  }
  const execute = unmet(id, 'execute', anchor.metadata, chip);
  if (execute?.verdict === 'refused') return execute;
  if (anchor.data === undefined) return unknown(`The certificate in ${name} cannot be read, so the signature is unchecked.`, 'Check it against the certificate file.');
  const { breaches, publicKey } = readAsChip(anchor.data, chip.family);
  const [first] = breaches;
  if (first !== undefined || publicKey === undefined) {
    const why = `The chip cannot use the certificate in ${name}: ${breaches.map(sayBreach).join(' ')}`;
    return refused(first === undefined ? 0x29 : statusOf(first), why, `Write a certificate of the signer to ${name} that the chip can use (plain DER, version 3).`);
  }
  if (!verifyManifest(manifest, publicKey)) {
    return refused(0x2c, `The manifest was not signed by the key of "${subjectOf(anchor.data)}", whose certificate is in ${name}.`, `Use the data set signed for ${name}, or write the right certificate there.`);
  }
  return execute;
};

/**
 * Step 4: the target's change condition, or its metadata update condition, must name this anchor. Only the &&-groups
 * that name it count, so a secret in the same group is required too.
 */
export const checkAccess: Check = (manifest, chip) => {
  const target = chip.object(manifest.target);
  if (target === undefined) return undefined;
  const name = manifest.payload.kind === 'metadata' ? 'meta_update' : 'change';
  const whole = conditionOf(target.metadata, name);
  const groups = whole.kind === 'terms' ? whole.groups : [];
  const naming = groups.filter((group) => group.some((term) => term.kind === 'int' && term.oid === manifest.trustAnchor));
  if (naming.length > 0) return unmet(manifest.target, name, target.metadata, chip, manifest, terms(...naming));
  const [id, anchor] = [formatOid(manifest.target), formatOid(manifest.trustAnchor)];
  const why = `The ${conditionLabels[name]} condition of ${id} does not name the trust anchor ${anchor}. It is: ${sayCondition(whole)}.`;
  return unprepared(0x07, why, 'Prepare the object for protected update with this trust anchor first.');
};

export const checkSecret: Check = ({ confidentiality, target }, chip) => {
  if (confidentiality === undefined) return undefined;
  const id = confidentiality.secret;
  const secret = chip.object(id);
  const name = formatOid(id);
  if (secret === undefined) return refused(0x01, `The chip has no object ${name} with the secret.`, 'Build the data set with another secret object.');
  if (id === target) return refused(0x07, 'The secret is in the target itself.', 'Keep the secret in an object of its own.');
  if (fieldNumber(secret.metadata, 'type') !== objectTypeCodes.update_secret) {
    return refused(0x07, `${name} is not of the type protected update secret.`, `Set the type of ${name} to protected update secret first.`);
  }
  return unmet(id, 'execute', secret.metadata, chip);
};

/**
 * Step 5: the version. After an interrupted update the object is invalid. The same version is then allowed again; for
 * write type 1 it is the only one.
 */
export const checkVersion: Check = ({ target, payloadVersion, payload }, chip) => {
  const found = chip.object(target);
  if (found === undefined) return undefined;
  const present = version(found.metadata);
  if (present.invalid && payloadVersion === present.version) return undefined;
  const name = formatOid(target);
  if (present.invalid && payload.kind === 'data' && payload.writeType === 'write') {
    const why = `An update of ${name} with version ${present.version} was interrupted; the data set has version ${payloadVersion}.`;
    return refused(0x10, why, `Send the data set with version ${present.version} again.`);
  }
  if (payloadVersion > present.version) return undefined;
  const why = `The data set has version ${payloadVersion}; ${name} has version ${present.version} already.`;
  return refused(0x10, why, `Build the data set with version ${present.version + 1} or more.`);
};

/** A metadata update needs a reset type in the target's metadata. */
export const checkMetadataUpdate: Check = ({ payload, target }, chip) => {
  const metadata = chip.object(target)?.metadata;
  if (payload.kind !== 'metadata' || metadata === undefined || field(metadata, 'reset_type') !== undefined) return undefined;
  return refused(0x07, `${formatOid(target)} has no reset type (F0), without which its metadata cannot be updated.`, 'Prepare the object with a metadata update condition and a reset type first.');
};

/** Whether the target is of the kind that takes this content, and is large enough for it. */
export const checkKind: Check = ({ payload, payloadLength, target }, { object }) => {
  const [entry, name] = [findObject(target), formatOid(target)];
  const metadata = object(target)?.metadata;
  if (payload.kind === 'metadata' || entry === undefined || metadata === undefined) return undefined;
  const another = 'Build the data set for another object.';
  if (payload.kind === 'key') {
    const algorithm = algorithmNames.get(payload.algorithm);
    const fits = algorithm !== undefined && keyAlgorithms[entry.kind]?.includes(algorithm) === true;
    return fits ? undefined : refused(0x0f, `${name} does not hold ${algorithm === undefined ? 'such' : algorithmWords[algorithm]} keys.`, another);
  }
  if (isKeyKind(entry.kind)) return refused(0x0f, `${name} holds a key, and the data set carries data.`, another);
  const most = fieldNumber(metadata, 'max_size') ?? entry.maxSize;
  const end = payload.offset + payloadLength;
  return end > most ? refused(0x08, `The data would end at byte ${end}; ${name} has ${most}.`, 'Build the data set with less data or a lower offset.') : undefined;
};
