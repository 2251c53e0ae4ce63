import { expect, it } from 'vitest';
import { utf8 } from '../../core/bytes/bytes.ts';
import { toHex } from '../../core/bytes/hex.ts';
import { hasOpenssl, opensslText } from '../../core/keys/testing/openssl.ts';
import { hostEngine } from './kdfEngine.ts';

it.skipIf(!hasOpenssl).each([
  ['most memory', { cost: 2, block: hostEngine.scryptCost / 2, parallel: 1 }],
  ['the largest cost for blocks of one', { cost: 2 ** 15, block: 1, parallel: hostEngine.scryptCost / 2 ** 15 }],
])('scrypt at its limit is derived, as openssl derives it: %s', (_, given) => {
  const options = { pass: 'a', salt: 'b', n: given.cost, r: given.block, p: given.parallel, maxmem_bytes: 2 ** 30 };
  const words = Object.entries(options).map(([name, value]) => `-kdfopt ${name}:${value}`).join(' ');
  const theirs = opensslText(`kdf -keylen 32 ${words} SCRYPT`).trim().replaceAll(':', '').toLowerCase();
  expect(toHex(hostEngine.scrypt(utf8('a'), utf8('b'), given, 32))).toBe(theirs);
});
