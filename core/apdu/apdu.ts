import { concat, u16 } from '../bytes/bytes.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import type { Oid } from '../objects/oid.ts';

/** Longest command APDU the chip takes, in bytes (object E0C6 = 0x0615). */
export const maxApdu = 0x0615;

/** Most data bytes of one read: the buffer without the response header. */
export const maxRead = 0x0611;

/** Most data bytes of one write: InData without object id and offset. */
export const maxWrite = maxRead - 4;

/** `Cmd Param InLen InData`; the top bit of `code` set makes the chip clear the last error first. */
export function encodeApdu(code: number, param: number, data: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(code, param), u16(data.length), data);
}

/** TLV inside InData: tag(1) length(2) value. */
export const tlv = (tag: number, value: Uint8Array): Uint8Array => concat(Uint8Array.of(tag), u16(value.length), value);

export interface ResponseApdu {
  readonly ok: boolean;
  readonly data: Uint8Array;
}

/** Splits `Sta UnDef OutLen OutData`. Sta is 0x00 or 0xFF; OutLen must fit exactly. */
export function decodeResponse(bytes: Uint8Array, command: string): Result<ResponseApdu, 'apdu/malformed'> {
  const status = bytes[0];
  const length = ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0);
  if ((status !== 0x00 && status !== 0xff) || bytes.length !== 4 + length) {
    return err(fault('apdu/malformed', { command, bytes: bytes.length }));
  }
  return ok({ ok: status === 0x00, data: bytes.subarray(4) });
}

/** One request to the chip, and how to read its answer. Made by the functions in `commands/`. */
export interface Command<T> {
  /** Name as in the manual. */
  readonly name: string;
  readonly request: Uint8Array;
  /** Time the chip may take, in ms, without the wire's time. */
  readonly timeoutMs: number;
  /** Whether it changes the chip. Such a command is never repeated without checking. */
  readonly changes: boolean;
  /** Whether request or answer contain a secret. Traces then keep only their sizes. */
  readonly sensitive: boolean;
  readonly object?: Oid;
  readonly read: (data: Uint8Array) => T | undefined;
}

/** Sends one APDU once and gives its answer. Implemented by the link, and by the session on top of it. */
export interface ApduPort {
  exchange(command: Command<unknown>): Promise<Result<Uint8Array, PortFaultCode>>;
}

/** What a session adds to the link: it checks that the chip is still the one from the start of the session. */
export type SessionFaultCode = 'chip/other' | 'chip/unconfirmed' | 'chip/reopened';

export type PortFaultCode = LinkFaultCode | SessionFaultCode;

export type LinkFaultCode =
  | 'frame/too-long'
  | 'link/no-answer'
  | 'link/dead'
  | 'link/chip-silent'
  | 'link/resynchronised'
  | 'link/closed'
  | 'link/not-a-bridge'
  | 'link/cancelled';

/** For commands whose answer has no data bytes. */
export const nothing = (data: Uint8Array): true | undefined => (data.length === 0 ? true : undefined);

/** Deadlines in ms. The vendor allows 180 s for RSA key pairs and 10 s for all other commands. The chip may delay a use of a key by 5 s. */
export const deadlines = { plain: 10_000, key: 15_000, rsaKeyPair: 180_000 } as const;
