import { join } from 'node:path';
import type { Clock } from '../../../core/bridge/bytePort.ts';
import type { Exchange } from '../../../core/bridge/link.ts';
import type { RunView } from '../../../core/contract/plan.ts';
import { limitOf } from '../../../electron/files/archive/limits.ts';
import { savesInto } from '../../../electron/files/save.ts';
import { createTickets } from '../../../electron/files/tickets.ts';
import type { Journal } from '../../../electron/journal/journal.ts';
import { openRun } from '../../../electron/journal/recordedRuns.ts';
import { nodeRandomness } from '../../../electron/serial/randomness.ts';
import { PublicKeyStore } from '../../../electron/app/material/publicKeyStore.ts';
import { WrittenSecrets } from '../../../electron/app/material/writtenSecrets.ts';
import { PlanService } from '../../../electron/app/run/planService.ts';
import { RecordService } from '../../../electron/app/records/recordService.ts';
import { ok } from '../../../core/result/result.ts';
import { StateFile } from '../../../electron/files/stateFile.ts';
import { sniff } from '../../../electron/app/material/sniff.ts';
import { WizardState } from '../../../electron/app/wizard/wizardState.ts';
import { Board } from '../../../electron/board/board.ts';
import type { Desk } from './seat.ts';

export interface StationParts {
  readonly desk: Desk;
  readonly folder: string;
  readonly journal: Journal;
  readonly onExchange: (exchange: Exchange) => void;
  readonly clock: Clock;
  readonly now: () => Date;
}

const announcement = /^Another chip is on this port now: ([0-9A-F ]+)$/;

/** The workstation's services at one port, composed as in compose.ts. */
export class Station {
  readonly board: Board;
  readonly wizard = new WizardState({ load: async () => undefined, save: async () => ok(undefined) });
  readonly plans: PlanService;
  readonly records: RecordService;
  readonly #clock: Clock;
  readonly #journal: Journal;
  readonly #watchers = new Set<() => void>();
  readonly #timers = new Set<() => void>();
  #closed = false;
  /** The last chip that was announced as another chip. */
  announced = '';

  constructor({ desk, folder, journal, onExchange, clock, now }: StationParts) {
    this.#clock = clock;
    this.#journal = journal;
    this.board = new Board({
      clock,
      openPort: () => Promise.resolve(desk.open()),
      onExchange,
    });
    const saveFile = savesInto(join(folder, 'saved'));
    this.plans = new PlanService({
      board: this.board,
      wizard: this.wizard,
      tickets: createTickets(sniff, limitOf),
      random: nodeRandomness,
      clock,
      now,
      saveFile,
      journal,
      keys: new PublicKeyStore(new StateFile(folder, 'public-keys.json')),
      onReviewVoid: () => undefined,
      written: new WrittenSecrets(),
      onRun: () => this.#changed(),
    });
    this.board.onChange(({ state: { notice = '' } }) => {
      this.announced = announcement.exec(notice)?.[1]?.replaceAll(' ', '').toLowerCase() ?? this.announced;
      this.#changed();
    });
    this.records = new RecordService({ journal, board: this.board, plans: this.plans, saveFile, now });
  }

  /**
   * Resolves with whether the condition becomes true within `ms` of the clock. Never resolves after the station is
   * closed, because nobody waits then.
   */
  until(holds: () => boolean, ms = Number.POSITIVE_INFINITY): Promise<boolean> {
    return new Promise((resolve) => {
      if (this.#closed) return;
      const end = (came: boolean): void => {
        this.#watchers.delete(look);
        this.#timers.delete(cancel);
        cancel();
        resolve(came);
      };
      const look = (): void => {
        if (holds()) end(true);
      };
      const cancel = Number.isFinite(ms) ? this.#clock.after(ms, () => end(holds())) : () => undefined;
      this.#timers.add(cancel);
      this.#watchers.add(look);
      look();
    });
  }

  /** Resolves with the run when it has ended. */
  async ended(): Promise<RunView | undefined> {
    const over = (): boolean => !['running', 'cancelling'].includes(this.plans.runs.state()?.state ?? '');
    await this.until(over);
    return this.plans.runs.state();
  }

  /** Whether the journal has this run. */
  async isRecorded(run: string): Promise<boolean> {
    return (await openRun(this.#journal.folder, run)) !== undefined;
  }

  /** Ends all work of a killed process, so that none of it keeps running. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#watchers.clear();
    for (const cancel of this.#timers) cancel();
    await this.board.disconnect();
    this.plans.close();
    this.wizard.forgetMaterial();
  }

  #changed(): void {
    if (!this.#closed) for (const look of this.#watchers) look();
  }
}
