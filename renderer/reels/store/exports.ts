import type { FaultView } from '../../../core/contract/board.ts';
import type { RequestOf } from '../../../core/contract/operations.ts';
import { refuse, type Shelf } from './shelf.ts';
import type { Tools } from './tools.ts';

/** Exports of the shown reel to files. */
export interface Exports {
  readonly saved: { readonly name: string; readonly folder: string } | undefined;
  exportList(): Promise<void>;
  exportSecrets(request: Omit<RequestOf<'reels/export-secrets'>, 'id'>): Promise<FaultView | undefined>;
  /** Removes the message about the saved file, and the fault. */
  dismiss(): void;
}

export function exportsPart(tools: Tools<Shelf & Pick<Exports, 'saved'>>): Exports {
  const { client, set, get } = tools;
  /** Says where a file was saved, unless another reel is shown by now. */
  const told = (reel: string, saved: Exports['saved']): void => {
    if (get().shown === reel) set({ saved });
  };
  return {
    saved: undefined,
    exportList: async () => {
      const { shown } = get();
      if (shown === undefined) return;
      const answer = await client.call('reels/export-list', { id: shown });
      if (answer.ok) told(shown, answer.value);
      else refuse(tools, answer.fault);
    },
    exportSecrets: async (request) => {
      const { shown } = get();
      if (shown === undefined) return undefined;
      const answer = await client.call('reels/export-secrets', { id: shown, ...request });
      if (answer.ok) told(shown, answer.value);
      return answer.ok ? undefined : answer.fault;
    },
    dismiss: () => set({ fault: undefined, saved: undefined }),
  };
}
