import { tlv, deadlines, encodeApdu, nothing, type Command } from '../apdu.ts';
import { hostCode } from '../codes.ts';
import type { Oid } from '../../objects/oid.ts';

const sequence = { start: 0x30, final: 0x31, continue: 0x32 } as const;

/**
 * One part of a protected update: the manifest (start), a fragment of exactly 640 bytes (continue), the last
 * fragment of 1…640 bytes (final).
 */
export function setObjectProtected(part: keyof typeof sequence, data: Uint8Array, target?: Oid): Command<true> {
  return {
    name: `SetObjectProtected (${part})`,
    request: encodeApdu(hostCode('SetObjectProtected'), 0x01, tlv(sequence[part], data)),
    timeoutMs: deadlines.key,
    changes: true,
    // Without confidentiality, a data set contains the private key unencrypted.
    sensitive: part !== 'start',
    ...(target === undefined ? {} : { object: target }),
    read: nothing,
  };
}
