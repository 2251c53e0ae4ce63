import { encodeCondition, parseCondition } from '../../access/bytes.ts';
import { lcsO, never, orGroup, sameTerm, terms, type Condition, type Term } from '../../access/condition.ts';
import { equal } from '../../bytes/bytes.ts';
import type { ChipSnapshot } from '../../chip/snapshot.ts';
import { wrapIdentity } from '../../certificates/identity.ts';
import { objectTypeCodes, resetBits } from '../../objects/codes.ts';
import { entry, field, mergeMetadata, metadataSize, metadataTags, type Metadata, type MetadataEntry } from '../../objects/metadata.ts';
import { formatOid, type Oid } from '../../objects/oid.ts';
import { isKeyKind, findObject } from '../../objects/catalogue.ts';
import type { Input, Plan, Step } from '../step.ts';
import type { ResolvedAnswers } from './answers.ts';

/** The answers to the seven steps, and the contents that the steps write besides this run's key. */
export interface PrepareAnswers extends Omit<ResolvedAnswers, 'confidentiality' | 'key'> {
  /** DER; written without identity tag. */
  readonly anchorCertificate: Uint8Array;
  readonly confidentiality?: NonNullable<ResolvedAnswers['confidentiality']> & { readonly secret: Extract<Input, { kind: 'material' }> };
}

/** What the target's conditions depend on. */
export interface TargetAnswers extends Pick<ResolvedAnswers, 'target' | 'anchor' | 'update' | 'flush'> {
  readonly confidentiality?: { readonly object: Oid };
}

interface SentKey {
  readonly manifest: Uint8Array;
  readonly fragments: Input;
}

/** A private key and its certificate. The same run puts both on the chip. */
interface SentPair extends SentKey {
  readonly certificateObject: Oid;
  /** DER */
  readonly certificate: Uint8Array;
  readonly identityTag: boolean;
}

/** An AES key. `known` is the key itself, for the proof with a known block. */
interface SentAes extends SentKey {
  readonly known?: Extract<Input, { kind: 'material' }>;
}

export type Provisioning = SentPair | SentAes;

const resetToCreation = 0x01;

/** Int(anchor) [&& Conf(secret)] */
function updateGroup(answers: TargetAnswers): Term[] {
  const anchor: Term = { kind: 'int', oid: answers.anchor };
  return answers.confidentiality === undefined
    ? [anchor]
    : [anchor, { kind: 'conf', oid: answers.confidentiality.object }];
}

/**
 * The target's new change condition. `always` can't get `|| Int` added, because ALW must be the only term, and a
 * protected update needs Int in the condition. It becomes "until operational, or signed", which is stricter.
 */
function widened(present: Condition, group: readonly Term[]): Condition {
  if (present.kind !== 'terms') return orGroup(present.kind === 'always' ? terms([lcsO('<', 'operational')]) : present, group);
  // An older, weaker group with the same anchor would still allow unencrypted updates.
  const kept = present.groups.filter((other) => group.length === 1 || !other.every((term) => group.some((wanted) => sameTerm(term, wanted))));
  return kept.length === 0 ? terms(group) : orGroup(terms(...kept), group);
}

/** Metadata tags that the wizard sets on the target; only those that differ from `present`. */
export function targetChanges(answers: TargetAnswers, present: Metadata): Metadata {
  const group = updateGroup(answers);
  const wanted: MetadataEntry[] = [];
  if (answers.update !== 'metadata') {
    const bytes = field(present, 'change');
    const parsed = bytes === undefined ? undefined : parseCondition(bytes);
    const condition = widened(parsed?.ok === true ? parsed.value : never, group);
    wanted.push({ tag: metadataTags.change, value: encodeCondition(condition) });
  }
  if (answers.update !== 'data') {
    wanted.push({ tag: metadataTags.meta_update, value: encodeCondition(terms(group)) });
    wanted.push(entry('reset_type', resetToCreation | (answers.flush ? resetBits.flushing : 0)));
  }
  return wanted.filter(({ tag, value }) => !present.some((now) => now.tag === tag && equal(now.value, value)));
}

/** Tags that the chip adds when it accepts the update: version, and for keys algorithm and usage. */
const addedByUpdate = (key: boolean): Metadata => [
  entry('version', 0, 0),
  ...(key ? [entry('algorithm', 0), entry('key_usage', 0)] : []),
];

/** Bytes of the target's metadata after all steps, at most 44. */
export function targetBudget(answers: TargetAnswers, present: Metadata): number {
  const kind = findObject(answers.target)?.kind;
  const prepared = mergeMetadata(present, targetChanges(answers, present));
  return metadataSize(mergeMetadata(prepared, addedByUpdate(kind !== undefined && isKeyKind(kind) && answers.update !== 'metadata')));
}

function anchorSteps({ anchor, anchorCertificate }: PrepareAnswers): Step[] {
  return [
    {
      id: 'anchor-certificate',
      kind: 'write-object',
      object: anchor,
      content: { kind: 'inline', bytes: anchorCertificate },
      what: 'trust anchor',
    },
    {
      id: 'anchor-metadata',
      kind: 'write-metadata',
      object: anchor,
      changes: [entry('type', objectTypeCodes.trust_anchor), entry('execute', 0x00)],
      purpose: 'becomes a trust anchor that may be used',
    },
  ];
}

function secretSteps({ confidentiality }: PrepareAnswers): Step[] {
  if (confidentiality === undefined) return [];
  const { object, secret } = confidentiality;
  return [
    { id: 'secret', kind: 'write-object', object, content: secret, what: 'protected update secret' },
    {
      id: 'secret-metadata',
      kind: 'write-metadata',
      object,
      changes: [entry('type', objectTypeCodes.update_secret), entry('execute', 0x00)],
      purpose: 'becomes a protected update secret that may be used',
    },
  ];
}

function targetSteps(answers: PrepareAnswers, present: Metadata): Step[] {
  const changes = targetChanges(answers, present);
  if (changes.length === 0) return [];
  const by = `signed by ${formatOid(answers.anchor)}${answers.confidentiality ? ` and encrypted with ${formatOid(answers.confidentiality.object)}` : ''}`;
  const whats = { data: 'content', metadata: 'metadata', both: 'content and metadata' } as const;
  const purpose = `takes updates of its ${whats[answers.update]} when they are ${by}`;
  return [{ id: 'target-metadata', kind: 'write-metadata', object: answers.target, changes, purpose }];
}

/** Locks come last. The runner checks this again. */
function lockSteps({ anchor, lockAnchor, confidentiality }: PrepareAnswers): Step[] {
  return [
    ...(lockAnchor ? [{ id: 'lock-anchor', kind: 'lock', object: anchor, unreadable: false } as const] : []),
    ...(confidentiality?.lock === true
      ? [{ id: 'lock-secret', kind: 'lock', object: confidentiality.object, unreadable: confidentiality.unreadable } as const]
      : []),
  ];
}

interface KeySteps {
  readonly write: readonly Step[];
  readonly send: readonly Step[];
}

function keySteps(target: Oid, provisioning: Provisioning): KeySteps {
  const { manifest, fragments } = provisioning;
  const send: Step = { id: 'send-key', kind: 'send-data-set', target, manifest, fragments };
  if (!('certificate' in provisioning)) {
    const { known } = provisioning;
    return { write: [], send: known === undefined ? [send] : [send, { id: 'prove-key', kind: 'prove-aes', key: target, known }] };
  }
  const { certificateObject, certificate, identityTag } = provisioning;
  const content: Input = { kind: 'inline', bytes: identityTag ? wrapIdentity(certificate) : certificate };
  const write: Step = { id: 'device-certificate', kind: 'write-object', object: certificateObject, content, what: 'device certificate' };
  return { write: [write], send: [send, { id: 'prove-key', kind: 'prove-key', key: target, certificate }] };
}

/** The wizard's plan: first what protects, then the key and its proof, locks last. */
export function wizardPlan(answers: PrepareAnswers, snapshot: ChipSnapshot, provisioning?: Provisioning): Plan {
  const present = snapshot.objects.get(answers.target)?.metadata ?? [];
  const key = provisioning === undefined ? undefined : keySteps(answers.target, provisioning);
  return {
    title: key === undefined ? `Prepare ${formatOid(answers.target)} for protected updates` : `Put a key into ${formatOid(answers.target)}`,
    chip: { uid: snapshot.uid.raw, chipId: snapshot.uid.chipId },
    steps: [
      ...(key?.write ?? []),
      ...anchorSteps(answers),
      ...secretSteps(answers),
      ...targetSteps(answers, present),
      ...(key?.send ?? []),
      ...lockSteps(answers),
    ],
  };
}
