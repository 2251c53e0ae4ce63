import { findObject, isKeyKind, requireObject } from '../../objects/catalogue.ts';
import type { KeyUsage } from '../../objects/codes.ts';
import { nextVersion, type Metadata } from '../../objects/metadata.ts';
import { formatOid, oid, type Oid } from '../../objects/oid.ts';
import { err, ok, type Result } from '../../result/result.ts';

export type UpdateKind = 'data' | 'metadata' | 'both';

/** The answers to the seven steps as stored, including those that do not apply now. */
export interface WizardAnswers {
  readonly target: Oid;
  readonly certificateObject: Oid;
  readonly identityTag: boolean;
  readonly keyUsage: KeyUsage[];
  /** 0 means the next version after the chip's. */
  readonly payloadVersion: number;
  readonly anchorObject: Oid;
  readonly lockAnchor: boolean;
  readonly confidentiality: boolean;
  readonly secretObject: Oid;
  readonly lockSecret: boolean;
  readonly secretUnreadable: boolean;
  readonly update: UpdateKind;
  readonly flush: boolean;
}

const objectFields = ['target', 'certificateObject', 'anchorObject', 'secretObject'] as const satisfies readonly (keyof WizardAnswers)[];
type ObjectField = (typeof objectFields)[number];
type Ids = Readonly<Record<ObjectField, string>>;

/** Answers with object ids as text, as in the window and in the file of answers. */
export type WrittenAnswers = Omit<WizardAnswers, ObjectField> & Ids;

/** Default objects. */
export const usualObjects = { target: oid(0xe0f1), certificate: oid(0xe0e1), anchor: oid(0xe0e3), secret: oid(0xf1d1) } as const;

/** Default object for a device certificate. For an RSA key it is 0xE0E2, as in the vendor's guide. */
export const usualCertificate = (target: Oid): Oid => (findObject(target)?.kind === 'rsa-key' ? oid(0xe0e2) : usualObjects.certificate);

/** Default usage of a device key. */
export const usualKeyUsage = (): KeyUsage[] => ['authentication', 'signature'];

export const firstAnswers: WizardAnswers = {
  target: usualObjects.target,
  certificateObject: usualObjects.certificate,
  identityTag: true,
  keyUsage: usualKeyUsage(),
  payloadVersion: 0,
  anchorObject: usualObjects.anchor,
  lockAnchor: false,
  confidentiality: false,
  secretObject: usualObjects.secret,
  lockSecret: false,
  secretUnreadable: true,
  update: 'data',
  flush: true,
};

/** Reads the given answers. Each object id must be in the catalogue. */
export function readAnswers(written: Partial<WrittenAnswers>): Result<Partial<WizardAnswers>, 'object/bad-id' | 'object/unknown'> {
  const { target, certificateObject, anchorObject, secretObject, ...rest } = written;
  const ids: Partial<Record<ObjectField, Oid>> = {};
  for (const [field, text] of Object.entries({ target, certificateObject, anchorObject, secretObject }) as [ObjectField, string | undefined][]) {
    if (text === undefined) continue;
    const id = requireObject(text);
    if (!id.ok) return err(id.fault);
    ids[field] = id.value;
  }
  return ok({ ...rest, ...ids });
}

export const writeAnswers = (answers: WizardAnswers): WrittenAnswers => ({
  ...answers,
  target: formatOid(answers.target),
  certificateObject: formatOid(answers.certificateObject),
  anchorObject: formatOid(answers.anchorObject),
  secretObject: formatOid(answers.secretObject),
});

/** The key that the same run puts on the chip. */
export interface KeyAnswers {
  readonly certificateObject: Oid;
  readonly identityTag: boolean;
  readonly usage: readonly KeyUsage[];
  /** The data set's payload version. */
  readonly version: number;
}

/** The answers that apply, checked for form. Rules, metadata budget and plan are made from them. */
export interface ResolvedAnswers {
  readonly target: Oid;
  readonly anchor: Oid;
  readonly lockAnchor: boolean;
  readonly update: UpdateKind;
  readonly flush: boolean;
  readonly confidentiality?: { readonly object: Oid; readonly lock: boolean; readonly unreadable: boolean };
  /** Absent: the target is only prepared, and nothing is sent. */
  readonly key?: KeyAnswers;
}

/** The payload version that will be used. @param present the target's metadata; empty when unknown */
const versionOf = ({ payloadVersion }: WizardAnswers, present: Metadata): number => (payloadVersion > 0 ? payloadVersion : nextVersion(present));

/**
 * A key is sent unless the target accepts only metadata (choice 2 of step 6/7). A data object is only prepared: its
 * content is built and sent as a data set.
 */
function sendsKey({ target, update }: WizardAnswers): boolean {
  const kind = findObject(target)?.kind;
  return update !== 'metadata' && kind !== undefined && isKeyKind(kind);
}

/** @param present the target's metadata; empty when unknown */
export function resolveAnswers(answers: WizardAnswers, present: Metadata): ResolvedAnswers {
  const { target, anchorObject: anchor, lockAnchor, update, flush, certificateObject, identityTag, keyUsage: usage } = answers;
  const { confidentiality, secretObject: object, lockSecret: lock, secretUnreadable } = answers;
  return {
    target,
    anchor,
    lockAnchor,
    update,
    flush,
    ...(confidentiality ? { confidentiality: { object, lock, unreadable: lock && secretUnreadable } } : {}),
    ...(sendsKey(answers) ? { key: { certificateObject, identityTag, usage, version: versionOf(answers, present) } } : {}),
  };
}

/** The answers with the version that will really be used, as they are shown. */
export const withVersion = (answers: WizardAnswers, present: Metadata): WizardAnswers => ({ ...answers, payloadVersion: versionOf(answers, present) });

/** The objects of a plan with these answers, in the order of the questions. */
export const objectsInUse = ({ target, anchor, confidentiality, key }: ResolvedAnswers): Oid[] => [
  target,
  anchor,
  ...(confidentiality === undefined ? [] : [confidentiality.object]),
  ...(key === undefined ? [] : [key.certificateObject]),
];

const settings = ['target', 'certificateObject', 'keyUsage', 'payloadVersion', 'identityTag', 'anchorObject', 'secretObject', 'secretUnreadable'] as const satisfies readonly (keyof WizardAnswers)[];
export type Setting = (typeof settings)[number];

/** Settings that matter for this plan and still have their default. */
export function untouchedSettings(answers: WizardAnswers, { key, confidentiality }: ResolvedAnswers, defaults: WizardAnswers): Setting[] {
  const counts: Readonly<Record<Setting, boolean>> = {
    target: true,
    certificateObject: key !== undefined,
    keyUsage: key !== undefined,
    payloadVersion: key !== undefined,
    identityTag: key !== undefined,
    anchorObject: true,
    secretObject: confidentiality !== undefined,
    secretUnreadable: confidentiality?.lock === true,
  };
  const first: WizardAnswers = { ...defaults, certificateObject: usualCertificate(answers.target) };
  return settings.filter((setting) => counts[setting] && String(answers[setting]) === String(first[setting]));
}
