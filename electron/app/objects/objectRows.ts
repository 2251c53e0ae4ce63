import { bindingsOf } from '../../../core/access/bindings.ts';
import { conditionOf } from '../../../core/access/conditionOf.ts';
import { explain } from '../../../core/access/explain.ts';
import { sayField, sayKeyIn } from '../../../core/access/sayMetadata.ts';
import { equal } from '../../../core/bytes/bytes.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { plainAccess } from '../../../core/access/accessContext.ts';
import type { ChipSnapshot } from '../../../core/chip/snapshot.ts';
import type { ConditionView, ObjectRow } from '../../../core/contract/objects.ts';
import { isKeyKind, type ObjectEntry } from '../../../core/objects/catalogue.ts';
import { contentState, usedBytes } from '../../../core/objects/contentState.ts';
import { lifecycleNames, objectTypeNames, objectTypeWords } from '../../../core/objects/codes.ts';
import { encodeMetadata, field, fieldNumber, isLocked, metadataTags, type Metadata } from '../../../core/objects/metadata.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import { nameTag } from '../../../core/plan/steps/writeMetadata.ts';
import type { Fault } from '../../../core/result/fault.ts';
import { faultView } from '../faultView.ts';
import { actionsOf } from './objectActions.ts';
import { purposes } from './objectWords.ts';
import { metadataRows } from '../wizard/index.ts';

export function viewCondition(metadata: Metadata, name: 'change' | 'read' | 'execute', identity: ChipSnapshot): ConditionView {
  const { sentence, truth, terms } = explain(conditionOf(metadata, name), plainAccess(metadata, identity));
  const plain = <T extends { truth: boolean | undefined }>({ truth: value, ...rest }: T) => ({ ...rest, ...(value === undefined ? {} : { truth: value }) });
  return { sentence, ...(truth === undefined ? {} : { truth }), terms: terms.map(plain) };
}

/** Names the fields that differ. The used size is left out, because it follows from the content. */
function changedFields(before: Metadata | undefined, now: Metadata): string[] {
  if (before === undefined) return [];
  const tags = new Set([...before, ...now].map(({ tag }) => tag));
  const value = (metadata: Metadata, tag: number): Uint8Array => metadata.find((entry) => entry.tag === tag)?.value ?? new Uint8Array();
  return [...tags].filter((tag) => !equal(value(before, tag), value(now, tag))).map(nameTag);
}

function sizes(metadata: Metadata, isKey: boolean): Pick<ObjectRow, 'usedSize' | 'maxSize'> {
  const max = fieldNumber(metadata, 'max_size');
  const used = usedBytes(metadata);
  if (isKey) return {};
  return { ...(used === undefined ? {} : { usedSize: used }), ...(max === undefined ? {} : { maxSize: max }) };
}

/** The content of a key object is described in its metadata. */
function keyPart({ kind }: ObjectEntry, metadata: Metadata): Pick<ObjectRow, 'algorithm' | 'glance' | 'state'> {
  if (!isKeyKind(kind)) return {};
  const [algorithm, usage] = [field(metadata, 'algorithm'), field(metadata, 'key_usage')];
  const [state, says] = [contentState({ kind }, metadata, 'not-readable'), sayKeyIn(metadata)];
  if (algorithm === undefined || usage === undefined || state === 'empty') return { state, glance: says };
  return { state, algorithm: sayField(metadataTags.algorithm, algorithm), glance: `${says} · ${sayField(metadataTags.key_usage, usage)}` };
}

export function viewRow(entry: ObjectEntry, metadata: Metadata, identity: ChipSnapshot, before: Metadata | undefined): ObjectRow {
  const type = objectTypeNames.get(fieldNumber(metadata, 'type') ?? -1);
  const lifecycle = lifecycleNames.get(fieldNumber(metadata, 'lcso') ?? -1);
  const isKey = isKeyKind(entry.kind);
  return {
    id: formatOid(entry.id),
    kind: entry.kind,
    name: entry.name,
    purpose: purposes[entry.kind],
    ...(type === undefined ? {} : { type: objectTypeWords[type] }),
    ...(lifecycle === undefined ? {} : { lifecycle }),
    ...sizes(metadata, isKey),
    ...keyPart(entry, metadata),
    locked: isLocked(metadata),
    change: viewCondition(metadata, 'change', identity),
    read: viewCondition(metadata, 'read', identity),
    execute: viewCondition(metadata, 'execute', identity),
    bindings: bindingsOf(entry.id, metadata).map(({ to, kind, accesses }) => ({ to: formatOid(to), kind, accesses: [...accesses] })),
    pairs: [],
    actions: actionsOf({ entry, metadata, identity }),
    metadata: toHex(encodeMetadata(metadata)),
    rows: metadataRows(metadata),
    changed: changedFields(before, metadata),
  };
}

export const failedRow = (entry: ObjectEntry, refusal: Fault): ObjectRow => ({
  id: formatOid(entry.id),
  kind: entry.kind,
  name: entry.name,
  purpose: purposes[entry.kind],
  state: 'not-readable',
  locked: false,
  bindings: [],
  pairs: [],
  actions: [],
  metadata: '',
  rows: [],
  changed: [],
  fault: faultView(refusal),
});
