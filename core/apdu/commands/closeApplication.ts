import { deadlines, encodeApdu, nothing, type Command } from '../apdu.ts';
import { hostCode } from '../codes.ts';

const base = { name: 'CloseApplication', timeoutMs: deadlines.plain, changes: false, sensitive: false } as const;

/** Closes the application. The chip drops its session contexts. */
export const closeApplication = (): Command<true> => ({
  ...base,
  request: encodeApdu(hostCode('CloseApplication'), 0x00, new Uint8Array()),
  read: nothing,
});
