import { certificatesIn } from '../../../core/certificates/certificatesIn.ts';
import { sayField, sayKeyIn, sayVersion } from '../../../core/access/sayMetadata.ts';
import { readableNow, type ChipSnapshot, type ObjectSnapshot } from '../../../core/chip/snapshot.ts';
import type { ObjectChoice, WizardView } from '../../../core/contract/wizard.ts';
import { findObject, isKeyKind } from '../../../core/objects/catalogue.ts';
import { algorithmWords, type ChipAlgorithm } from '../../../core/objects/codes.ts';
import { contentState } from '../../../core/objects/contentState.ts';
import { field, isLocked, metadataTags } from '../../../core/objects/metadata.ts';
import { holdsSecret } from '../../../core/objects/secrets.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import type { ResolvedAnswers } from '../../../core/plan/wizard/answers.ts';
import { algorithmsOf, cannotPrepare, isClosed, type Wanted, type WantedContents } from '../../../core/plan/wizard/fit.ts';
import { offered, onFamily } from '../../../core/plan/wizard/offered.ts';

/** Describes an object's content and lifecycle: "holds a P-256 key (version 1), lifecycle: creation". */
function sayPresent({ id, metadata, data }: ObjectSnapshot): string {
  const entry = findObject(id);
  if (entry === undefined) return '';
  const part = (name: 'lcso' | 'type'): string[] => {
    const value = field(metadata, name);
    return value === undefined ? [] : [sayField(metadataTags[name], value)];
  };
  const isKey = isKeyKind(entry.kind);
  const content = isKey ? [sayKeyIn(metadata)] : data === undefined ? [] : [contentState(entry, metadata, data) === 'empty' ? 'empty' : (certificatesIn(data)?.certificates[0]?.subject ?? 'in use')];
  const states = part('lcso').map((state) => `${isLocked(metadata) ? 'locked, ' : ''}lifecycle: ${state}`);
  const versions = isKey ? [] : [sayVersion(metadata)].filter((says) => says !== '');
  return [...content, ...part('type'), ...versions, ...states].join(', ');
}

type Unfit = (object: ObjectSnapshot) => string | undefined;

/** Why an object cannot be written; undefined when it can, or when it already has the wanted content. */
const closedBecause = (snapshot: ChipSnapshot | undefined, wanted: Wanted | undefined): Unfit => (object) => {
  if (snapshot === undefined || !isClosed(object, snapshot, wanted)) return undefined;
  const change = field(object.metadata, 'change');
  return `closed: change is ${change === undefined ? 'never' : `"${sayField(metadataTags.change, change)}"`}`;
};

/** Why an object cannot be the target. Its metadata must still be changeable; the update writes its content. */
const targetUnfit = (answers: ResolvedAnswers, algorithm: ChipAlgorithm | undefined): Unfit => (object) => {
  if (algorithm !== undefined && !algorithmsOf(object.id).includes(algorithm)) return `takes no ${algorithmWords[algorithm]} key`;
  return cannotPrepare({ ...answers, target: object.id }, object) ? 'operational: its conditions can no longer be changed' : undefined;
};

/** Whether an object's content may be read to describe it: the object must be open and must not contain a secret. */
export const mayBeRead = ({ id, metadata, data }: ObjectSnapshot, snapshot: ChipSnapshot): boolean => data === undefined && readableNow(id, metadata, snapshot) && !holdsSecret(metadata);

type Contents = ReadonlyMap<Oid, ObjectSnapshot>;
const nothingRead: Contents = new Map();

function choices(ids: readonly Oid[], snapshot: ChipSnapshot | undefined, unfit: Unfit, contents: Contents): ObjectChoice[] {
  return ids.map((id) => {
    const object = contents.get(id) ?? snapshot?.objects.get(id);
    const why = object === undefined ? undefined : unfit(object);
    return {
      id: formatOid(id),
      name: findObject(id)?.name ?? '',
      present: object === undefined ? 'not read yet' : sayPresent(object),
      ...(why === undefined ? {} : { unfit: why }),
      ...(object !== undefined && snapshot !== undefined && mayBeRead(object, snapshot) ? { unread: true } : {}),
    };
  });
}

/** Lists the objects that can be the target on this chip now, and why others cannot. */
export const targetChoices = (answers: ResolvedAnswers, snapshot: ChipSnapshot | undefined, algorithm: ChipAlgorithm | undefined, contents: Contents = nothingRead): ObjectChoice[] =>
  choices(offered.targets.filter((id) => onFamily(id, snapshot?.uid.family ?? 'trust-m-v3')), snapshot, targetUnfit(answers, algorithm), contents);

/** Lists the possible choices for each question on this chip now, and why others are not possible. */
export const allChoices = (
  answers: ResolvedAnswers,
  snapshot: ChipSnapshot | undefined,
  algorithm: ChipAlgorithm | undefined,
  wanted: WantedContents,
  contents: Contents,
): WizardView['choices'] => ({
  targets: targetChoices(answers, snapshot, algorithm, contents),
  certificateObjects: choices(offered.certificateObjects, snapshot, closedBecause(snapshot, wanted.certificate), contents),
  anchors: choices(offered.anchors, snapshot, closedBecause(snapshot, wanted.anchor), contents),
  secrets: choices(offered.secrets, snapshot, closedBecause(snapshot, wanted.secret), contents),
});
