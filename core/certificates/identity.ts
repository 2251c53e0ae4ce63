import { concat, u16, u24 } from '../bytes/bytes.ts';
import { Reader } from '../bytes/reader.ts';
import { derLength } from '../keys/der.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';

/** What a certificate object may hold (core/certificates/README.md; manual, "Certificate"). */
export type ObjectForm = 'der' | 'tls-identity' | 'usb-c';

export interface UnwrappedCertificate {
  readonly form: ObjectForm;
  /** DER of the certificates, the device's own first. */
  readonly certificates: readonly Uint8Array[];
}

const tlsTag = 0xc0;
const usbTag = 0xc2;

/** Bytes that the TLS identity adds before one certificate. */
export const identityOverhead = 9;

/** `C0 LLLL` + TLS certificate list: `LLLLLL`, then per certificate `LLLLLL` DER. */
export function wrapIdentity(...certificates: readonly Uint8Array[]): Uint8Array {
  const list = concat(...certificates.map((der) => concat(u24(der.length), der)));
  return concat(Uint8Array.of(tlsTag), u16(list.length + 3), u24(list.length), list);
}

type Unwrapped = Result<UnwrappedCertificate, 'identity/malformed'>;

function readList(bytes: Uint8Array, malformed: (why: string) => Unwrapped): Unwrapped {
  const reader = new Reader(bytes, 'The TLS identity');
  const [tag, body] = [reader.uint(1), reader.prefixed(2)];
  if (!tag.ok || !body.ok) return malformed('Its TLS identity is cut short.');
  const outer = new Reader(body.value, 'The TLS identity');
  const list = outer.prefixed(3);
  if (!list.ok || outer.left > 0) return malformed('The lengths in its TLS identity do not agree.');
  const certificates: Uint8Array[] = [];
  for (const inner = new Reader(list.value, 'The TLS identity'); inner.left > 0; ) {
    const der = inner.prefixed(3);
    if (!der.ok || derLength(der.value) !== der.value.length) return malformed('The lengths in its TLS identity do not agree.');
    certificates.push(der.value.slice());
  }
  return certificates.length === 0 ? malformed('Its TLS identity holds no certificate.') : ok({ form: 'tls-identity', certificates });
}

/** Reads a USB Type-C identity (`C2 LLLL …`). It begins with its own header; the certificates in it are found by their DER. */
function readUsb(bytes: Uint8Array, malformed: (why: string) => Unwrapped): Unwrapped {
  const body = new Reader(bytes.subarray(1), 'The USB Type-C identity').prefixed(2);
  if (!body.ok) return malformed('Its USB Type-C identity is cut short.');
  const certificates = derAtEnd(body.value);
  return certificates.length === 0 ? malformed('Its USB Type-C identity holds no certificate.') : ok({ form: 'usb-c', certificates });
}

/** Shortest DER that is taken for a certificate, bytes. */
const leastDer = 64;

/**
 * Finds the longest sequence of DER values that ends where the bytes end; empty when there is none. It works from the
 * end and looks at each byte once: otherwise many sequences that fail late would take seconds.
 */
function derAtEnd(bytes: Uint8Array): Uint8Array[] {
  /** Maps the positions from which a sequence reaches the end to the end of their first value. */
  const ends = new Map<number, number>();
  let start = bytes.length;
  for (let at = bytes.length - leastDer; at >= 0; at--) {
    const length = bytes[at] === 0x30 ? derLength(bytes.subarray(at)) : undefined;
    if (length === undefined || length < leastDer || !(at + length === bytes.length || ends.has(at + length))) continue;
    ends.set(at, at + length);
    start = at;
  }
  const values: Uint8Array[] = [];
  for (let at = start, end = ends.get(at); end !== undefined; at = end, end = ends.get(at)) values.push(bytes.slice(at, end));
  return values;
}

/**
 * The certificates in a certificate object's content: plain DER, TLS identity or USB Type-C identity. Bytes after plain
 * DER are left from a longer certificate and are ignored.
 * @param object name of the object in a fault
 */
export function unwrapCertificate(bytes: Uint8Array, object = 'the certificate object'): Unwrapped {
  const malformed = (why: string): Unwrapped => err(fault('identity/malformed', { object, why }));
  if (bytes.every((byte) => byte === 0)) return malformed('It is empty.');
  if (bytes[0] === tlsTag) return readList(bytes, malformed);
  if (bytes[0] === usbTag) return readUsb(bytes, malformed);
  const length = bytes[0] === 0x30 ? derLength(bytes) : undefined;
  if (length === undefined) return malformed('It begins neither with DER (30) nor with an identity tag (C0, C2).');
  return ok({ form: 'der', certificates: [bytes.slice(0, length)] });
}
