import { concat, u16 } from '../../bytes/bytes.ts';
import { oidBytes, type Oid } from '../../objects/oid.ts';
import { deadlines, encodeApdu, maxRead, type Command } from '../apdu.ts';
import { commandCodes, hostCode } from '../codes.ts';
import { isSecretObject } from '../sensitive.ts';

const lastErrorObject = 0xf1c2 as Oid;

/**
 * Reads object data.
 * @param offset first byte, counted from 0
 * @param length most bytes to read; the chip answers fewer when the object ends earlier
 */
export function getData(object: Oid, offset = 0, length: number = maxRead): Command<Uint8Array> {
  return {
    name: 'GetDataObject',
    request: encodeApdu(hostCode('GetDataObject'), 0x00, concat(oidBytes(object), u16(offset), u16(length))),
    timeoutMs: deadlines.plain,
    changes: false,
    sensitive: isSecretObject(object),
    object,
    read: (data) => data,
  };
}

/** Reads an object's metadata: `20 LL` + TLVs. */
export function getMetadata(object: Oid): Command<Uint8Array> {
  return {
    name: 'GetDataObject (metadata)',
    request: encodeApdu(hostCode('GetDataObject'), 0x01, oidBytes(object)),
    timeoutMs: deadlines.plain,
    changes: false,
    sensitive: false,
    object,
    read: (data) => data,
  };
}

/**
 * Reads the code of the last error (F1C2). The command is sent without the top bit, because the chip would clear the error before
 * reading it. Reading clears it too.
 */
export function getLastError(): Command<number> {
  return {
    name: 'GetDataObject (last error)',
    request: encodeApdu(commandCodes.GetDataObject, 0x00, concat(oidBytes(lastErrorObject), u16(0), u16(1))),
    timeoutMs: deadlines.plain,
    changes: false,
    sensitive: false,
    object: lastErrorObject,
    read: (data) => (data.length === 1 ? data[0] : undefined),
  };
}
