import { hexNumber } from '../bytes/hex.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';

/** Object id: two bytes that name a data or key object on the chip. */
export type Oid = number & { readonly __oid: true };

/** For ids that this program writes itself. Throws (a bug) outside 0…0xFFFF. */
export function oid(value: number): Oid {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff) throw new RangeError(`not an object id: ${value}`);
  return value as Oid;
}

/** The platform binding secret, which binds the shielded connection. */
export const bindingSecret = oid(0xe140);

/** `0xE0F1` */
export const formatOid = (id: Oid): string => hexNumber(id, 4);

/** Accepts `e0f1`, `E0F1`, `0xe0f1`. */
export function parseOid(text: string): Result<Oid, 'object/bad-id'> {
  const digits = /^\s*(?:0x)?([0-9a-f]{4})\s*$/i.exec(text)?.[1];
  return digits === undefined ? err(fault('object/bad-id', { found: text.slice(0, 40) })) : ok(oid(Number.parseInt(digits, 16)));
}

export const oidBytes = (id: Oid): Uint8Array => Uint8Array.of(id >> 8, id & 0xff);

/** The id in two bytes at `at`. */
export const oidAt = (bytes: Uint8Array, at = 0): Oid => oid(((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0));
