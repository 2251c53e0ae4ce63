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

/** The application was opened again, on the same chip. */
export interface Reopened {
  /** `resynchronised`: the link had lost step. `restarted`: the chip said that its application was closed. */
  readonly why: 'resynchronised' | 'restarted';
  /** Whether an Auto state or the shielded connection was lost by it. */
  readonly lost: boolean;
}

export interface SessionOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly onReopened?: (reopened: Reopened) => void;
  /** Another chip answers. This session sends nothing more to it. */
  readonly onOther?: (why: Fault<'chip/other'>) => void;
}

/** What changed of what this connection has reached on the chip. */
export type ReachChange = { readonly authorized: Oid } | { readonly notAuthorized: Oid } | { readonly shielded: boolean };

function changed(identity: ChipSnapshot, change: ReachChange): ChipSnapshot {
  if ('shielded' in change) return { ...identity, shielded: change.shielded };
  return 'authorized' in change ? withAuthorization(identity, change.authorized) : withoutAuthorization(identity, change.notAuthorized);
}

/**
 * A chip can't be changed faster without the link or the chip telling it. Counted from the request that was answered
 * last: its answer may have waited in a buffer of this computer since then. ms
 */
const quietMs = 1_000;

type Outcome<T> = Result<T, PortFaultCode>;

/** Asking again brings nothing: the line itself does not answer. */
const isGone = (why: Fault<IdentifyFaultCode>): why is Fault<LinkFaultCode> => why.code.startsWith('link/') && why.code !== 'link/resynchronised';

/**
 * One chip over one link, from its first UID on: the only way on which window and command line send anything. Whenever
 * it could be another chip (a request was not answered, whatever became of the link then; the chip says that its
 * application is not open; nothing was sent for a second; someone asks), the UID is read first. Another chip ends the
 * session: from then on every request is refused with `chip/other`, and nothing is sent.
 */
export class ChipSession implements ApduPort, ChipGuard {
  readonly chip: Chip;
  readonly #link: SessionLink;
  readonly #options: SessionOptions;
  #identity: ChipSnapshot;
  #connection = 1;
  /** False from the moment a request was not answered, or the application was opened again, until the UID was read. */
  #confirmed = true;
  /** When the request was sent that was answered last. ms of the clock */
  #lastAt: number;
  #ended: Fault<'chip/other'> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  /**
   * @param identity what was read when the application was opened; see `connectChip`
   * @param askedAt when its UID was asked for, at the earliest. ms of the clock
   */
  constructor(link: SessionLink, identity: ChipSnapshot, askedAt: number, options: SessionOptions) {
    this.#link = { exchange: (command) => this.#send(link, command), resynchronise: () => link.resynchronise() };
    this.#identity = identity;
    this.#options = options;
    this.#lastAt = askedAt;
    this.chip = new Chip(this, this);
  }

  /** What is known of the chip now: opening the application again ends its Auto states. */
  get identity(): ChipSnapshot {
    return this.#identity;
  }

  get connection(): number {
    return this.#connection;
  }

  /** What this connection has reached on the chip, or has lost: known from now on. */
  reached(change: ReachChange): void {
    this.#identity = changed(this.#identity, change);
  }

  /** Sends a request at most once. `link/resynchronised`, `chip/reopened`: the application was opened again, and it is the same chip. */
  exchange(command: Command<unknown>): Promise<Outcome<Uint8Array>> {
    return this.#inTurn(async () => {
      const before = this.#connection;
      const quiet = this.#options.clock.now() - this.#lastAt > quietMs;
      const ready = quiet || !this.#confirmed ? await this.#confirm() : ok(undefined);
      if (!ready.ok) return ready;
      // What the request was decided on was seen before the application was opened again.
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

  /** One thing after the other, and nothing once another chip was seen. */
  #inTurn<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const mine = this.#turn.then(async () => {
      if (this.#ended !== undefined) return err(this.#ended);
      return work();
    });
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /**
   * Everything that this session sends. No answer, or one that is not a chip's: another chip may be there from now on.
   * Until it is known again who it is, the answer with the UID alone counts as one of this chip.
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

  /** Reads again who the chip is, and how it stands. */
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
