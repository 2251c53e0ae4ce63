import type { BytePort, Clock } from '../../bridge/bytePort.ts';
import { fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';
import { Line } from './line.ts';

interface Wires {
  feed(bytes: Uint8Array): void;
  onOutput(listener: (bytes: Uint8Array) => void): () => void;
}

export interface SimulatedPortOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly baud: number | undefined;
  readonly board: Wires;
}

/** The host's end of the simulated cable. Once closed it stays closed, like a serial port whose device was removed. */
export class SimulatedPort implements BytePort {
  readonly name: string;
  readonly #board: Wires;
  readonly #line: Line;
  readonly #data = new Set<(bytes: Uint8Array) => void>();
  readonly #closers = new Set<() => void>();
  readonly #unsubscribe: () => void;
  #open = true;

  constructor({ name, clock, baud, board }: SimulatedPortOptions) {
    this.name = name;
    this.#board = board;
    this.#line = new Line(clock, baud, (bytes) => {
      if (this.#open) this.#board.feed(bytes);
    });
    this.#unsubscribe = board.onOutput((bytes) => this.#receive(bytes));
  }

  get isOpen(): boolean {
    return this.#open;
  }

  async write(bytes: Uint8Array): Promise<Result<void, 'link/closed'>> {
    if (this.#open) await this.#line.send(bytes);
    return this.#open ? ok(undefined) : err(fault('link/closed', { port: this.name }));
  }

  onData(listener: (bytes: Uint8Array) => void): () => void {
    this.#data.add(listener);
    return () => this.#data.delete(listener);
  }

  onClose(listener: () => void): () => void {
    this.#closers.add(listener);
    return () => this.#closers.delete(listener);
  }

  close(): Promise<void> {
    this.gone();
    return Promise.resolve();
  }

  /** Call it when the other end was removed, or the host closed the port. */
  gone(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#unsubscribe();
    for (const listener of this.#closers) listener();
  }

  /** Delivers in a later turn of the event loop: real bytes never arrive during the write that requests them. */
  #receive(bytes: Uint8Array): void {
    void Promise.resolve().then(() => {
      if (this.#open) for (const listener of this.#data) listener(bytes);
    });
  }
}
