import type { Clock } from '../../../core/bridge/bytePort.ts';
import type { StationPort } from '../../serial/ports.ts';

/** How often the ports are listed while there are listeners. ms */
const lookMs = 1_000;

type Listener = (ports: readonly StationPort[]) => Promise<void>;

/** Lists the ports about every second, while there are listeners. */
export class PortWatch {
  readonly #list: () => Promise<readonly StationPort[]>;
  readonly #clock: Clock;
  readonly #listeners = new Set<Listener>();
  /** Stops listing the ports. */
  #end: (() => void) | undefined;

  constructor(list: () => Promise<readonly StationPort[]>, clock: Clock) {
    this.#list = list;
    this.#clock = clock;
  }

  /** Calls the listener with each list of ports, first at once. The next listing waits for all listeners. @returns a function to stop it */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    this.#end?.();
    this.#begin();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.close();
    };
  }

  close(): void {
    this.#listeners.clear();
    this.#end?.();
    this.#end = undefined;
  }

  #begin(): void {
    let ended = false;
    let cancel: (() => void) | undefined;
    this.#end = () => {
      ended = true;
      cancel?.();
    };
    const look = async (): Promise<void> => {
      const ports = await this.#list();
      if (ended) return;
      await Promise.all(Array.from(this.#listeners, (listener) => listener(ports)));
      if (!ended) cancel = this.#clock.after(lookMs, () => void look());
    };
    void look();
  }
}
