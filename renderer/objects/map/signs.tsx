import { Anchor, BadgeCheck, CircleHelp, Gauge, KeySquare, Link2, LockKeyhole, LockKeyholeOpen, ShieldCheck, Spline, Unlink, X, type LucideIcon } from 'lucide-react';
import type { Openness, Tie } from './tile.ts';

const openness: Readonly<Record<Openness, LucideIcon>> = { locked: LockKeyhole, open: LockKeyholeOpen, closed: X, unknown: CircleHelp };
const ties: Readonly<Record<Tie['kind'], LucideIcon>> = {
  proved: Link2,
  usual: Spline,
  differs: Unlink,
  anchor: Anchor,
  'update-secret': KeySquare,
  shielded: ShieldCheck,
  authorization: BadgeCheck,
  counter: Gauge,
};

/** Shows openness as a shape. The word is beside it. */
export function OpennessIcon({ is }: { readonly is: Openness }) {
  const Icon = openness[is];
  return <Icon size="0.875rem" aria-hidden />;
}

/** Shows a tie as a shape. The other object's id and a word are beside it. */
export function TieIcon({ kind }: Pick<Tie, 'kind'>) {
  const Icon = ties[kind];
  return <Icon size="0.875rem" aria-hidden />;
}
