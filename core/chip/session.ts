import { decodeResponse, type ApduPort, type Command, type LinkFaultCode, type PortFaultCode } from '../apdu/apdu.ts';
import { openApplication } from '../apdu/commands/openApplication.ts';
import type { Clock } from '../bridge/bytePort.ts';
import { equal } from '../bytes/bytes.ts';
import type { Oid } from '../objects/oid.ts';
import { fault, type Fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { withAuthorization, withoutAuthorization } from './authorization.ts';
import { Chip, type ChipGuard } from './chip.ts';
import { identify, otherChip, type IdentifyFaultCode, type SessionLink } from './identify.ts';
import { askUid, readUid } from './read.ts';
import type { ChipSnapshot } from './snapshot.ts';
import { inTurn } from '../result/inTurn.ts';

/** The application was opened again, on the same chip. */
export interface Reopened {
  /** `resynchronised`: the link lost synchronisation. `restarted`: the chip said that its application was closed. */
  readonly why: 'resynchronised' | 'restarted';
  /** Whether this ended an Auto state or the shielded connection. */
  readonly lost: boolean;
}

export interface SessionOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly onReopened?: (reopened: Reopened) => void;
  /** Another chip answers. This session sends nothing to it any longer. */
  readonly onOther?: (why: Fault<'chip/other'>) => void;
}

/** A change of the rights that this connection has on the chip. */
export type ReachChange = { readonly authorized: Oid } | { readonly notAuthorized: Oid } | { readonly shielded: boolean };

function changed(identity: ChipSnapshot, change: ReachChange): ChipSnapshot {
  if ('shielded' in change) return { ...identity, shielded: change.shielded };
  return 'authorized' in change ? withAuthorization(identity, change.authorized) : withoutAuthorization(identity, change.notAuthorized);
}

/**
 * A chip cannot be exchanged by hand faster than this without a report from the link or the chip. ms, counted from
 * the time when the last answered request was sent, because its answer may have waited in a buffer of this computer.
 */
const quietMs = 1_000;

type Outcome<T> = Result<T, PortFaultCode>;

/** Whether the line itself does not answer, so that another request would not help. */
const isGone = (why: Fault<IdentifyFaultCode>): why is Fault<LinkFaultCode> => why.code.startsWith('link/') && why.code !== 'link/resynchronised';

/**
 * One chip over one link, from its first UID on. Window and command line send everything through a session. The UID is
 * read first whenever the chip may have been exchanged: a request was not answered, the chip says that its application
 * is not open, nothing was sent for a second, or the caller asks for it. If it is another chip, the session ends: it
 * refuses every later request with `chip/other` and sends nothing.
 */
export class ChipSession implements ApduPort, ChipGuard {
  readonly chip: Chip;
  readonly #link: SessionLink;
  readonly #options: SessionOptions;
  #identity: ChipSnapshot;
  #connection = 1;
  /** False after a request without an answer or a new opening of the application, until the UID has been read. */
  #confirmed = true;
  /** When the last answered request was sent. ms of the clock */
  #lastAt: number;
  #ended: Fault<'chip/other'> | undefined;
  readonly #next = inTurn();

  /**
   * @param identity what was read when the application was opened; see `connectChip`
   * @param askedAt earliest time at which its UID was requested. ms of the clock
   */
  constructor(link: SessionLink, identity: ChipSnapshot, askedAt: number, options: SessionOptions) {
    this.#link = { exchange: (command) => this.#send(link, command), resynchronise: () => link.resynchronise() };
    this.#identity = identity;
    this.#options = options;
    this.#lastAt = askedAt;
    this.chip = new Chip(this, this);
  }

  /** What is known of the chip now. Opening the application again clears its Auto states. */
  get identity(): ChipSnapshot {
    return this.#identity;
  }

  get connection(): number {
    return this.#connection;
  }

  get sure(): boolean {
    return this.#ended === undefined && this.#confirmed && !this.#quiet();
  }

  /** Records which rights this connection has gained or lost on the chip. */
  reached(change: ReachChange): void {
    this.#identity = changed(this.#identity, change);
  }

  /**
   * Sends a request at most once. Fails with `link/resynchronised` or `chip/reopened` when the application was opened
   * again on the same chip.
   */
  exchange(command: Command<unknown>): Promise<Outcome<Uint8Array>> {
    return this.#inTurn(async () => {
      const before = this.#connection;
      const ready = this.#quiet() || !this.#confirmed ? await this.#confirm() : ok(undefined);
      if (!ready.ok) return ready;
      // The caller decided on this request before the application was opened again.
      if (this.#connection !== before) return err(fault('chip/reopened', { command: command.name }));
      const answer = await this.#link.exchange(command);
      if (answer.ok || answer.fault.code !== 'link/resynchronised') return answer;
      const same = await this.#identify('resynchronised');
      return same.ok ? answer : same;
    });
  }

  confirm(): Promise<Outcome<void>> {
    return this.#inTurn(() => this.#confirm());
  }

  reopen(): Promise<Outcome<void>> {
    return this.#inTurn(() => this.#reopen());
  }

  #quiet(): boolean {
    return this.#options.clock.now() - this.#lastAt > quietMs;
  }

  /** Runs one request at a time, and none after another chip was found. */
  #inTurn<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    return this.#next(async () => {
      if (this.#ended !== undefined) return err(this.#ended);
      return work();
    });
  }

  /**
   * Sends every request of this session. If the answer is missing or cannot be a chip's, another chip may be there from
   * now on. Until the UID has been read again, only the answer with the UID counts as this chip's.
   */
  async #send(link: SessionLink, command: Command<unknown>): Promise<Outcome<Uint8Array>> {
    const sentAt = this.#options.clock.now();
    const answer = await link.exchange(command);
    const answered = answer.ok && decodeResponse(answer.value, command.name).ok;
    if (answered && (this.#confirmed || equal(command.request, askUid.request))) this.#lastAt = sentAt;
    if (!answered && (answer.ok || answer.fault.code !== 'frame/too-long')) this.#confirmed = false;
    return answer;
  }

  async #confirm(): Promise<Outcome<void>> {
    if (!this.#confirmed) return this.#identify('resynchronised');
    const uid = await readUid(new Chip(this.#link));
    if (!uid.ok && isGone(uid.fault)) return err(uid.fault);
    if (!uid.ok) return uid.fault.code === 'chip/refused' ? this.#reopen() : this.#identify('resynchronised');
    return equal(uid.value.raw, this.#identity.uid.raw) ? ok(undefined) : this.#other(otherChip(this.#identity.uid, uid.value));
  }

  async #reopen(): Promise<Outcome<void>> {
    const opened = await this.#link.exchange(openApplication());
    return opened.ok || opened.fault.code === 'link/resynchronised' ? this.#identify('restarted') : opened;
  }

  /** Reads again which chip it is, and its state. */
  async #identify(why: Reopened['why']): Promise<Outcome<void>> {
    const { uid, shielded, authorized } = this.#identity;
    this.#confirmed = false;
    this.#connection += 1;
    const now = await identify(this.#link, { uid, shielded: shielded === true });
    if (!now.ok) {
      if (now.fault.code === 'chip/other') return this.#other(now.fault);
      return isGone(now.fault) ? err(now.fault) : err(fault('chip/unconfirmed', {}, now.fault));
    }
    this.#confirmed = true;
    this.#identity = now.value;
    this.#options.onReopened?.({ why, lost: (authorized?.size ?? 0) > 0 || (shielded === true && now.value.shielded !== true) });
    return ok(undefined);
  }

  #other(why: Fault<'chip/other'>): Outcome<never> {
    this.#ended = why;
    this.#options.onOther?.(why);
    return err(why);
  }
}
