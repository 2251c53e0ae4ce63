import { useEffect, useRef, type ReactNode } from 'react';
import type { BuildSlot } from '../../core/contract/datasets.ts';
import { Fault } from '../ui/fault.tsx';
import { useBuild } from './buildStore.ts';

/** Files whose result was brought into view once. */
const seen = new WeakSet<object>();

interface Props {
  /** Undefined for faults that are about no slot. */
  readonly slot?: BuildSlot;
  readonly className?: string | undefined;
  readonly children?: ReactNode;
}

/** A slot of the builder, below the fault of its last file. When a file was given to it, it scrolls into view. */
export function WithFault({ slot, className, children }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const { fault, at, dismiss } = useBuild();
  const here = at?.slot === slot;
  useEffect(() => {
    if (at === undefined || !here || seen.has(at)) return;
    seen.add(at);
    place.current?.scrollIntoView({ block: 'nearest' });
  }, [at, here]);
  const says = here && fault !== undefined && <Fault fault={fault} onDismiss={dismiss} />;
  if (slot === undefined) return says;
  return (
    <div ref={place} className={className}>
      {says}
      {children}
    </div>
  );
}
