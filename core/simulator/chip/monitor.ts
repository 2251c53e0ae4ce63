import { sleep, type Clock } from '../../bridge/bytePort.ts';
import { special } from './special.ts';
import type { Store } from './store.ts';

/** From this value of the counter on, uses are delayed (manual, "Security Monitor Characteristics"). */
const threshold = 128;
const highest = 255;
const longestPeriod = 5_000;

interface Configuration {
  readonly periodMs: number;
  readonly maxCredit: number;
  readonly syncCount: number;
}

/**
 * The security monitor: each use of a secret costs a credit or raises the security event counter (E0C5); each period
 * without one lowers the counter or earns a credit. Time is taken from the clock whenever it is asked.
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

  /** After power-up: no credit, the counter as it is in NVM. */
  restart(): void {
    this.#credit = 0;
    this.#current = this.#stored();
    this.#since = this.#clock.now();
    if (this.#configuration().periodMs === 0) this.#set(0, 1);
  }

  /** E0C9: t_max in 100 ms, at most 5 s; 0 switches the monitor off. V1 has no E0C9 and the default figures. */
  #configuration(): Configuration {
    const [tMax = 50, , maxCredit = 5, syncCount = 1] = this.#store.get(special.monitor)?.data ?? [];
    return { periodMs: Math.min(tMax * 100, longestPeriod), maxCredit, syncCount: Math.max(1, syncCount) };
  }

  #stored(): number {
    return this.#store.get(special.eventCounter)?.data?.[0] ?? 0;
  }

  /** Decrements are written late when E0C9 says so, increments at once. */
  #set(value: number, syncCount: number): void {
    this.#current = value;
    const data = this.#store.get(special.eventCounter)?.data;
    if (data && (value > this.#stored() || this.#stored() - value >= syncCount || value === 0)) data[0] = value;
  }

  /** Accounts for the periods that passed. Called before every command. */
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

  /** CloseApplication writes the counter back. */
  flush(): void {
    this.#set(this.#current, 0);
  }

  get count(): number {
    this.settle();
    return this.#current;
  }

  /** A security event: use of a private key, secret key, pre-shared secret, or a failed decryption. Delays from 128 on. */
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

  /** Nothing below 128, t_max at 255, a straight line between (figure 30 gives the shape, not the figures). ms */
  delayMs(): number {
    if (this.#current < threshold) return 0;
    return (this.#configuration().periodMs * (this.#current - threshold + 1)) / (highest - threshold + 1);
  }
}
