import type { BuildForm, BuildView } from '../../../core/contract/datasets.ts';
import { catalogue, findObject, isKeyKind, keyAlgorithms, type ObjectEntry } from '../../../core/objects/catalogue.ts';
import { algorithmWords, objectTypeCodes, type ChipAlgorithm } from '../../../core/objects/codes.ts';
import { field, fieldNumber, metadataTags } from '../../../core/objects/metadata.ts';
import { formatOid, parseOid, type Oid } from '../../../core/objects/oid.ts';
import { sayField, sayKeyIn, sayVersion } from '../../../core/access/sayMetadata.ts';
import { neverTarget } from '../../../core/update/buildSpec.ts';
import type { StudioChip } from './studioChip.ts';

type Choice = BuildView['targets'][number];

/** Describes in a few words what is known of the object's content on the connected chip. */
function present(id: Oid, chip: StudioChip | undefined): string {
  const metadata = chip?.object(id)?.metadata;
  if (metadata === undefined) return '';
  const [lcsO, type] = [field(metadata, 'lcso'), fieldNumber(metadata, 'type')];
  const kind = findObject(id)?.kind;
  return [
    ...(lcsO === undefined ? [] : [sayField(metadataTags.lcso, lcsO)]),
    ...(kind === undefined || !isKeyKind(kind) ? [] : [sayKeyIn(metadata)]),
    ...(type === objectTypeCodes.trust_anchor ? ['trust anchor'] : type === objectTypeCodes.update_secret ? ['update secret'] : []),
    ...(kind !== undefined && isKeyKind(kind) ? [] : [sayVersion(metadata) || 'no version yet']),
  ].join(', ');
}

const choice = ({ id, name }: ObjectEntry, chip: StudioChip | undefined, unfit?: string): Choice => ({
  id: formatOid(id),
  name,
  present: present(id, chip),
  ...(unfit === undefined ? {} : { unfit }),
});

function unfitTarget({ kind }: ObjectEntry, payload: BuildForm['kind'], algorithm: ChipAlgorithm | undefined): string | undefined {
  if (payload === 'metadata') return undefined;
  if (payload === 'data') return isKeyKind(kind) ? 'holds a key' : undefined;
  const takes = keyAlgorithms[kind];
  if (takes === undefined) return 'holds no key';
  return algorithm === undefined || takes.includes(algorithm) ? undefined : `takes no ${algorithmWords[algorithm]} key`;
}

/** Lists the possible targets of an update of this kind. */
export function targetChoices(payload: BuildForm['kind'], algorithm: ChipAlgorithm | undefined, chip: StudioChip | undefined, typed: Oid | undefined): Choice[] {
  const fit = catalogue.filter((entry) => entry.kind !== 'session' && !neverTarget(entry.id));
  return fit
    .map((entry) => choice(entry, chip, unfitTarget(entry, payload, algorithm)))
    .filter(({ id, unfit }) => unfit === undefined || (typed !== undefined && id === formatOid(typed)));
}

const ofKinds = (chip: StudioChip | undefined, ...kinds: ObjectEntry['kind'][]): Choice[] =>
  catalogue.filter(({ kind }) => kinds.includes(kind)).map((entry) => choice(entry, chip));

export const anchorChoices = (chip: StudioChip | undefined): Choice[] => ofKinds(chip, 'certificate', 'trust-anchor');
export const secretChoices = (chip: StudioChip | undefined): Choice[] => ofKinds(chip, 'data');

/**
 * Proposes the present target if it supports such keys, otherwise the first object that does. E0F0 has the factory's key, so it
 * is not proposed first.
 */
export function firstTargetFor(algorithm: ChipAlgorithm, now: string): string {
  const takes = (id: Oid): boolean => keyAlgorithms[findObject(id)?.kind ?? 'data']?.includes(algorithm) === true;
  const current = parseOid(now);
  if (current.ok && takes(current.value)) return now;
  const first = catalogue.find(({ id }) => takes(id) && id !== 0xe0f0);
  return first === undefined ? now : formatOid(first.id);
}
