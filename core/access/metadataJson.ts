import { readUint, u16 } from '../bytes/bytes.ts';
import { fromHex, hexNumber, toHex } from '../bytes/hex.ts';
import { readLooseJson } from '../bytes/looseJson.ts';
import {
  algorithmCodes,
  algorithmNames,
  keyUsageCodes,
  keyUsages,
  lifecycleCodes,
  lifecycleNames,
  objectTypeCodes,
  objectTypeNames,
  resetBits,
} from '../objects/codes.ts';
import { metadataFields, metadataTags, type Metadata, type MetadataEntry, type MetadataField } from '../objects/metadata.ts';
import { fault } from '../result/fault.ts';
import { err, ok, unreachable, type Result } from '../result/result.ts';
import { encodeCondition, parseCondition } from './bytes.ts';
import { conditionFromJson, conditionToJson, type ConditionJson } from './words.ts';

/** A value in the vendor's "pretty" JSON form. There, `version` is `[invalid, version]`. */
export type PrettyValue = string | number | readonly string[] | readonly [boolean, number];
export type PrettyMetadata = { readonly [name: string]: PrettyValue };

const resetStates = {
  lcso_to_creation: 0x01,
  lcso_to_initialisation: 0x03,
  lcso_to_operational: 0x07,
  lcso_to_termination: 0x0f,
} as const;

function resetToJson(value: number): string[] {
  const state = Object.entries(resetStates).find(([, code]) => code === (value & 0x0f));
  const content = Object.entries(resetBits).filter(([, bit]) => value & bit);
  const known = [state ?? ['', 0] as const, ...content].reduce((sum, [, bit]) => sum | bit, 0);
  return [...(state ? [state[0]] : []), ...content.map(([name]) => name), ...rest(value, known)];
}

/** The bits that have no name, as one number; empty when every bit has a name. */
const rest = (value: number, known: number): string[] => ((value & ~known) === 0 ? [] : [hexNumber(value & ~known)]);

function usageToJson(value: number): string[] {
  const names = keyUsages(value);
  return [...names, ...rest(value, names.reduce((sum, name) => sum | keyUsageCodes[name], 0))];
}

function valueToJson(field: MetadataField, value: Uint8Array): PrettyValue {
  const number = readUint(value);
  switch (field) {
    case 'lcso':
      return lifecycleNames.get(number) ?? hexNumber(number);
    case 'version':
      return [(number & 0x8000) !== 0, number & 0x7fff];
    case 'max_size':
    case 'used_size':
      return number;
    case 'change':
    case 'read':
    case 'execute':
    case 'meta_update': {
      const condition = parseCondition(value);
      return condition.ok ? conditionToJson(condition.value) : toHex(value);
    }
    case 'algorithm':
      return algorithmNames.get(number) ?? hexNumber(number);
    case 'key_usage':
      return usageToJson(number);
    case 'type':
      return objectTypeNames.get(number) ?? hexNumber(number);
    case 'reset_type':
      return resetToJson(number);
    default:
      return unreachable(field);
  }
}

/** The vendor's JSON form of an object's metadata ("pretty"). Tags and codes without a name are written as numbers. */
export function metadataToJson(metadata: Metadata): PrettyMetadata {
  return Object.fromEntries(
    metadata.map(({ tag, value }) => {
      const field = metadataFields.get(tag);
      return field === undefined ? [hexNumber(tag), toHex(value)] : [field, valueToJson(field, value)];
    }),
  );
}

type Read<T> = Result<T, 'metadata/bad-json' | 'access/bad-words' | 'access/malformed'>;

const bad = (field: string, why: string): Read<never> => err(fault('metadata/bad-json', { field, why }));

/** The name of a code; a code without a name is written as a number (`0x24`). */
function codeOf(table: Readonly<Record<string, number>>, word: unknown): number | undefined {
  if (typeof word !== 'string') return undefined;
  if (Object.hasOwn(table, word)) return table[word];
  return /^0x[0-9a-f]{2}$/i.test(word) ? Number.parseInt(word, 16) : undefined;
}

function code(table: Readonly<Record<string, number>>, field: string, value: unknown): Read<Uint8Array> {
  const found = codeOf(table, value);
  if (found !== undefined) return ok(Uint8Array.of(found));
  return bad(field, `${JSON.stringify(value)} is none of ${Object.keys(table).join(', ')}`);
}

const isWords = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((word) => typeof word === 'string');

function flags(table: Readonly<Record<string, number>>, field: string, value: unknown): Read<Uint8Array> {
  if (!isWords(value)) return bad(field, 'a list of words is wanted');
  const unknown = value.find((word) => codeOf(table, word) === undefined);
  if (unknown !== undefined) return bad(field, `"${unknown}" is none of ${Object.keys(table).join(', ')}`);
  return ok(Uint8Array.of(value.reduce((sum, word) => sum | (codeOf(table, word) ?? 0), 0)));
}

function condition(field: string, value: unknown): Read<Uint8Array> {
  if (typeof value !== 'string' && !isWords(value)) return bad(field, 'words, "always" or "never" are wanted');
  const raw = typeof value === 'string' && /^(?:[0-9a-f]{2})+$/.test(value) ? fromHex(value) : undefined;
  if (raw?.ok === true) return raw;
  const read = conditionFromJson(value as ConditionJson);
  return read.ok ? ok(encodeCondition(read.value)) : read;
}

function number(field: string, value: unknown, most: number): Read<Uint8Array> {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > most) {
    return bad(field, `a whole number from 0 to ${most} is wanted`);
  }
  return ok(value > 0xff ? u16(value) : Uint8Array.of(value));
}

function versionBytes(field: string, value: unknown): Read<Uint8Array> {
  const [invalid, version]: readonly unknown[] = Array.isArray(value) ? (value as readonly unknown[]) : [false, value];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0 || version > 0x7fff) {
    return bad(field, 'a version from 0 to 32767 is wanted');
  }
  return ok(u16(version | (invalid === true ? 0x8000 : 0)));
}

function valueFromJson(field: MetadataField, value: unknown): Read<Uint8Array> {
  switch (field) {
    case 'lcso':
      return code(lifecycleCodes, field, value);
    case 'version':
      return versionBytes(field, value);
    case 'max_size':
    case 'used_size':
      return number(field, value, 0xffff);
    case 'change':
    case 'read':
    case 'execute':
    case 'meta_update':
      return condition(field, value);
    case 'algorithm':
      return code(algorithmCodes, field, value);
    case 'key_usage':
      return flags(keyUsageCodes, field, value);
    case 'type':
      return code(objectTypeCodes, field, value);
    case 'reset_type':
      return flags({ ...resetStates, ...resetBits }, field, value);
    default:
      return unreachable(field);
  }
}

/** Reads the vendor's form. A fault names an unknown name. The order of the fields is kept. */
export function metadataFromJson(json: unknown): Read<Metadata> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return bad('metadata', 'an object with fields is wanted');
  const entries: MetadataEntry[] = [];
  for (const [name, value] of Object.entries(json)) {
    if (!Object.hasOwn(metadataTags, name)) return bad(name, `it is none of ${Object.keys(metadataTags).join(', ')}`);
    const field = name as MetadataField;
    const bytes = valueFromJson(field, value);
    if (!bytes.ok) return bytes;
    entries.push({ tag: metadataTags[field], value: bytes.value });
  }
  return ok(entries);
}

/** As `metadataFromJson`, from a text. Looser forms of JSON are accepted too. */
export function metadataFromText(text: string): Read<Metadata> {
  const json = readLooseJson(text);
  return json.read ? metadataFromJson(json.value) : bad('metadata', json.why.replace(/\.$/, ''));
}

/** Describes a field whose code or condition has no name in the vendor's form. */
const unnamed = (field: string, value: PrettyValue): boolean => {
  if (typeof value === 'number') return false;
  const isCondition = field === 'change' || field === 'read' || field === 'execute' || field === 'meta_update';
  if (typeof value === 'string') return isCondition ? value !== 'always' && value !== 'never' : value.startsWith('0x');
  return !isCondition && value.some((word) => typeof word === 'string' && word.startsWith('0x'));
};

/** Keeps only the fields whose values have names in the vendor's form. */
export const namedFields = (pretty: PrettyMetadata): PrettyMetadata =>
  Object.fromEntries(Object.entries(pretty).filter(([name, value]) => Object.hasOwn(metadataTags, name) && !unnamed(name, value)));
