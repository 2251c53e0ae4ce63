import type { ErrorCode } from '../../../apdu/status.ts';
import { equal } from '../../../bytes/bytes.ts';
import { isKeyKind } from '../../../objects/catalogue.ts';
import { objectTypeCodes } from '../../../objects/codes.ts';
import { field, fieldNumber, version, versionEntry } from '../../../objects/metadata.ts';
import type { Oid } from '../../../objects/oid.ts';
import type { Manifest } from '../../../update/manifest.ts';
import { verifyManifest } from '../../../update/signature.ts';
import { permit, permitUpdate } from '../access.ts';
import { certificateKey } from '../certificates.ts';
import { holds, keyFields } from '../generateKey.ts';
import { curveOfCode } from '../keys.ts';
import { objectAt, type Machine } from '../machine.ts';
import { special } from '../special.ts';
import { refused, type Outcome } from '../outcome.ts';
import { fieldsFit, maxSize, readable, type StoredObject } from '../store.ts';

/** Objects that a protected update cannot change (manual, "SetObjectProtected", notes). */
const untouchable: readonly Oid[] = [
  special.lcsG,
  special.lcsA,
  special.statusG,
  special.statusA,
  special.uid,
  special.sleepDelay,
  special.current,
  special.eventCounter,
  special.bufferSize,
  special.lastError,
];

const componentIdLength = 25;

/** Values that this chip supports; otherwise 0F. A wrong component id is 0F on real chips too (Infineon/optiga-trust-m, issue 40). */
function checkValues(machine: Machine, manifest: Manifest): ErrorCode | undefined {
  const { payload, componentId } = manifest;
  if (!machine.v3 && (payload.kind !== 'data' || manifest.confidentiality !== undefined)) return 0x0f;
  if (manifest.payloadVersion > 0x7fff || manifest.payloadLength === 0) return 0x0f;
  if (payload.kind === 'key' && (payload.usage === 0 || (payload.usage & ~0x33) !== 0)) return 0x0f;
  const uid = machine.store.get(special.uid)?.data ?? new Uint8Array();
  if (componentId.length > 0 && !equal(componentId, uid.subarray(0, componentIdLength))) return 0x0f;
  return manifest.trustAnchor === manifest.target ? 0x07 : undefined;
}

/** The anchor must be of type 11, be allowed to be used and hold a certificate, and its key must have made the signature. */
function checkAnchor(machine: Machine, manifest: Manifest): ErrorCode | undefined {
  const anchor = objectAt(machine, manifest.trustAnchor);
  if (refused(anchor)) return anchor;
  if (fieldNumber(anchor.metadata, 'type') !== objectTypeCodes.trust_anchor) return 0x07;
  const denied = permit(machine, anchor, 'execute');
  if (denied !== undefined) return denied;
  const key = certificateKey(machine, anchor);
  if (refused(key)) return key;
  return verifyManifest(manifest, key, machine.check) ? undefined : 0x2c;
}

function checkKind(machine: Machine, { payload, payloadLength }: Manifest, target: StoredObject): ErrorCode | undefined {
  const isKey = isKeyKind(target.entry.kind);
  if (payload.kind === 'metadata') return undefined;
  if (payload.kind === 'data') {
    if (isKey) return 0x0f;
    return payload.offset + payloadLength > maxSize(target) ? 0x08 : undefined;
  }
  if (!isKey || !holds(target, payload.algorithm)) return 0x0f;
  const ec = target.entry.kind === 'ecc-key';
  return ec && curveOfCode(payload.algorithm, machine.v3) === undefined ? 0x0f : undefined;
}

/**
 * The payload version must be higher than the object's. After an interrupted update, the write type "write" may only
 * continue with the same version; types that replace everything may also use a higher one.
 */
function checkVersion({ payload, payloadVersion }: Manifest, target: StoredObject): ErrorCode | undefined {
  const present = version(target.metadata);
  if (!present.invalid) return payloadVersion > present.version ? undefined : 0x10;
  const partial = payload.kind === 'data' && payload.writeType === 'write';
  return payloadVersion === present.version || (!partial && payloadVersion > present.version) ? undefined : 0x10;
}

/** The manifest's secret must be of type 23, have 16…64 bytes, be allowed to be used, and not be the target. */
export function updateSecret(machine: Machine, manifest: Manifest): Outcome<Uint8Array> | undefined {
  if (manifest.confidentiality === undefined) return undefined;
  const object = objectAt(machine, manifest.confidentiality.secret);
  if (refused(object)) return object;
  if (object.id === manifest.target || fieldNumber(object.metadata, 'type') !== objectTypeCodes.update_secret) return 0x07;
  const secret = readable(object).slice();
  // The manual gives the lengths but no code. The manifest names something that can't be used, so the code is 0F.
  if (secret.length < 16 || secret.length > 64) return 0x0f;
  return permit(machine, object, 'execute') ?? secret;
}

function checkConditions(machine: Machine, manifest: Manifest, target: StoredObject): ErrorCode | undefined {
  const tag = manifest.payload.kind === 'metadata' ? 'meta_update' : 'change';
  // "In case no reset type is given by the current metadata, the update must fail" (manual, table 49, D8).
  if (tag === 'meta_update' && field(target.metadata, 'reset_type') === undefined) return 0x07;
  const secret = manifest.confidentiality?.secret;
  return permitUpdate(machine, target, tag, { anchor: manifest.trustAnchor, ...(secret === undefined ? {} : { secret }) });
}

function checkRoom({ payload, payloadVersion }: Manifest, target: StoredObject): ErrorCode | undefined {
  const key = payload.kind === 'key' ? keyFields(payload.algorithm, payload.usage) : [];
  return fieldsFit(target, [versionEntry(payloadVersion), ...key]) ? undefined : 0x09;
}

function checkTarget(machine: Machine, manifest: Manifest, target: StoredObject): ErrorCode | undefined {
  if (untouchable.includes(target.id)) return 0x07;
  return (
    checkConditions(machine, manifest, target) ??
    checkVersion(manifest, target) ??
    checkKind(machine, manifest, target) ??
    checkRoom(manifest, target)
  );
}

/** Every check of a parsed manifest by the chip, in the order of core/update/README.md. @returns the target */
export function checkManifest(machine: Machine, manifest: Manifest): Outcome<StoredObject> {
  const wrong = checkValues(machine, manifest) ?? checkAnchor(machine, manifest);
  if (wrong !== undefined) return wrong;
  const target = objectAt(machine, manifest.target);
  return refused(target) ? target : (checkTarget(machine, manifest, target) ?? target);
}
