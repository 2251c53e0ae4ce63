import { openApplication } from '../apdu/commands/openApplication.ts';
import { decodeResponse } from '../apdu/apdu.ts';
import { must } from '../result/result.ts';
import { sleep, type BytePort, type Clock } from './bytePort.ts';
import { encodeFrame, maxFramedApdu } from './frame.ts';
import type { Inbox } from './inbox.ts';

export type Resynchronised =
  | { readonly kind: 'in-step'; readonly fedBytes: number }
  | { readonly kind: 'dead' }
  /** The board is synchronised, but its chip does not answer the board: it sends its error frame for every request. */
  | { readonly kind: 'chip-silent' }
  | { readonly kind: 'closed' };

/** Wait after each single byte, ms. The six bytes of the error frame take half a millisecond, and USB adds a few. */
const patienceMs = 5;
/** Later bytes fill a frame's body: no answer can come before the body is full. */
const bodyPatienceMs = 1;
const quietMs = 20;
const mostQuietWaits = 50;
const headerBytes = 6;
/**
 * The longest body that fits the firmware's buffer, with its CRC. The bytes of the last request count, because they may
 * be part of that body. More bytes could overrun the buffer, which the firmware does not check.
 */
const longestBody = maxFramedApdu + 2;
const openMs = 3_000;
const rounds = 3;

/** Sends zero bytes until the firmware answers with an error frame. @returns bytes sent, or undefined when no error frame came */
async function feed(port: BytePort, inbox: Inbox, mostBytes: number): Promise<number | undefined> {
  inbox.clear();
  for (let fed = 1; fed <= mostBytes; fed++) {
    const written = await port.write(Uint8Array.of(0));
    if (!written.ok) return undefined;
    const last = fed === mostBytes;
    const heard = await inbox.next(last ? 100 * patienceMs : fed <= 2 * headerBytes ? patienceMs : bodyPatienceMs);
    if (heard.kind === 'closed') return undefined;
    if (heard.kind === 'error-frame') return fed;
  }
  return undefined;
}

/** Reads until no more bytes come. The time is limited, since a device that is not a bridge may send without end. */
async function drain(inbox: Inbox, clock: Clock): Promise<void> {
  for (let waits = 0; waits < mostQuietWaits; waits++) {
    await sleep(clock, quietMs);
    if (clock.now() - inbox.lastAt >= quietMs) break;
  }
  inbox.clear();
}

/** Sends OpenApplication outside the link. @returns whether the chip answered, or the board sent its error frame */
async function open(port: BytePort, inbox: Inbox): Promise<'chip' | 'error-frame' | 'other'> {
  const written = await port.write(must(encodeFrame(openApplication().request)));
  if (!written.ok) return 'other';
  const heard = await inbox.next(openMs);
  if (heard.kind === 'error-frame') return 'error-frame';
  return heard.kind === 'frame' && decodeResponse(heard.apdu, 'OpenApplication').ok ? 'chip' : 'other';
}

/**
 * Synchronises host and firmware (core/bridge/README.md): sends single zero bytes until an error frame comes, then
 * reads what is left and opens the application. Limited to three rounds of 1992 bytes.
 * @param lastSent bytes of the frame that was sent last
 */
export async function resynchronise(port: BytePort, inbox: Inbox, clock: Clock, lastSent: number): Promise<Resynchronised> {
  const mostBytes = Math.max(2 * headerBytes, longestBody - lastSent);
  let fedBytes = 0;
  let silentChip = true;
  for (let round = 0; round < rounds; round++) {
    const fed = await feed(port, inbox, mostBytes);
    if (inbox.closed) return { kind: 'closed' };
    if (fed === undefined) return { kind: 'dead' };
    fedBytes += fed;
    await drain(inbox, clock);
    const answered = await open(port, inbox);
    if (answered === 'chip') return { kind: 'in-step', fedBytes };
    silentChip &&= answered === 'error-frame';
  }
  if (inbox.closed) return { kind: 'closed' };
  return { kind: silentChip ? 'chip-silent' : 'dead' };
}
