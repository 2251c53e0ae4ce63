import { fault } from '../result/fault.ts';
import { err, type Result } from '../result/result.ts';
import type { ChipAlgorithm, KeyUsage, NewKeyAlgorithm } from './codes.ts';
import { formatOid, oid, parseOid, type Oid } from './oid.ts';
import type { Family } from './uid.ts';

export type ObjectKind =
  | 'lifecycle'
  | 'security-status'
  | 'uid'
  | 'setting'
  | 'event-counter'
  | 'certificate'
  | 'trust-anchor'
  | 'ecc-key'
  | 'rsa-key'
  | 'aes-key'
  | 'session'
  | 'counter'
  | 'binding-secret'
  | 'data'
  | 'last-error';

export type KeyKind = Extract<ObjectKind, `${string}-key`>;

export interface ObjectEntry {
  readonly id: Oid;
  readonly kind: ObjectKind;
  readonly name: string;
  /** Largest content in bytes; 0 for key objects and session contexts, whose content no host can read. */
  readonly maxSize: number;
  /** Only on Trust M V3. */
  readonly v3Only?: true;
}

type Row = readonly [first: number, last: number, kind: ObjectKind, name: string, maxSize: number, v3Only?: true];

const rows: readonly Row[] = [
  [0xe0c0, 0xe0c0, 'lifecycle', 'Global lifecycle state', 1],
  [0xe0c1, 0xe0c1, 'security-status', 'Global security status', 1],
  [0xe0c2, 0xe0c2, 'uid', 'Coprocessor UID', 27],
  [0xe0c3, 0xe0c3, 'setting', 'Sleep mode activation delay', 1],
  [0xe0c4, 0xe0c4, 'setting', 'Current limitation', 1],
  [0xe0c5, 0xe0c5, 'event-counter', 'Security event counter', 1],
  [0xe0c6, 0xe0c6, 'setting', 'Maximum communication buffer size', 2],
  [0xe0c9, 0xe0c9, 'setting', 'Security monitor configuration', 8, true],
  [0xe0e0, 0xe0e3, 'certificate', 'Device certificate', 1728],
  [0xe0e8, 0xe0e9, 'trust-anchor', 'Trust anchor', 1200],
  [0xe0ef, 0xe0ef, 'trust-anchor', 'Trust anchor (platform integrity)', 1200],
  [0xe0f0, 0xe0f3, 'ecc-key', 'ECC private key', 0],
  [0xe0fc, 0xe0fd, 'rsa-key', 'RSA private key', 0],
  [0xe100, 0xe103, 'session', 'Session context', 0],
  [0xe120, 0xe123, 'counter', 'Monotonic counter', 8],
  [0xe140, 0xe140, 'binding-secret', 'Platform binding secret', 64],
  [0xe200, 0xe200, 'aes-key', 'AES key', 0, true],
  [0xf1c0, 0xf1c0, 'lifecycle', 'Application lifecycle state', 1],
  [0xf1c1, 0xf1c1, 'security-status', 'Application security status', 1],
  [0xf1c2, 0xf1c2, 'last-error', 'Last error code', 1],
  [0xf1d0, 0xf1db, 'data', 'Data object', 140],
  [0xf1e0, 0xf1e1, 'data', 'Large data object', 1500],
];

function expand([first, last, kind, name, maxSize, v3Only]: Row): ObjectEntry[] {
  return Array.from({ length: last - first + 1 }, (_, index) => ({
    id: oid(first + index),
    kind,
    name: last > first ? `${name} ${index + 1}` : name,
    maxSize,
    ...(v3Only ? { v3Only } : {}),
  }));
}

/** Every object of the manual's tables 46 to 48, in order of id. */
export const catalogue: readonly ObjectEntry[] = rows.flatMap(expand);

/** Whether a chip of this family has the object. */
export const hasObject = (family: Family, { v3Only }: ObjectEntry): boolean => v3Only !== true || family === 'trust-m-v3';

const byId = new Map<number, ObjectEntry>(catalogue.map((entry) => [entry.id, entry]));

/** Objects that a chip of this family has, in order of id. Without session contexts and the last error, which are temporary. */
export const objectsOf = (family: Family): ObjectEntry[] =>
  catalogue.filter((entry) => entry.kind !== 'session' && entry.kind !== 'last-error' && hasObject(family, entry));

export const findObject = (id: Oid): ObjectEntry | undefined => byId.get(id);

/** Reads the id of an object that is in the manual's tables. */
export function requireObject(text: string): Result<Oid, 'object/bad-id' | 'object/unknown'> {
  const id = parseOid(text);
  if (!id.ok) return id;
  return findObject(id.value) === undefined ? err(fault('object/unknown', { object: formatOid(id.value) })) : id;
}

/** Key algorithms that an object can hold. */
export const keyAlgorithms: Readonly<Record<KeyKind, readonly [NewKeyAlgorithm, ...NewKeyAlgorithm[]]> & Partial<Record<ObjectKind, readonly ChipAlgorithm[]>>> = {
  'ecc-key': ['secp256r1', 'secp384r1', 'secp521r1', 'brainpoolp256r1', 'brainpoolp384r1', 'brainpoolp512r1'],
  'rsa-key': ['rsa1024', 'rsa2048'],
  'aes-key': ['aes128', 'aes192', 'aes256'],
};

/** Allowed usages of a key that is made on the chip, by its kind; `usual` is the default. */
export const keyUsagesOf: Readonly<Record<KeyKind, { readonly all: readonly KeyUsage[]; readonly usual: readonly KeyUsage[] }>> = {
  'ecc-key': { all: ['signature', 'authentication', 'key_agreement'], usual: ['signature', 'authentication'] },
  'rsa-key': { all: ['signature', 'authentication', 'encryption'], usual: ['signature', 'authentication'] },
  'aes-key': { all: ['encryption'], usual: ['encryption'] },
};

export const isKeyKind = (kind: string): kind is KeyKind => Object.hasOwn(keyAlgorithms, kind);
