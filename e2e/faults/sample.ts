import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../../core/bytes/bytes.ts';
import { toHex } from '../../core/bytes/hex.ts';
import type { Cut } from './cuts.ts';

/** These leave torn writes, and are few. */
const always = (cut: Cut): boolean => cut.changes && cut.kind === 'power lost in the middle of the write';

/** `count` of the cuts, drawn by the seed: every one that tears a write, of each kind at least one, then what comes. */
export function sampled(cuts: readonly Cut[], count: number, seed: string): Cut[] {
  const drawn = cuts.map((cut) => ({ cut, order: toHex(sha256(utf8(`${seed} ${cut.chip} ${cut.says}`))) }));
  drawn.sort((a, b) => (a.order < b.order ? -1 : 1));
  const chosen = new Set(cuts.filter(always));
  const kinds = new Set<string>();
  for (const { cut } of drawn) {
    if (kinds.has(cut.kind)) continue;
    kinds.add(cut.kind);
    chosen.add(cut);
  }
  for (const { cut } of drawn) if (chosen.size < count) chosen.add(cut);
  return [...chosen];
}
