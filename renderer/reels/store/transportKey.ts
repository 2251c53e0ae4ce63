import type { FaultView } from '../../../core/contract/board.ts';
import type { RequestOf } from '../../../core/contract/operations.ts';
import { restart, type List } from './list.ts';
import { replace, type Shelf } from './shelf.ts';
import type { Tools } from './tools.ts';
import { tooLongForKey } from './windowFaults.ts';

interface TransportKeyState {
  readonly unlocking: boolean;
  readonly keyFault: FaultView | undefined;
  /** A transport key from a picture, until it is put into its field. */
  readonly scannedKey: string;
  /** Whether a locked reel was just opened. The field for the transport key then takes the focus once. */
  readonly keyWanted: boolean;
}

/** The transport key of the shown reel: typed, scanned or from a file. The key is not kept. */
export interface TransportKey extends TransportKeyState {
  unlock(request: Omit<RequestOf<'reels/unlock'>, 'id'>): Promise<boolean>;
  unlockWithFile(file: File): Promise<boolean>;
  keyTaken(): void;
  keyAsked(): void;
}

export function transportKeyPart(tools: Tools<Shelf & List & TransportKeyState>): TransportKey {
  const { client, set, get } = tools;
  /** @param shown the reel that was shown when the key was given */
  const unlock = async (shown: string | undefined, request: Omit<RequestOf<'reels/unlock'>, 'id'>): Promise<boolean> => {
    if (shown === undefined) return false;
    const tooLong = tooLongForKey(request.transportKey ?? '');
    if (tooLong !== undefined) {
      set({ keyFault: tooLong });
      return false;
    }
    const isShown = (): boolean => get().shown === shown;
    if (isShown()) set({ unlocking: true, keyFault: undefined });
    const answer = await client.call('reels/unlock', { id: shown, ...request });
    if (answer.ok) replace(tools, answer.value);
    if (!isShown()) return answer.ok;
    set({ unlocking: false, keyFault: answer.ok ? undefined : answer.fault });
    if (answer.ok) await restart(tools);
    return answer.ok;
  };
  return {
    unlocking: false,
    keyFault: undefined,
    scannedKey: '',
    keyWanted: false,
    unlock: (request) => unlock(get().shown, request),
    unlockWithFile: async (file) => {
      const { shown } = get();
      const taken = await client.takeFile(file);
      if (taken.ok) return unlock(shown, { ticket: taken.value.ticket });
      if (get().shown === shown) set({ keyFault: taken.fault });
      return false;
    },
    keyTaken: () => set({ scannedKey: '' }),
    keyAsked: () => set({ keyWanted: false }),
  };
}
