import type { Secret } from '../bytes/secret.ts';
import { refuseKey } from '../content/content.ts';
import { aesBytes, type AesKey } from '../keys/aesKey.ts';
import type { PrivateKey } from '../keys/privateKey.ts';
import type { Signer } from '../keys/signer.ts';
import { findObject } from '../objects/catalogue.ts';
import { formatOid, type Oid } from '../objects/oid.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { secretLimits } from './confidentiality.ts';
import { labelLimit, seedLimits } from './manifest.ts';
import { checkDataPayload, checkKeyTarget, checkMetadataPayload, keyAlgorithmOf } from './payload.ts';
import { sayBytes } from '../result/format.ts';

export type SpecPayload =
  | { readonly kind: 'data'; readonly bytes: Uint8Array; readonly offset: number; readonly writeType: 'write' | 'erase-write' }
  | { readonly kind: 'metadata'; readonly bytes: Uint8Array; readonly contentReset: 'as-object' | 'zeros' | 'random' }
  /** `usage`: bits of the metadata tag E1. */
  | { readonly kind: 'key'; readonly key: PrivateKey | AesKey; readonly usage: number };

/** Everything that a data set needs, except its signer. */
export interface DataSetContent {
  readonly target: Oid;
  readonly trustAnchor: Oid;
  /** 0…32767. */
  readonly payloadVersion: number;
  readonly payload: SpecPayload;
  /** 25 bytes, for one chip only; absent means every chip. */
  readonly componentId?: Uint8Array;
  readonly confidentiality?: {
    /** The object that holds the secret on the chip. */
    readonly secret: Oid;
    /** 16…64 bytes. */
    readonly value: Secret;
    /** At most 32 bytes. */
    readonly label: Uint8Array;
    /** 16…64 fresh random bytes. */
    readonly seed: Uint8Array;
  };
}

export interface DataSetSpec extends DataSetContent {
  /** The signer's certificate is in the trust anchor object. */
  readonly signer: Signer;
}

export type BuildFault = 'update/bad-option' | 'update/bad-payload' | 'key/not-for-object';
type Checked = Result<void, BuildFault>;

const fine: Checked = ok(undefined);
const wrong = (option: string, why: string, todo: string): Checked => err(fault('update/bad-option', { option, why, todo }));

/** Objects that SetObjectProtected never accepts (manual, "SetObjectProtected"). */
export const neverTarget = (target: Oid): boolean => (target >= 0xe0c0 && target <= 0xe0c6) || (target >= 0xf1c0 && target <= 0xf1c2);

/** Whether these objects can be the target, the trust anchor and the secret of an update. */
export function checkObjects({ target, trustAnchor, secret }: { readonly target: Oid; readonly trustAnchor: Oid; readonly secret?: Oid }): Checked {
  const kind = findObject(target)?.kind;
  const choose = 'Choose a data, certificate, trust anchor or key object.';
  if (neverTarget(target)) return wrong('target_oid', `${formatOid(target)} cannot be updated.`, choose);
  if (kind === undefined || kind === 'session') return wrong('target_oid', `The chip has no object ${formatOid(target)} to update.`, choose);
  const anchorKind = findObject(trustAnchor)?.kind;
  if (anchorKind !== 'trust-anchor' && anchorKind !== 'certificate' && anchorKind !== 'data') {
    return wrong('trust_anchor_oid', `${formatOid(trustAnchor)} cannot hold a certificate.`, 'Use E0E8, E0E9, E0EF or a certificate object.');
  }
  if (trustAnchor === target) return wrong('trust_anchor_oid', 'Trust anchor and target are the same object.', 'A trust anchor cannot update itself: use another one.');
  if (secret === undefined) return fine;
  if (findObject(secret)?.kind !== 'data') {
    return wrong('secret_oid', `${formatOid(secret)} cannot hold an update secret.`, 'Use one of F1D0 to F1DB or F1E0, F1E1.');
  }
  const taken = secret === target || secret === trustAnchor;
  return taken ? wrong('secret_oid', 'The secret is in the target or in the trust anchor.', 'Keep the secret in an object of its own.') : fine;
}

const checkUses = ({ target, trustAnchor, confidentiality }: DataSetContent): Checked =>
  checkObjects({ target, trustAnchor, ...(confidentiality === undefined ? {} : { secret: confidentiality.secret }) });

function checkNumbers({ payloadVersion, componentId, confidentiality }: DataSetContent): Checked {
  if (!Number.isInteger(payloadVersion) || payloadVersion < 0 || payloadVersion > 0x7fff) {
    return wrong('payload_version', `It is ${payloadVersion}; a version has 15 bits.`, 'Use 1 to 32767.');
  }
  if (componentId !== undefined && componentId.length !== 25) {
    return wrong('couid', `It has ${sayBytes(componentId.length)}.`, 'Use the first 25 bytes of the chip\'s UID, or leave it out.');
  }
  if (confidentiality === undefined) return fine;
  const { label, seed, value } = confidentiality;
  if (label.length > labelLimit) return wrong('label', `It has ${sayBytes(label.length)}.`, `Use at most ${labelLimit}.`);
  if (seed.length < seedLimits.least || seed.length > seedLimits.most) {
    return wrong('seed_length', `It is ${seed.length}.`, `Use ${seedLimits.least} to ${seedLimits.most}.`);
  }
  if (value.length >= secretLimits.least && value.length <= secretLimits.most) return fine;
  return wrong('secret', `It has ${sayBytes(value.length)}.`, `Use a secret of ${secretLimits.least} to ${sayBytes(secretLimits.most)}.`);
}

function checkData(target: Oid, { offset, bytes }: Extract<SpecPayload, { kind: 'data' }>): Checked {
  const allowed = refuseKey({ bytes, file: 'The data', object: target });
  return allowed.ok ? checkDataPayload(target, offset, bytes) : allowed;
}

function checkPayload({ payload, target }: DataSetContent): Checked {
  switch (payload.kind) {
    case 'data':
      if (!Number.isInteger(payload.offset) || payload.offset < 0) return wrong('offset', `It is ${payload.offset}.`, 'Use a number from 0.');
      return checkData(target, payload);
    case 'metadata':
      return checkMetadataPayload(payload.bytes);
    case 'key': {
      const { usage, key } = payload;
      if (usage <= 0 || (usage & ~0x33) !== 0) {
        return wrong('key_usage', `It is ${usage.toString(16).padStart(2, '0')}.`, 'Use 01, 02, 10, 20 or sums of them (hexadecimal).');
      }
      if (!('kind' in key) && key.secret.length !== aesBytes[key.algorithm]) {
        return wrong('key_data', `The AES key has ${sayBytes(key.secret.length)}.`, `Use ${sayBytes(aesBytes[key.algorithm])}, or another algorithm.`);
      }
      return checkKeyTarget(target, keyAlgorithmOf(key));
    }
  }
}

/** Refuses what every chip refuses in every state. */
export function checkSpec(spec: DataSetContent): Checked {
  for (const check of [checkUses, checkNumbers, checkPayload]) {
    const checked = check(spec);
    if (!checked.ok) return checked;
  }
  return fine;
}
