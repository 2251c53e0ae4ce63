import { sha256 } from '@noble/hashes/sha2.js';
import { concat, u32, utf8 } from '../../bytes/bytes.ts';
import type { Randomness } from '../../bridge/bytePort.ts';

/** For tests: repeatable bytes. */
export function seededRandom(seed: string): Randomness {
  let counter = 0;
  return (length) => {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, () => sha256(concat(utf8(seed), u32(counter++))));
    return concat(...blocks).slice(0, length);
  };
}
