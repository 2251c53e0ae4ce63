import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import type { Cut } from './cuts.ts';
import type { Kill } from './kills/kill.ts';

/** Returns `count` of the cuts, chosen by the seed: at least one of each kind, then any cuts. */
export function sampled<T extends Pick<Cut | Kill, 'kind' | 'chip' | 'says'>>(cuts: readonly T[], count: number, seed: string): T[] {
  const drawn = cuts.map((cut) => ({ cut, order: toHex(sha256(utf8(`${seed} ${cut.chip} ${cut.says}`))) }));
  drawn.sort((a, b) => (a.order < b.order ? -1 : 1));
  const chosen = new Set<T>();
  const kinds = new Set<string>();
  for (const { cut } of drawn) {
    if (kinds.has(cut.kind)) continue;
    kinds.add(cut.kind);
    chosen.add(cut);
  }
  for (const { cut } of drawn) if (chosen.size < count) chosen.add(cut);
  return [...chosen];
}
