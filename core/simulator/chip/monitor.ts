import { sleep, type Clock } from '../../bridge/bytePort.ts';
import { special } from './special.ts';
import type { Store } from './store.ts';

/** From this counter value on, uses are delayed (manual, "Security Monitor Characteristics"). */
const threshold = 128;
const highest = 255;
const longestPeriod = 5_000;

interface Configuration {
  readonly periodMs: number;
  readonly maxCredit: number;
  readonly syncCount: number;
}

/**
 * The security monitor. Each use of a secret costs a credit or raises the security event counter (E0C5). Each period
 * without a use lowers the counter or adds a credit. The time is read from the clock at each call.
 */
export class SecurityMonitor {
  readonly #clock: Clock;
  readonly #store: Store;
  #credit = 0;
  #current = 0;
  #since = 0;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.restart();
  }

  /** After power-up: no credit, and the counter from NVM. */
  restart(): void {
    this.#credit = 0;
    this.#current = this.#stored();
    this.#since = this.#clock.now();
    if (this.#configuration().periodMs === 0) this.#set(0, 1);
  }

  /** E0C9: t_max in 100 ms, at most 5 s; 0 switches the monitor off. V1 has no E0C9 and uses the defaults. */
  #configuration(): Configuration {
    const [tMax = 50, , maxCredit = 5, syncCount = 1] = this.#store.get(special.monitor)?.data ?? [];
    return { periodMs: Math.min(tMax * 100, longestPeriod), maxCredit, syncCount: Math.max(1, syncCount) };
  }

  #stored(): number {
    return this.#store.get(special.eventCounter)?.data?.[0] ?? 0;
  }

  /** E0C9 may delay saving decrements. Increments are saved at once. */
  #set(value: number, syncCount: number): void {
    this.#current = value;
    const data = this.#store.get(special.eventCounter)?.data;
    if (data && (value > this.#stored() || this.#stored() - value >= syncCount || value === 0)) data[0] = value;
  }

  /** Accounts for the time since the last call. Called before every command. */
  settle(): void {
    const { periodMs, maxCredit, syncCount } = this.#configuration();
    const now = this.#clock.now();
    if (periodMs === 0) {
      this.#set(0, 1);
      this.#since = now;
      return;
    }
    const periods = Math.floor((now - this.#since) / periodMs);
    if (periods === 0) return;
    this.#since += periods * periodMs;
    const down = Math.min(periods, this.#current);
    if (down > 0) this.#set(this.#current - down, syncCount);
    this.#credit = Math.min(maxCredit, this.#credit + periods - down);
  }

  /** CloseApplication saves the counter. */
  flush(): void {
    this.#set(this.#current, 0);
  }

  get count(): number {
    this.settle();
    return this.#current;
  }

  /** A security event: use of a private key, secret key, pre-shared secret, or a failed decryption. Delayed from 128 on. */
  async event(): Promise<void> {
    this.settle();
    const { periodMs, syncCount } = this.#configuration();
    if (periodMs === 0) return;
    this.#since = this.#clock.now();
    if (this.#credit > 0) this.#credit -= 1;
    else this.#set(Math.min(highest, this.#current + 1), syncCount);
    const delay = this.delayMs();
    if (delay > 0) await sleep(this.#clock, delay);
  }

  /** Delay in ms: none below 128, t_max at 255, linear in between (figure 30 shows the shape, not the numbers). */
  delayMs(): number {
    if (this.#current < threshold) return 0;
    return (this.#configuration().periodMs * (this.#current - threshold + 1)) / (highest - threshold + 1);
  }
}
