import type { ErrorCode } from '../../../apdu/status.ts';
import { lifecycleNames } from '../../../objects/codes.ts';
import { isKeyKind } from '../../../objects/catalogue.ts';
import {
  entry,
  field,
  fieldNumber,
  mergeMetadata,
  metadataFields,
  metadataLimit,
  metadataSize,
  metadataTags,
  parseMetadata,
  versionEntry,
  type Metadata,
} from '../../../objects/metadata.ts';
import type { Manifest } from '../../../update/manifest.ts';
import { checkValue } from '../metadataRules.ts';
import type { Machine } from '../machine.ts';
import { special } from '../special.ts';
import { refused, type Outcome } from '../outcome.ts';
import { maxSize, setUsedSize, type StoredObject } from '../store.ts';

type Reset = 'none' | 'zeros' | 'random';

/** The object's own reset type decides. If it has no flushing option, the manifest's reset type decides (manual, table 50). */
function resetOf(object: StoredObject, manifest: Manifest): Reset {
  const upper = (fieldNumber(object.metadata, 'reset_type') ?? 0) & 0x30;
  if (upper === 0x10) return 'zeros';
  if (upper === 0x20) return 'random';
  const wish = manifest.payload.kind === 'metadata' ? manifest.payload.contentReset : 'as-object';
  return wish === 'as-object' ? 'none' : wish;
}

const monitorDefault = Uint8Array.of(50, 0, 5, 1, 0, 0, 0, 0);

/** Clears content. A key object loses its key and the tag E0. The monitor's configuration returns to its default. */
function resetContent(machine: Machine, object: StoredObject, reset: Reset): void {
  if (reset === 'none') return;
  if (isKeyKind(object.entry.kind)) {
    object.key = undefined;
    object.metadata = object.metadata.filter(({ tag }) => tag !== metadataTags.algorithm);
    return;
  }
  if (object.id === special.monitor) {
    object.data = monitorDefault.slice();
    return;
  }
  object.data = reset === 'zeros' ? new Uint8Array(maxSize(object)) : randomBytes(machine, maxSize(object));
  if (field(object.metadata, 'used_size') !== undefined) setUsedSize(object, 0);
}

function randomBytes(machine: Machine, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 256) bytes.set(machine.random(Math.min(256, length - at)), at);
  return bytes;
}

/** Checks the tags of the payload; C1, C4, C5, E0 are not allowed in it (manual, "Metadata update"): 05. */
function readPayload(machine: Machine, object: StoredObject, payload: Uint8Array): Outcome<Metadata> {
  const parsed = parseMetadata(payload);
  if (!parsed.ok) return 0x05;
  for (const { tag, value } of parsed.value) {
    const name = metadataFields.get(tag);
    if (name === undefined || name === 'version') return 0x05;
    const wrong: ErrorCode | undefined = checkValue(machine, object, name, value);
    if (wrong !== undefined) return wrong;
  }
  return parsed.value;
}

/** Applies a protected metadata update. No other command can lower a lifecycle state. */
export function applyMetadata(
  machine: Machine,
  object: StoredObject,
  manifest: Manifest,
  payload: Uint8Array,
): ErrorCode | undefined {
  const changes = readPayload(machine, object, payload);
  if (refused(changes)) return changes;
  const nibble = (fieldNumber(object.metadata, 'reset_type') ?? 0) & 0x0f;
  const lifecycle = lifecycleNames.has(nibble) ? [entry('lcso', nibble)] : [];
  const base = mergeMetadata(object.metadata, [...lifecycle, versionEntry(manifest.payloadVersion)]);
  if (metadataSize(mergeMetadata(base, changes)) > metadataLimit) return 0x09;
  resetContent(machine, object, resetOf(object, manifest));
  const kept = mergeMetadata(object.metadata, [...lifecycle, versionEntry(manifest.payloadVersion)]);
  object.metadata = mergeMetadata(kept, changes);
  return undefined;
}
