import { sayField } from '../../core/access/sayMetadata.ts';
import { allowedNow, type ChipSnapshot, type ObjectSnapshot } from '../../core/chip/snapshot.ts';
import type { ObjectChoice, WizardView } from '../../core/contract/wizard.ts';
import { findObject, keyAlgorithms } from '../../core/objects/catalogue.ts';
import { algorithmWords, lifecycleCodes, type ChipAlgorithm } from '../../core/objects/codes.ts';
import { field, fieldNumber, metadataTags, version } from '../../core/objects/metadata.ts';
import { formatOid, oid, type Oid } from '../../core/objects/oid.ts';

const range = (first: number, last: number): Oid[] => Array.from({ length: last - first + 1 }, (_, i) => oid(first + i));

/** Which objects each question offers. */
export const offered = {
  targets: [...range(0xe0f1, 0xe0f3), ...range(0xe0fc, 0xe0fd)],
  certificateObjects: range(0xe0e1, 0xe0e3),
  anchors: [oid(0xe0e3), oid(0xe0e8), oid(0xe0e9), oid(0xe0ef), oid(0xe0e1), oid(0xe0e2)],
  secrets: range(0xf1d0, 0xf1db),
} as const;

/** Everything that the wizard wants to know of a chip. */
export const wizardObjects: readonly Oid[] = [...new Set(Object.values(offered).flat())];

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

function closed(object: ObjectSnapshot, identity: ChipSnapshot): string | undefined {
  if (allowedNow(object.metadata, 'change', identity) === true) return undefined;
  const change = field(object.metadata, 'change');
  return `closed: change is ${change === undefined ? 'never' : `"${sayField(metadataTags.change, change)}"`}`;
}

/** A target must still let its metadata be changed; its content is written by the update. */
function targetUnfit(object: ObjectSnapshot, algorithm: ChipAlgorithm | undefined): string | undefined {
  const kind = findObject(object.id)?.kind;
  const takes = kind === undefined ? undefined : keyAlgorithms[kind];
  if (algorithm !== undefined && takes?.includes(algorithm) !== true) return `takes no ${algorithmWords[algorithm]} key`;
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

/** What can be chosen for each question on this chip now, and why not the rest. */
export function allChoices(snapshot: ChipSnapshot | undefined, algorithm: ChipAlgorithm | undefined): WizardView['choices'] {
  const writable: Unfit = (object) => (snapshot === undefined ? undefined : closed(object, snapshot));
  return {
    targets: choices(offered.targets, snapshot, (object) => targetUnfit(object, algorithm)),
    certificateObjects: choices(offered.certificateObjects, snapshot, writable),
    anchors: choices(offered.anchors, snapshot, writable),
    secrets: choices(offered.secrets, snapshot, writable),
  };
}
