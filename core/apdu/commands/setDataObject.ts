import { concat, u16 } from '../../bytes/bytes.ts';
import { oidBytes, type Oid } from '../../objects/oid.ts';
import { deadlines, encodeApdu, nothing, type Command } from '../apdu.ts';
import { hostCode } from '../codes.ts';
import { isSecretObject } from '../sensitive.ts';

type Param = 0x00 | 0x01 | 0x02 | 0x40;

function setDataObject(object: Oid, param: Param, offset: number, data: Uint8Array, name: string): Command<true> {
  return {
    name,
    request: encodeApdu(hostCode('SetDataObject'), param, concat(oidBytes(object), u16(offset), data)),
    timeoutMs: deadlines.plain,
    changes: true,
    sensitive: param !== 0x01 && isSecretObject(object),
    object,
    read: nothing,
  };
}

/** Writes at `offset`; other bytes are kept. At most 1549 bytes. */
export const writeData = (object: Oid, offset: number, data: Uint8Array): Command<true> =>
  setDataObject(object, 0x00, offset, data, 'SetDataObject');

/** Erases the object, then writes at `offset`; the used size becomes offset + length. At most 1549 bytes. */
export const eraseAndWrite = (object: Oid, offset: number, data: Uint8Array): Command<true> =>
  setDataObject(object, 0x40, offset, data, 'SetDataObject (erase & write)');

/** Writes the given metadata tags; other tags are kept. @param metadata `20 LL` + TLVs */
export const writeMetadata = (object: Oid, metadata: Uint8Array): Command<true> =>
  setDataObject(object, 0x01, 0, metadata, 'SetDataObject (metadata)');

/** Adds 1…255 to a monotonic counter. */
export const count = (object: Oid, by: number): Command<true> =>
  setDataObject(object, 0x02, 0, Uint8Array.of(by), 'SetDataObject (count)');
