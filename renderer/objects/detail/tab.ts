import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { ObjectRow } from '../../../core/contract/objects.ts';

export type TabName = 'overview' | 'content' | 'key' | 'counter' | 'metadata';

interface TabState {
  readonly tab: TabName;
  go(tab: TabName): void;
}

const store = create<TabState>((set) => ({ tab: 'overview', go: (tab) => set({ tab }) }));

/** The chosen tab of an object. It stays chosen while the user goes through the list. */
export const useTab = <T>(select: (state: TabState) => T): T => store(useShallow(select));

export const isKey = ({ kind }: ObjectRow): boolean => kind === 'ecc-key' || kind === 'rsa-key' || kind === 'aes-key';

export function tabsOf(row: ObjectRow): readonly TabName[] {
  if (isKey(row)) return row.kind === 'aes-key' ? ['overview', 'metadata'] : ['overview', 'key', 'metadata'];
  return row.kind === 'counter' ? ['overview', 'counter', 'content', 'metadata'] : ['overview', 'content', 'metadata'];
}
