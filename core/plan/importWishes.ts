import { parseCondition } from '../access/bytes.ts';
import { evaluate } from '../access/evaluate.ts';
import { sayField } from '../access/sayMetadata.ts';
import { equal } from '../bytes/bytes.ts';
import { hexNumber, toHexWords } from '../bytes/hex.ts';
import { unwrapCertificate } from '../certificates/identity.ts';
import { contentDifference } from '../chip/exchange/compare.ts';
import { refuseKey } from '../content/content.ts';
import type { FileObject } from '../chip/exchange/readChipFile.ts';
import { forOthers, plainAccess, type AccessContext } from '../access/accessContext.ts';
import type { ChipSnapshot, ObjectSnapshot } from '../chip/snapshot.ts';
import { findObject, isKeyKind, type ObjectKind } from '../objects/catalogue.ts';
import { lifecycleCodes, lifecycleNames } from '../objects/codes.ts';
import { sayLine } from '../result/say.ts';
import { entry, field, fieldNumber, lifecycleOf, mergeMetadata, metadataFields, metadataTags, metadataWords, type Metadata, type MetadataEntry, type MetadataField } from '../objects/metadata.ts';
import { sayBytes } from '../result/format.ts';

/** What a file demands of an object, and which parts an import does not do. */
export interface Wish<T> {
  readonly wanted?: T;
  /** A reason for which the object is not changed. */
  readonly refused: readonly string[];
  /** No host can write this. The rest of the object is still written. */
  readonly leftOut: readonly string[];
}

const nothing = { refused: [], leftOut: [] } as const;

/** Content that the chip manages itself, or that an import must never write. */
export const chipsOwn: Readonly<Partial<Record<ObjectKind, string>>> = {
  uid: 'The UID belongs to another chip and cannot be written.',
  lifecycle: 'An import never raises the lifecycle of the chip or its application: that cannot be undone.',
  'security-status': 'The security status is not permanent content.',
  'event-counter': 'The chip counts security events by itself.',
  'last-error': 'The last error is not permanent content.',
  session: 'Session contexts are volatile.',
};

/** The content to write when the vendor's tool stopped reading at its limit; undefined when the rest cannot be known. */
function wholeContent({ data = new Uint8Array(), wholeSize }: FileObject): Uint8Array | undefined {
  if (wholeSize === undefined) return data;
  const inside = unwrapCertificate(data);
  const complete = inside.ok || data.every((byte) => byte === 0);
  if (!complete) return undefined;
  const whole = new Uint8Array(wholeSize);
  whole.set(data);
  return whole;
}

/** The content that has to be written; undefined when the chip already has it. */
export function wantedContent(object: FileObject, present: ObjectSnapshot): Wish<Uint8Array> {
  if (object.data === undefined) return nothing;
  if (present.data !== undefined && contentDifference(object, present) < 0) return nothing;
  const kind = findObject(object.id)?.kind;
  const own = kind === undefined ? undefined : chipsOwn[kind];
  if (own !== undefined) return { refused: [], leftOut: [own] };
  if (kind === 'setting' && field(present.metadata, 'change') === undefined) return { refused: [], leftOut: ['The chip sets this setting itself: it has no change condition.'] };
  const max = fieldNumber(present.metadata, 'max_size');
  const wanted = wholeContent(object);
  if (wanted === undefined) return { refused: [`The vendor's tool had read ${object.data.length} of its ${object.wholeSize} bytes: the rest is not in the file.`], leftOut: [] };
  const allowed = refuseKey({ bytes: wanted, file: 'The file', object: object.id });
  if (!allowed.ok) return { refused: [sayLine(allowed.fault)], leftOut: [] };
  if (max !== undefined && wanted.length > max) return { refused: [`Its content has ${sayBytes(wanted.length)}; the object of this chip holds ${max}.`], leftOut: [] };
  return { ...nothing, wanted };
}

const nameOf = (tag: number): string => {
  const name = metadataFields.get(tag);
  return name === undefined ? hexNumber(tag) : metadataWords[name];
};

const conditionFields: ReadonlySet<MetadataField> = new Set(['change', 'read', 'execute', 'meta_update']);

/** Whether a plain command meets this condition. */
function isOpen(bytes: Uint8Array | undefined, metadata: Metadata, snapshot: AccessContext): boolean {
  const condition = bytes === undefined ? undefined : parseCondition(bytes);
  return condition?.ok === true && evaluate(condition.value, plainAccess(metadata, snapshot)) === true;
}

/**
 * Whether the file would open a condition that is closed now. Execute may be set if it was never set, because anchors and secrets
 * need it.
 */
function opens({ tag, value }: MetadataEntry, present: Metadata, snapshot: ChipSnapshot): boolean {
  const name = metadataFields.get(tag);
  if (name === undefined || !conditionFields.has(name)) return false;
  const now = field(present, name);
  if (now === undefined && name === 'execute') return false;
  return !isOpen(now, present, snapshot) && isOpen(value, present, snapshot);
}

/** Whether V1 lacks a term, type or tag of this field (manual, tables 44, 45, 49). */
function unknownToV1({ tag, value }: MetadataEntry): boolean {
  const name = metadataFields.get(tag);
  if (name === 'meta_update' || name === 'reset_type') return true;
  if (name === 'type') return value[0] === 0x23 || value[0] === 0x31;
  if (name === undefined || !conditionFields.has(name)) return false;
  const condition = parseCondition(value);
  const newer: readonly string[] = ['auto', 'secStaG', 'secStaA'];
  return condition.ok && condition.value.kind === 'terms' && condition.value.groups.flat().some(({ kind }) => newer.includes(kind));
}

/** Why an import does not write this field of a file; undefined when it may write it. */
function refusal(entry: MetadataEntry, present: Metadata, snapshot: ChipSnapshot): string | undefined {
  const { tag, value } = entry;
  const name = metadataFields.get(tag);
  if (name === undefined) return `Its metadata has the tag ${hexNumber(tag)} (${toHexWords(value)}), which this program does not know: it is not written.`;
  if (conditionFields.has(name) && !parseCondition(value).ok) return `Its ${metadataWords[name]} condition (${toHexWords(value)}) is not a valid condition.`;
  if (snapshot.uid.family === 'trust-m-v1' && unknownToV1(entry)) return `A Trust M V1 does not support its ${nameOf(tag)}: ${sayField(tag, value)}.`;
  if (!opens(entry, present, snapshot)) return undefined;
  const now = field(present, name);
  return `Its ${metadataWords[name]} condition is closed now (${now === undefined ? 'never' : sayField(tag, now)}), and the file would open it (${sayField(tag, value)}). An import never opens a condition.`;
}

interface Lifecycle {
  readonly lock: boolean;
  readonly refused: readonly string[];
}

function wantedLifecycle(wanted: Metadata, present: Metadata, snapshot: ChipSnapshot): Lifecycle {
  const to = fieldNumber(wanted, 'lcso');
  // Absent counts as operational (manual, "Metadata expression").
  const from = lifecycleOf(present);
  if (to === undefined || to === from) return { lock: false, refused: [] };
  const name = (state: number): string => lifecycleNames.get(state) ?? hexNumber(state);
  if (to < from) return { lock: false, refused: [`Its lifecycle state is ${name(from)}, but the file has ${name(to)}: it only goes up.`] };
  if (to !== lifecycleCodes.operational) return { lock: false, refused: [`An import does not raise the lifecycle state to ${name(to)}: that cannot be undone.`] };
  const locked = mergeMetadata(mergeMetadata(present, wanted), [entry('lcso', lifecycleCodes.operational)]);
  const change = field(locked, 'change');
  if (change === undefined || !isOpen(change, locked, forOthers(snapshot))) return { lock: true, refused: [] };
  return { lock: false, refused: [`In the file it is operational, but everyone can still change it (change: ${sayField(metadataTags.change, change)}). That would leave it unprotected permanently.`] };
}

/** Why an import does not write a field that a host never writes; undefined for other fields. */
function chipsField(tag: number, present: ObjectSnapshot, wanted: Metadata): string | undefined {
  const kind = findObject(present.id)?.kind;
  const key = kind !== undefined && isKeyKind(kind);
  const text = 'A key cannot be imported. Generate a key on the chip, or send a data set.';
  if (tag === metadataTags.algorithm) return text;
  // The usage is set together with the key. It would be wrong for another key than the one in the object.
  const sameKey = equal(field(wanted, 'algorithm') ?? new Uint8Array(), field(present.metadata, 'algorithm') ?? new Uint8Array());
  if (tag === metadataTags.key_usage && key && !sameKey) return text;
  if (tag === metadataTags.version) return 'Its version is set by protected updates alone.';
  return tag === metadataTags.max_size ? 'The chip sets its largest size itself.' : undefined;
}

/** The fields that have to be written, and whether the object is to be locked. */
export function wantedMetadata(wanted: Metadata, present: ObjectSnapshot, snapshot: ChipSnapshot): Wish<Metadata> & { readonly lock: boolean } {
  const leftOut = new Set<string>();
  const refused: string[] = [];
  const changes: MetadataEntry[] = [];
  for (const entry of wanted) {
    const { tag, value } = entry;
    const same = present.metadata.some((now) => now.tag === tag && equal(now.value, value));
    // The used size follows the content; the lifecycle state is decided below.
    if (same || tag === metadataTags.used_size || tag === metadataTags.lcso) continue;
    const own = chipsField(tag, present, wanted);
    const why = own === undefined ? refusal(entry, present.metadata, snapshot) : undefined;
    if (own !== undefined) leftOut.add(own);
    else if (why !== undefined) refused.push(why);
    else changes.push(entry);
  }
  const lifecycle = wantedLifecycle(wanted, present.metadata, snapshot);
  const all = [...refused, ...lifecycle.refused];
  return { refused: all, leftOut: [...leftOut], lock: lifecycle.lock, ...(changes.length === 0 ? {} : { wanted: changes }) };
}
