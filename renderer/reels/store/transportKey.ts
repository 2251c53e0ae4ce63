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
  const unlock: TransportKey['unlock'] = async (request) => {
    const { shown } = get();
    if (shown === undefined) return false;
    const tooLong = tooLongForKey(request.transportKey ?? '');
    if (tooLong !== undefined) {
      set({ keyFault: tooLong });
      return false;
    }
    set({ unlocking: true, keyFault: undefined });
    const answer = await client.call('reels/unlock', { id: shown, ...request });
    set({ unlocking: false, keyFault: answer.ok ? undefined : answer.fault });
    if (!answer.ok) return false;
    replace(tools, answer.value);
    await restart(tools);
    return true;
  };
  return {
    unlocking: false,
    keyFault: undefined,
    scannedKey: '',
    keyWanted: false,
    unlock,
    unlockWithFile: async (file) => {
      const taken = await client.takeFile(file);
      if (taken.ok) return unlock({ ticket: taken.value.ticket });
      set({ keyFault: taken.fault });
      return false;
    },
    keyTaken: () => set({ scannedKey: '' }),
    keyAsked: () => set({ keyWanted: false }),
  };
}
