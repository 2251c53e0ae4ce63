import { join } from 'node:path';
import type { Clock } from '../../../core/bridge/bytePort.ts';
import type { Exchange } from '../../../core/bridge/link.ts';
import type { TraceRow } from '../../../core/contract/board.ts';
import type { Journal } from '../../../electron/journal/journal.ts';
import { keptRows, Trace } from '../../../electron/board/trace.ts';
import { Desk } from './seat.ts';
import { Station } from './station.ts';
import { Technician } from './technician.ts';
import type { Job, Served } from './visit.ts';

export interface ShiftParts {
  readonly journal: Journal;
  readonly folder: string;
  readonly clock: Clock;
  readonly now: () => Date;
  readonly onExchange?: (exchange: Exchange) => void;
}

/** A port of the workstation, its technician, and its trace. */
export class Shift {
  readonly #technician: Technician;
  readonly #trace: Trace;
  #secrets: readonly string[] = [];
  #told = false;

  constructor(port: number, { journal, folder, clock, now, onExchange }: ShiftParts) {
    const desk = new Desk(`simulated:${port + 1}`);
    // The trace is kept when the program restarts. Otherwise the memory of the process would vary with every death.
    const trace = new Trace(now, (rows) => this.#look(rows));
    this.#trace = trace;
    const tell = (exchange: Exchange): void => {
      trace.add(exchange);
      onExchange?.(exchange);
    };
    const own = join(folder, `port-${port + 1}`);
    this.#technician = new Technician(desk, clock, () => new Station({ desk, folder: own, journal, onExchange: tell, clock, now }));
  }

  /** Fills the trace before the start, as after days of work. A trace that fills up during the measurement would look like a leak. */
  fillTrace(exchanges: readonly Exchange[]): void {
    for (let row = 0; exchanges.length > 0 && row < keptRows; row += exchanges.length) for (const exchange of exchanges) this.#trace.add(exchange);
  }

  /** Works on one chip until it is done. */
  async serve(job: Job): Promise<Served> {
    this.#secrets = job.order.secrets;
    this.#told = false;
    const served = await this.#technician.serve(job);
    return this.#told ? { ...served, wrong: [...served.wrong, 'a secret is in the trace'] } : served;
  }

  close(): Promise<void> {
    return this.#technician.close();
  }

  #look(rows: readonly TraceRow[]): void {
    const text = JSON.stringify(rows).toLowerCase();
    this.#told ||= this.#secrets.some((secret) => text.includes(secret));
  }
}
