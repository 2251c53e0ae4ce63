import { deadlines, encodeApdu, nothing, type Command } from '../apdu.ts';
import { hostCode } from '../codes.ts';

const base = { name: 'CloseApplication', timeoutMs: deadlines.plain, changes: false, sensitive: false } as const;

/** Closes the application; the session contexts are lost. */
export const closeApplication = (): Command<true> => ({
  ...base,
  request: encodeApdu(hostCode('CloseApplication'), 0x00, new Uint8Array()),
  read: nothing,
});

/** Closes and saves the context; answers its handle, 8 bytes. Costs five programming cycles. */
export const hibernate = (): Command<Uint8Array> => ({
  ...base,
  request: encodeApdu(hostCode('CloseApplication'), 0x01, new Uint8Array()),
  read: (data) => (data.length === 8 ? data : undefined),
});
