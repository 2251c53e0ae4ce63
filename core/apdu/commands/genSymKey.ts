import { concat } from '../../bytes/bytes.ts';
import { algorithmCodes } from '../../objects/codes.ts';
import { oidBytes, type Oid } from '../../objects/oid.ts';
import { deadlines, encodeApdu, nothing, tlv, type Command } from '../apdu.ts';
import { hostCode } from '../codes.ts';

/** Makes an AES key in its object (chip V3). The key cannot be read. */
export function genSymKey(algorithm: 'aes128' | 'aes192' | 'aes256', key: Oid, usage: number): Command<true> {
  return {
    name: 'GenSymKey',
    request: encodeApdu(hostCode('GenSymKey'), algorithmCodes[algorithm], concat(tlv(0x01, oidBytes(key)), tlv(0x02, Uint8Array.of(usage)))),
    timeoutMs: deadlines.key,
    changes: true,
    sensitive: false,
    object: key,
    read: nothing,
  };
}
