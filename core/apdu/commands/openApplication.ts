import { hex } from '../../bytes/hex.ts';
import { deadlines, encodeApdu, nothing, type Command } from '../apdu.ts';
import { hostCode } from '../codes.ts';
import { concat } from '../../bytes/bytes.ts';

/** Application identifier: `D276000004` + "GenAuthAppl". */
export const applicationId = hex('d27600000447656e417574684170706c');

/** Opens the application with a clean context, or restores the one saved under `handle` (8 bytes). */
export function openApplication(handle?: Uint8Array): Command<true> {
  return {
    name: 'OpenApplication',
    request:
      handle === undefined
        ? encodeApdu(hostCode('OpenApplication'), 0x00, applicationId)
        : encodeApdu(hostCode('OpenApplication'), 0x01, concat(applicationId, handle)),
    timeoutMs: deadlines.plain,
    changes: false,
    sensitive: false,
    read: nothing,
  };
}
