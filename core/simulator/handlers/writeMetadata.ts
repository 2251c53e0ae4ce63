import type { ErrorCode } from '../../apdu/status.ts';
import { lifecycleCodes } from '../../objects/codes.ts';
import {
  fieldNumber,
  hostNeverWrites,
  mergeMetadata,
  metadataFields,
  metadataLimit,
  metadataSize,
  parseMetadata,
  type MetadataEntry,
} from '../../objects/metadata.ts';
import { checkValue } from '../chip/metadataRules.ts';
import type { Machine } from '../chip/machine.ts';
import { nothing, type Outcome } from '../chip/outcome.ts';
import type { StoredObject } from '../chip/store.ts';

function checkEntry(machine: Machine, object: StoredObject, { tag, value }: MetadataEntry): ErrorCode | undefined {
  const name = metadataFields.get(tag);
  if (name === undefined) return 0x05;
  // The change condition of these tags is "never" or "auto" (manual, table 49), so a host never meets it.
  if (hostNeverWrites.has(name)) return 0x07;
  const wrong = checkValue(machine, object, name, value);
  if (wrong !== undefined) return wrong;
  const present = fieldNumber(object.metadata, 'lcso');
  if (name === 'lcso') {
    // "In case the LcsO is absent … couldn't be changed". LcsO only goes up: a real chip answers 05 to a lower state
    // (linux-optiga-trust-m, issue 11).
    if (present === undefined) return 0x07;
    return (value[0] as number) < present ? 0x05 : undefined;
  }
  return (present ?? lifecycleCodes.operational) < lifecycleCodes.operational ? undefined : 0x07;
}

/**
 * SetDataObject with Param 01: `20 LL` and the tags to change; other tags are kept. All or nothing.
 * @returns 05 for data that is not metadata or has impossible values, 07 for tags that may not change now, 09 over 44
 * bytes
 */
export function writeMetadata(machine: Machine, object: StoredObject, bytes: Uint8Array): Outcome<Uint8Array> {
  const parsed = parseMetadata(bytes);
  if (!parsed.ok) return bytes.length > 2 && (bytes[1] as number) > metadataLimit ? 0x09 : 0x05;
  for (const entry of parsed.value) {
    const wrong = checkEntry(machine, object, entry);
    if (wrong !== undefined) return wrong;
  }
  const merged = mergeMetadata(object.metadata, parsed.value);
  if (metadataSize(merged) > metadataLimit) return 0x09;
  object.metadata = merged;
  return nothing;
}
