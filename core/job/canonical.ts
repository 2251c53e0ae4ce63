import canonicalize from 'canonicalize';
import { utf8 } from '../bytes/bytes.ts';

/**
 * The bytes that are signed: JSON in canonical form (RFC 8785), UTF-8.
 * @param json plain data, the result of `readStrictJson`
 */
export const canonicalJson = (json: unknown): Uint8Array => utf8(canonicalize(json) ?? 'null');
