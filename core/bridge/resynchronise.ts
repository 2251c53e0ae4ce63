import { openApplication } from '../apdu/commands/openApplication.ts';
import { decodeResponse } from '../apdu/apdu.ts';
import { must } from '../result/result.ts';
import { sleep, type BytePort, type Clock } from './bytePort.ts';
import { encodeFrame, maxFramedApdu } from './frame.ts';
import type { Inbox } from './inbox.ts';

export type Resynchronised =
  | { readonly kind: 'in-step'; readonly fedBytes: number }
  | { readonly kind: 'dead' }
  /** The board is in step and answers every request with its error frame: its chip does not answer it. */
  | { readonly kind: 'chip-silent' }
  | { readonly kind: 'closed' };

/** Wait after each fed byte, ms: the error frame's six bytes take half a millisecond, USB adds a few. */
const patienceMs = 5;
/** Later bytes fill a body, nothing can come back before it is full. */
const bodyPatienceMs = 1;
const quietMs = 20;
const mostQuietWaits = 50;
const headerBytes = 6;
/**
 * The longest body that fits the firmware's buffer, with its CRC. What was sent last counts: it may have gone into
 * that body. Never more, or a header that was misread would make us overrun the buffer, which is not checked.
 */
const longestBody = maxFramedApdu + 2;
const openMs = 3_000;
const rounds = 3;

/** Feeds zero bytes until the firmware complains. @returns bytes fed, or undefined when it never did */
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

/** Until nothing more comes; bounded, since a device that is not a bridge may talk without end. */
async function drain(inbox: Inbox, clock: Clock): Promise<void> {
  for (let waits = 0; waits < mostQuietWaits; waits++) {
    await sleep(clock, quietMs);
    if (clock.now() - inbox.lastAt >= quietMs) break;
  }
  inbox.clear();
}

/** OpenApplication, unframed by the link. @returns whether the chip answered it, or the board its error frame */
async function open(port: BytePort, inbox: Inbox): Promise<'chip' | 'error-frame' | 'other'> {
  const written = await port.write(must(encodeFrame(openApplication().request)));
  if (!written.ok) return 'other';
  const heard = await inbox.next(openMs);
  if (heard.kind === 'error-frame') return 'error-frame';
  return heard.kind === 'frame' && decodeResponse(heard.apdu, 'OpenApplication').ok ? 'chip' : 'other';
}

/**
 * Brings host and firmware into step again (core/bridge/README.md): single zero bytes until an error frame comes, then drains
 * and opens the application. Bounded: at most three rounds of 1992 bytes.
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
