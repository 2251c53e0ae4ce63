import { create } from 'zustand';
import type { FaultView } from '../../../core/contract/board.ts';
import type { RequestOf } from '../../../core/contract/operations.ts';
import type { ComparedView, ExportView, ImportView } from '../../../core/contract/wholeChip.ts';
import { client } from '../../client/client.ts';
import { usePlan } from '../../plan/planStore.ts';

interface Compared {
  readonly name: string;
  readonly request: RequestOf<'chip/compare'>;
  readonly objects: readonly ComparedView[];
}

interface WholeChipState {
  readonly busy: 'reading' | 'importing' | undefined;
  readonly fault: FaultView | undefined;
  readonly exported: ExportView | undefined;
  readonly compared: Compared | undefined;
  readonly imported: ImportView | undefined;
  export(as: 'json' | 'otc'): Promise<void>;
  takeFile(file: File): Promise<void>;
  /** @param beside the .dat files of the Configurator's XML */
  compare(ticket: string, name: string, beside?: readonly string[]): Promise<void>;
  /** Makes the plan. @returns whether there is a plan to review */
  import(): Promise<boolean>;
}

export const useWholeChip = create<WholeChipState>((set, get) => ({
  busy: undefined,
  fault: undefined,
  exported: undefined,
  compared: undefined,
  imported: undefined,
  export: async (as) => {
    set({ busy: 'reading', fault: undefined, exported: undefined });
    const answer = await client.call('chip/export', { as });
    set(answer.ok ? { busy: undefined, exported: answer.value } : { busy: undefined, fault: answer.fault });
  },
  takeFile: async (file) => {
    const taken = await client.takeFile(file);
    if (taken.ok) await get().compare(taken.value.ticket, taken.value.name);
    else set({ fault: taken.fault });
  },
  compare: async (ticket, name, beside = []) => {
    set({ busy: 'reading', fault: undefined, compared: undefined, imported: undefined });
    const request = { ticket, ...(beside.length === 0 ? {} : { beside: [...beside] }) };
    const answer = await client.call('chip/compare', request);
    set(answer.ok ? { busy: undefined, compared: { name, request, objects: answer.value } } : { busy: undefined, fault: answer.fault });
  },
  import: async () => {
    const { compared } = get();
    if (compared === undefined) return false;
    set({ busy: 'importing', fault: undefined });
    const answer = await client.call('chip/import', compared.request);
    if (!answer.ok) {
      set({ busy: undefined, fault: answer.fault });
      return false;
    }
    set({ busy: undefined, imported: answer.value });
    if (answer.value.plan === undefined) return false;
    const { request } = compared;
    usePlan.getState().adopt(answer.value.plan, 'chip', async () => {
      const again = await client.call('chip/import', request);
      return again.ok ? { ok: true, value: again.value.plan } : again;
    });
    return true;
  },
}));
