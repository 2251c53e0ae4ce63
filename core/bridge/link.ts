import { decodeResponse, maxApdu, type ApduPort, type Command, type LinkFaultCode } from '../apdu/apdu.ts';
import { openApplication } from '../apdu/commands/openApplication.ts';
import { equal } from '../bytes/bytes.ts';
import { fault, type Fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import type { BytePort, Clock } from './bytePort.ts';
import { encodeFrame, wireMs } from './frame.ts';
import { Inbox, type Received } from './inbox.ts';
import { resynchronise } from './resynchronise.ts';
import { inTurn } from '../result/inTurn.ts';

/** One request and its outcome. `response` is absent when none came. */
export interface Exchange {
  readonly command: Command<unknown>;
  readonly response?: Uint8Array;
  readonly fault?: Fault<LinkFaultCode>;
  /** Start time in ms of the clock, and duration in ms. */
  readonly startedAt: number;
  readonly ms: number;
}

export interface LinkOptions {
  readonly clock: Clock;
  /** Bits per second on the line. Only used to add the transmission time to a deadline. */
  readonly baud?: number;
  /** Replaces the deadline of every command. ms */
  readonly timeoutMs?: number;
  readonly onExchange?: (exchange: Exchange) => void;
  readonly onResynchronised?: (fedBytes: number) => void;
}

/** Most bytes per write: node-serialport can stall on larger writes while it reads. */
const chunk = 4096;
const probeMs = 1_500;
const longestAnswer = maxApdu + 8;

type Outcome = Result<Uint8Array, LinkFaultCode>;

/**
 * Request and answer over a bridge: frames, a deadline for each command, resynchronisation. The link never repeats a
 * request, not even a read: resynchronisation opens the chip's application again, and the chip that answers then may be
 * another one. The fault `link/resynchronised` tells this to the caller.
 */
export class Link implements ApduPort {
  readonly #port: BytePort;
  readonly #options: LinkOptions;
  readonly #inbox: Inbox;
  readonly #inTurn = inTurn();

  constructor(port: BytePort, options: LinkOptions) {
    this.#port = port;
    this.#options = options;
    this.#inbox = new Inbox(port, options.clock);
  }

  /**
   * Opens the application on a port whose device is unknown. Uses a short deadline and returns a fault for a device
   * that is not a bridge.
   */
  async connect(): Promise<Result<void, LinkFaultCode>> {
    const command = openApplication();
    const opened = await this.exchange({ ...command, timeoutMs: probeMs });
    if (opened.ok) {
      // A chip's answer always differs from the request. A port that returns the request itself is not a bridge.
      const response = decodeResponse(opened.value, command.name);
      const answered = equal(opened.value, command.request) ? 'echo' : 'other';
      return response.ok ? ok(undefined) : err(fault('link/not-a-bridge', { port: this.#port.name, answered }, response.fault));
    }
    // The resynchronisation already opened the application.
    if (opened.fault.code === 'link/resynchronised') return ok(undefined);
    if (opened.fault.code !== 'link/dead' || this.#inbox.received === 0) return opened;
    return err(fault('link/not-a-bridge', { port: this.#port.name, answered: 'other' }, opened.fault));
  }

  /** Sends one APDU and returns its answer. Waits until earlier requests are finished. */
  exchange(command: Command<unknown>): Promise<Outcome> {
    return this.#inTurn(() => this.#observed(command));
  }

  /** Resynchronises host and board after an answer that belonged to another request. */
  resynchronise(): Promise<Result<void, LinkFaultCode>> {
    return this.#inTurn(async (): Promise<Result<void, LinkFaultCode>> => {
      // The last request's length is unknown here; assume the maximum.
      const step = await resynchronise(this.#port, this.#inbox, this.#options.clock, longestAnswer);
      if (step.kind === 'closed') return this.#gone();
      if (step.kind !== 'in-step') return err(fault(step.kind === 'dead' ? 'link/dead' : 'link/chip-silent', {}));
      this.#options.onResynchronised?.(step.fedBytes);
      return ok(undefined);
    });
  }

  async #observed(command: Command<unknown>): Promise<Outcome> {
    const { clock, onExchange } = this.#options;
    const startedAt = clock.now();
    const outcome = await this.#exchange(command);
    const ms = clock.now() - startedAt;
    onExchange?.({ command, startedAt, ms, ...(outcome.ok ? { response: outcome.value } : { fault: outcome.fault }) });
    return outcome;
  }

  async #exchange(command: Command<unknown>): Promise<Outcome> {
    if (this.#inbox.closed) return this.#gone();
    const frame = encodeFrame(command.request);
    if (!frame.ok || command.request.length > maxApdu) {
      return err(fault('frame/too-long', { bytes: command.request.length, limit: maxApdu }));
    }
    this.#inbox.clear();
    const heard = await this.#send(frame.value, command);
    if (heard.kind === 'closed') return this.#gone();
    if (heard.kind === 'frame') return ok(heard.apdu);
    const cause = this.#causeOf(heard, command);
    const step = await resynchronise(this.#port, this.#inbox, this.#options.clock, frame.value.length);
    if (step.kind === 'closed') return this.#gone();
    if (step.kind !== 'in-step') return err(fault(step.kind === 'dead' ? 'link/dead' : 'link/chip-silent', {}, cause));
    this.#options.onResynchronised?.(step.fedBytes);
    return err(fault('link/resynchronised', { command: command.name, fedBytes: step.fedBytes }, cause));
  }

  async #send(frame: Uint8Array, command: Command<unknown>): Promise<Received> {
    for (let at = 0; at < frame.length; at += chunk) {
      const written = await this.#port.write(frame.subarray(at, at + chunk));
      if (!written.ok) return { kind: 'closed' };
    }
    return this.#inbox.next(this.#deadline(command) + wireMs(frame.length + longestAnswer, this.#options.baud ?? 115_200));
  }

  #deadline(command: Command<unknown>): number {
    return this.#options.timeoutMs ?? command.timeoutMs;
  }

  #causeOf(heard: Exclude<Received, { kind: 'frame' | 'closed' }>, command: Command<unknown>): Fault {
    if (heard.kind === 'error-frame') return fault('link/error-frame', {});
    if (heard.kind === 'fault') return heard.fault;
    return fault('link/no-answer', { command: command.name, ms: this.#deadline(command) });
  }

  #gone(): { readonly ok: false; readonly fault: Fault<'link/closed'> } {
    return err(fault('link/closed', { port: this.#port.name }));
  }
}

