import { Circle, CircleDot, EyeOff, KeyRound, LockKeyhole, RefreshCw, type LucideIcon } from 'lucide-react';
import type { FilterName } from './filter.ts';

const icons: Readonly<Record<FilterName, LucideIcon>> = { 'in-use': CircleDot, empty: Circle, secret: KeyRound, 'not-readable': EyeOff, locked: LockKeyhole, changed: RefreshCw };

/** The shape of a state. There is always a word beside it. */
export function StateIcon({ name }: { readonly name: FilterName }) {
  const Icon = icons[name];
  return <Icon size="0.875rem" aria-hidden />;
}
