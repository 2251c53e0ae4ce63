import canonicalize from 'canonicalize';
import { utf8 } from '../bytes/bytes.ts';

/**
 * The canonical form of JSON (RFC 8785), UTF-8: the bytes that are signed.
 * @param json plain data, as `readStrictJson` gives it
 */
export const canonicalJson = (json: unknown): Uint8Array => utf8(canonicalize(json) ?? 'null');
