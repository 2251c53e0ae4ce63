import type { Clock } from '../../bridge/bytePort.ts';

interface Pending {
  readonly at: number;
  readonly run: () => void;
}

/** A clock for tests: waiting takes no real time. When nothing else runs, waiting calls run in order of their time. */
export class ManualClock implements Clock {
  #now = 0;
  #pending: Pending[] = [];
  #running = false;

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const pending = { at: this.#now + Math.max(0, ms), run };
    this.#pending.push(pending);
    this.#start();
    return () => {
      this.#pending = this.#pending.filter((other) => other !== pending);
    };
  }

  /** Advances the time without running a waiting call. */
  advance(ms: number): void {
    this.#now += ms;
  }

  /** Runs after all ready promises. Then everything left waits for time. */
  #start(): void {
    if (this.#running) return;
    this.#running = true;
    setImmediate(() => this.#step());
  }

  #step(): void {
    const next = this.#pending.reduce<Pending | undefined>((a, b) => (a === undefined || b.at < a.at ? b : a), undefined);
    this.#running = false;
    if (next === undefined) return;
    this.#pending = this.#pending.filter((other) => other !== next);
    this.#now = Math.max(this.#now, next.at);
    next.run();
    if (this.#pending.length > 0) this.#start();
  }
}
