import { equal } from '../../../core/bytes/bytes.ts';
import { sayField } from '../../../core/access/sayMetadata.ts';
import { allowedNow, type ChipSnapshot, type ObjectSnapshot } from '../../../core/chip/snapshot.ts';
import type { ObjectChoice, WizardView } from '../../../core/contract/wizard.ts';
import { findObject, keyAlgorithms } from '../../../core/objects/catalogue.ts';
import { algorithmWords, lifecycleCodes, objectTypeCodes, type ChipAlgorithm } from '../../../core/objects/codes.ts';
import { field, fieldNumber, metadataTags, version } from '../../../core/objects/metadata.ts';
import { formatOid, oid, type Oid } from '../../../core/objects/oid.ts';
import type { Family } from '../../../core/objects/uid.ts';

const range = (first: number, last: number): Oid[] => Array.from({ length: last - first + 1 }, (_, i) => oid(first + i));

/** Which objects each question offers. */
export const offered: Readonly<Record<'targets' | 'certificateObjects' | 'anchors' | 'secrets', readonly Oid[]>> = {
  targets: [...range(0xe0f1, 0xe0f3), ...range(0xe0fc, 0xe0fd), oid(0xe200), ...range(0xe0e1, 0xe0e3), ...range(0xe0e8, 0xe0e9), oid(0xe0ef), ...range(0xf1d0, 0xf1db), ...range(0xf1e0, 0xf1e1)],
  certificateObjects: range(0xe0e1, 0xe0e3),
  anchors: [oid(0xe0e3), oid(0xe0e8), oid(0xe0e9), oid(0xe0ef), oid(0xe0e1), oid(0xe0e2)],
  secrets: range(0xf1d0, 0xf1db),
};

const wizardObjects: readonly Oid[] = [...new Set(Object.values(offered).flat())];

const exists = (id: Oid, family: Family): boolean => family === 'trust-m-v3' || findObject(id)?.v3Only !== true;

/** Everything that the wizard wants to know of a chip of this family. */
export const wizardObjectsOf = (family: Family): readonly Oid[] => wizardObjects.filter((id) => exists(id, family));

/** May this object hold such a key? */
export function takesAlgorithm(id: Oid, algorithm: ChipAlgorithm): boolean {
  const kind = findObject(id)?.kind;
  return kind !== undefined && keyAlgorithms[kind]?.includes(algorithm) === true;
}

function sayPresent(object: ObjectSnapshot): string {
  const { metadata } = object;
  const part = (name: 'lcso' | 'type' | 'algorithm'): string[] => {
    const value = field(metadata, name);
    return value === undefined ? [] : [sayField(metadataTags[name], value)];
  };
  const { version: number, invalid } = version(metadata);
  const versions = number > 0 ? [`version ${number}${invalid ? ', update interrupted' : ''}`] : [];
  return [...part('lcso'), ...part('algorithm'), ...part('type'), ...versions].join(', ');
}

/** Undefined while it is open, or holds already what is to be written. */
export function closed(object: ObjectSnapshot, identity: ChipSnapshot, wanted?: Wanted): string | undefined {
  if (allowedNow(object.metadata, 'change', identity) === true || holds(object, wanted)) return undefined;
  const change = field(object.metadata, 'change');
  return `closed: change is ${change === undefined ? 'never' : `"${sayField(metadataTags.change, change)}"`}`;
}

/** What a step wants to write: bytes, or a secret of so many bytes that may be unreadable on the chip. */
export type Wanted = { readonly bytes: Uint8Array } | { readonly secretLength: number };

/**
 * A closed secret that can't be read may be the wanted one when type and size agree: the review decides, where the
 * journal can prove it.
 */
function holds(object: ObjectSnapshot, wanted: Wanted | undefined): boolean {
  if (wanted === undefined) return false;
  if ('bytes' in wanted) return object.data !== undefined && equal(object.data, wanted.bytes);
  const secret = fieldNumber(object.metadata, 'type') === objectTypeCodes.update_secret;
  return secret && fieldNumber(object.metadata, 'used_size') === wanted.secretLength;
}

/** A target must still let its metadata be changed; its content is written by the update. */
function targetUnfit(object: ObjectSnapshot, algorithm: ChipAlgorithm | undefined): string | undefined {
  if (algorithm !== undefined && !takesAlgorithm(object.id, algorithm)) return `takes no ${algorithmWords[algorithm]} key`;
  const lcsO = fieldNumber(object.metadata, 'lcso') ?? lifecycleCodes.operational;
  return lcsO >= lifecycleCodes.operational ? 'operational: its conditions can no longer be changed' : undefined;
}

type Unfit = (object: ObjectSnapshot) => string | undefined;

function choices(ids: readonly Oid[], snapshot: ChipSnapshot | undefined, unfit: Unfit): ObjectChoice[] {
  return ids.map((id) => {
    const object = snapshot?.objects.get(id);
    const why = object === undefined ? undefined : unfit(object);
    return {
      id: formatOid(id),
      name: findObject(id)?.name ?? '',
      present: object === undefined ? 'not read yet' : sayPresent(object),
      ...(why === undefined ? {} : { unfit: why }),
    };
  });
}

/** What the wizard would write where, as far as it was handed over. */
export interface WantedContents {
  readonly certificate?: Wanted;
  readonly anchor?: Wanted;
  readonly secret?: Wanted;
}

/** What can be chosen for each question on this chip now, and why not the rest. */
export function allChoices(
  snapshot: ChipSnapshot | undefined,
  algorithm: ChipAlgorithm | undefined,
  wanted: WantedContents,
): WizardView['choices'] {
  const writable = (content: Wanted | undefined): Unfit => (object) => (snapshot === undefined ? undefined : closed(object, snapshot, content));
  return {
    targets: choices(offered.targets.filter((id) => exists(id, snapshot?.uid.family ?? 'trust-m-v3')), snapshot, (object) => targetUnfit(object, algorithm)),
    certificateObjects: choices(offered.certificateObjects, snapshot, writable(wanted.certificate)),
    anchors: choices(offered.anchors, snapshot, writable(wanted.anchor)),
    secrets: choices(offered.secrets, snapshot, writable(wanted.secret)),
  };
}
