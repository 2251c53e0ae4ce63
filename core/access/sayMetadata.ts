import { hexNumber, toHexWords } from '../bytes/hex.ts';
import { readUint } from '../bytes/bytes.ts';
import {
  algorithmNames,
  algorithmWords,
  keyUsages,
  lifecycleNames,
  objectTypeNames,
  objectTypeWords,
  resetBits,
} from '../objects/codes.ts';
import { fieldNumber, holdsKey, metadataFields, version, type Metadata, type MetadataField } from '../objects/metadata.ts';
import { unreachable } from '../result/result.ts';
import { parseCondition } from './bytes.ts';
import { sayCondition } from './words.ts';
import { sayBytes } from '../result/format.ts';

const unknown = (value: Uint8Array): string => `unknown (${toHexWords(value)})`;

function sayReset(value: number): string {
  const state = lifecycleNames.get(value & 0x0f) ?? hexNumber(value & 0x0f);
  const content = value & resetBits.flushing ? ', content flushed with zeros' : value & resetBits.random_data ? ', content overwritten with random bytes' : '';
  return `lifecycle back to ${state}${content}`;
}

function sayKnown(field: MetadataField, value: Uint8Array): string {
  const number = readUint(value);
  switch (field) {
    case 'lcso':
      return lifecycleNames.get(number) ?? unknown(value);
    case 'version':
      return `${number & 0x7fff}${number & 0x8000 ? ' (invalid: an update was interrupted)' : ''}`;
    case 'max_size':
    case 'used_size':
      return sayBytes(number);
    case 'change':
    case 'read':
    case 'execute':
    case 'meta_update': {
      const condition = parseCondition(value);
      return condition.ok ? sayCondition(condition.value) : unknown(value);
    }
    case 'algorithm': {
      const name = algorithmNames.get(number);
      return name === undefined ? unknown(value) : algorithmWords[name];
    }
    case 'key_usage':
      return keyUsages(number).join(', ').replaceAll('_', ' ') || 'none';
    case 'type': {
      const name = objectTypeNames.get(number);
      return name === undefined ? unknown(value) : objectTypeWords[name];
    }
    case 'reset_type':
      return sayReset(number);
    default:
      return unreachable(field);
  }
}

/** One metadata field in words; unknown tags and values are shown raw. */
export function sayField(tag: number, value: Uint8Array): string {
  const field = metadataFields.get(tag);
  return field === undefined ? unknown(value) : sayKnown(field, value);
}

/** The version that updates have reached: "version 3", "version 3, update interrupted"; empty when there was no update. */
export function sayVersion(metadata: Metadata): string {
  const { version: number, invalid } = version(metadata);
  return [...(number > 0 ? [`version ${number}`] : []), ...(invalid ? ['update interrupted'] : [])].join(', ');
}

/** The content of a key object: "holds a P-256 key (version 1)", "empty". */
export function sayKeyIn(metadata: Metadata): string {
  const updates = sayVersion(metadata);
  const after = updates === '' ? '' : ` (${updates})`;
  if (!holdsKey(metadata)) return `empty${after}`;
  const name = algorithmNames.get(fieldNumber(metadata, 'algorithm') ?? -1);
  if (name === undefined) return `holds a key of an unknown algorithm${after}`;
  const words = algorithmWords[name].replace(/^NIST /, '');
  return `holds ${/^[AR]/.test(words) ? 'an' : 'a'} ${words} key${after}`;
}
