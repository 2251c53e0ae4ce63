import { mayReplaceKey } from '../../core/apdu/codes.ts';
import type { BytePort, Clock } from '../../core/bridge/bytePort.ts';
import { Link, type Exchange } from '../../core/bridge/link.ts';
import { connectChip } from '../../core/chip/connect.ts';
import type { ChipSession, ReachChange } from '../../core/chip/session.ts';
import type { ChipSnapshot } from '../../core/chip/snapshot.ts';
import { fault, type Fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { next, noBoard, type BoardEvent, type BoardState } from './boardState.ts';
import { ChipKnowledge, type ChipChange } from './chipKnowledge.ts';

/** The board's state after an event, and the kind of change, for callers that rely on the chip. */
export interface BoardChange {
  readonly state: BoardState;
  readonly chip?: ChipChange;
}

export interface BoardOptions {
  readonly clock: Clock;
  readonly openPort: (path: string) => Promise<Result<BytePort>>;
  readonly onExchange: (exchange: Exchange) => void;
  readonly timeoutMs?: number;
  /** How often an idle chip is asked whether it is still the same one; default 3 s. ms */
  readonly pingMs?: number;
}

const retryMs = 500;
const usualPingMs = 3_000;

/**
 * What the board gives to a piece of work: the chip and its identity. The identity is always current, because opening the chip's
 * application again clears the Auto states.
 */
export type Work = Pick<ChipSession, 'chip' | 'identity'>;

/** Returns the same work with a memory: what cannot have changed is not read again. Use it for one review and its run at most. */
export const remembering = (work: Work): Work => ({
  chip: work.chip.remembering(),
  get identity() {
    return work.identity;
  },
});

/**
 * The only owner of a device. It connects, runs one piece of work at a time, and notices when the board disappears and returns.
 * If another chip appears on the port, it always reports that.
 */
export class Board {
  readonly #options: BoardOptions;
  readonly #listeners = new Set<(change: BoardChange) => void>();
  /** What was read from the chip, shared by all areas. */
  readonly knowledge = new ChipKnowledge(this);
  #state = noBoard;
  /** Whether the running work has changed the chip. */
  #changed = false;
  #port: BytePort | undefined;
  #session: ChipSession | undefined;
  /** Whether the session ended because another chip answered, and the board has not been read again yet. */
  #otherChip = false;
  #queue: Promise<unknown> = Promise.resolve();
  #stopTimer: () => void = () => undefined;
  /** True during idle checks. They are not traced, because they would hide the user's requests. */
  #quiet = false;
  /** Number of the latest connection attempt. An older attempt that is still running gives up and releases its port. */
  #attempt = 0;
  /** Whether every board that answers on the port is accepted. */
  #watching = false;
  /** How often host and board were resynchronised, because bytes on the line were lost or damaged. */
  resynchronisations = 0;

  constructor(options: BoardOptions) {
    this.#options = options;
  }

  get state(): BoardState {
    return this.#state;
  }

  /** The chip, if it can be used now. */
  chip(): Result<ChipSnapshot, 'plan/no-board'> {
    const { identity, link } = this.#state;
    const connected = link === 'connected' || link === 'busy';
    return identity !== undefined && connected ? ok(identity) : err(fault('plan/no-board', {}));
  }

  /** Reports every later change. The knowledge of the chip is updated before each report. */
  onChange(listener: (change: BoardChange) => void): void {
    this.#listeners.add(listener);
  }

  async connect(path: string): Promise<Result<ChipSnapshot>> {
    const disconnected = this.disconnect();
    const mine = this.#attempt;
    await disconnected;
    if (mine !== this.#attempt) return err(fault('link/closed', { port: path }));
    this.#happened({ what: 'asked-for', path });
    const opened = await this.#open(path);
    if (mine !== this.#attempt) return err(fault('link/closed', { port: path }));
    if (!opened.ok) {
      if (!(await this.#drop())) return err(fault('link/closed', { port: path }));
      this.#happened({ what: 'not-connected', path, fault: opened.fault });
      return opened;
    }
    this.#happened({ what: 'connected', path, identity: opened.value });
    return opened;
  }

  /** Connects whenever a board answers on this port, until `disconnect`. */
  async watch(path: string): Promise<void> {
    const disconnected = this.disconnect();
    const mine = this.#attempt;
    await disconnected;
    if (mine !== this.#attempt) return;
    this.#watching = true;
    this.#happened({ what: 'watched', path });
    await this.#return(path);
  }

  /** Asks an idle chip now whether it is still the same one. The result is in the state. */
  async confirm(): Promise<void> {
    const { path, link } = this.#state;
    if (this.#session !== undefined && path !== undefined && link === 'connected') await this.#alive(this.#session, path);
  }

  async disconnect(): Promise<void> {
    this.#attempt += 1;
    this.#watching = false;
    if (await this.#drop()) this.#happened({ what: 'disconnected' });
  }

  /** Records rights that this connection gained or lost on the chip (an Auto state, a shielded connection). */
  reached(change: ReachChange): void {
    this.#session?.reached(change);
    if (this.#session !== undefined) this.#happened({ what: 'reached', identity: this.#session.identity });
  }

  /** Runs `work` when the board is free. Meanwhile, `activity` is shown to the user. */
  run<T>(activity: string, work: (work: Work) => Promise<Result<T>>): Promise<Result<T>> {
    const mine = this.#queue.then(() => this.#work(activity, work));
    this.#queue = mine.catch(() => undefined).then(() => this.#takeOther());
    return mine;
  }

  async #work<T>(activity: string, work: (work: Work) => Promise<Result<T>>): Promise<Result<T>> {
    const session = this.#session;
    const { path } = this.#state;
    if (session === undefined || this.#state.link === 'lost') {
      return err(path === undefined ? fault('plan/no-board', {}) : fault('link/closed', { port: path }));
    }
    this.#happened({ what: 'work-begun', activity });
    try {
      return await work(session);
    } finally {
      // The cache is cleared only now. During a run, the window shows the state before the run and need not wait.
      if (this.#changed) this.knowledge.forget();
      this.#changed = false;
      this.#happened({ what: 'work-ended' });
    }
  }

  /** Called when a command that changes the chip was sent. */
  #changes(command: Exchange['command']): void {
    this.#changed = true;
    if (mayReplaceKey(command)) this.knowledge.keys.changed(command.object);
  }

  async #open(path: string): Promise<Result<ChipSnapshot>> {
    const { clock, openPort, onExchange, timeoutMs } = this.#options;
    const mine = this.#attempt;
    const port = await openPort(path);
    if (!port.ok) return port;
    if (mine !== this.#attempt) {
      await port.value.close();
      return err(fault('link/closed', { port: path }));
    }
    this.#port = port.value;
    if (this.#watching) this.#happened({ what: 'opened', path });
    const link = new Link(port.value, {
      clock,
      onExchange: (exchange) => {
        if (exchange.command.changes) this.#changes(exchange.command);
        if (!this.#quiet) onExchange(exchange);
      },
      onResynchronised: () => {
        this.resynchronisations += 1;
      },
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
    const off = port.value.onClose(() => {
      off();
      if (this.#port === port.value) this.#lost(path);
    });
    const connected = await connectChip(link, {
      clock,
      onReopened: (reopened) => {
        if (!connected.ok || this.#session !== connected.value) return;
        this.knowledge.forgetAll();
        this.#happened({ what: 'reopened', ...reopened, identity: connected.value.identity });
      },
      onOther: () => {
        this.#otherChip = connected.ok && this.#session === connected.value;
      },
    });
    if (!connected.ok) return connected;
    if (mine !== this.#attempt) return err(fault('link/closed', { port: path }));
    this.#session = connected.value;
    // The chip may have been changed while the board was disconnected.
    this.knowledge.forgetAll();
    this.#ping(path);
    return ok(connected.value.identity);
  }

  /** Pings the idle board. Detects a board that was reset, and a pty whose far end disappeared without a close event. */
  #ping(path: string): void {
    this.#stopTimer = this.#options.clock.after(this.#options.pingMs ?? usualPingMs, () => void this.#pingOnce(path));
  }

  async #pingOnce(path: string): Promise<void> {
    const session = this.#session;
    if (session === undefined || this.#state.path !== path) return;
    if (this.#state.link === 'connected') {
      const alive = await this.#alive(session, path);
      if (!alive) return;
    }
    if (this.#session === session) this.#ping(path);
  }

  async #alive(session: ChipSession, path: string): Promise<boolean> {
    this.#quiet = true;
    const same = await session.confirm();
    this.#quiet = false;
    if (same.ok || this.#session !== session) return same.ok;
    if (same.fault.code === 'chip/other') {
      this.#queue = this.#queue.then(() => this.#takeOther());
      await this.#queue;
    } else {
      if (await this.#drop()) this.#lost(path, same.fault);
    }
    return false;
  }

  /** Called when another chip answered on the board. Drops what was read from the first chip, and reads the board from the start. */
  async #takeOther(): Promise<void> {
    const { path, identity } = this.#state;
    if (!this.#otherChip || path === undefined || identity === undefined) return;
    this.#happened({ what: 'other-chip' });
    if (await this.#drop()) await this.#return(path);
  }

  /** Handles a lost port. @param why the reason, if it is known */
  #lost(path: string, why: Fault = fault('link/closed', { port: path })): void {
    this.#stopTimer();
    this.#session = undefined;
    this.#otherChip = false;
    this.#port = undefined;
    this.#happened({ what: 'lost', path, fault: why, watched: this.#watching });
    this.#retry(path);
  }

  #retry(path: string): void {
    this.#stopTimer = this.#options.clock.after(retryMs, () => void this.#return(path));
  }

  /** Tries the port again until the board is back. The chip is then compared with the earlier one. */
  async #return(path: string): Promise<void> {
    const mine = this.#attempt;
    const opened = await this.#open(path);
    if (mine !== this.#attempt) return;
    if (!opened.ok) {
      if (!(await this.#drop())) return;
      this.#happened({ what: 'still-lost', fault: opened.fault });
      this.#retry(path);
      return;
    }
    this.#happened({ what: 'back', path, identity: opened.value });
  }

  /** Releases the port. @returns whether no later attempt has begun meanwhile; after a later one the caller does nothing */
  async #drop(): Promise<boolean> {
    const [port, mine] = [this.#port, this.#attempt];
    this.#stopTimer();
    this.#port = undefined;
    this.#session = undefined;
    this.#otherChip = false;
    await port?.close();
    return mine === this.#attempt;
  }

  #happened(event: BoardEvent): void {
    const state = next(this.#state, event);
    if (state === this.#state) return;
    this.#state = state;
    const chip = this.knowledge.update(state);
    for (const listener of this.#listeners) listener({ state, ...(chip === undefined ? {} : { chip }) });
  }
}
