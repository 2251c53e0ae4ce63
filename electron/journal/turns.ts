import { join } from 'node:path';
import { makeFolder } from '../files/disk.ts';
import { withLock, type Lock } from './lock.ts';
import { Moved } from './notWritten.ts';

interface Turn {
  readonly work: (lock: Lock) => Promise<void>;
  readonly begin: () => void;
  readonly end: (thrown: unknown) => void;
  tries: number;
}

/** Waiting turns share the same lock, but after this time other programs may get the lock. ms */
const longestHeldMs = 100;
/** How often work is tried when its file changes meanwhile. */
const mostTries = 5;

/** Runs work on the journal's folder one after the other, under the lock that all programs use. */
export class Turns {
  readonly #folder: string;
  readonly #onLocked: () => void;
  readonly #waiting: Turn[] = [];
  #isWorking = false;

  constructor(folder: string, onLocked: () => void) {
    this.#folder = folder;
    this.#onLocked = onLocked;
  }

  /**
   * Waits for its turn and does the work. If the work throws Moved, it is tried again.
   * @param begin called once, at the beginning of the turn, or when the turn could not begin
   * @returns the error of the work, or the reason why the folder or the lock is missing; undefined when the work is done
   */
  take(work: (lock: Lock) => Promise<void>, begin: () => void = () => undefined): Promise<unknown> {
    return new Promise((end) => {
      this.#waiting.push({ work, begin, end, tries: 0 });
      if (this.#isWorking) return;
      this.#isWorking = true;
      // Delayed, because the caller does not have its promise yet.
      queueMicrotask(() => void this.#workOff());
    });
  }

  async #workOff(): Promise<void> {
    while (this.#waiting.length > 0) {
      let endLast: () => void = () => undefined;
      try {
        makeFolder(this.#folder);
        await withLock(join(this.#folder, '.lock'), async (lock) => {
          this.#onLocked();
          endLast = await this.#underLock(lock);
        });
      } catch (thrown) {
        // All waiting turns needed this lock.
        for (const { tries, begin, end } of this.#waiting.splice(0)) {
          if (tries === 0) begin();
          end(thrown);
        }
      }
      endLast();
    }
    this.#isWorking = false;
  }

  /** @returns a function that ends the last turn. Call it without the lock: the program may end then, and must not leave the lock behind */
  async #underLock(lock: Lock): Promise<() => void> {
    const since = performance.now();
    for (let turn = this.#waiting[0]; turn !== undefined; turn = this.#waiting[0]) {
      const end = await this.#try(turn, lock);
      if (this.#waiting.length === 0 || this.#waiting[0] === turn || performance.now() - since > longestHeldMs) return end;
      end();
    }
    return () => undefined;
  }

  /** @returns a function to call when the turn has ended. If it must be tried again with a new lock, the turn stays in the queue */
  async #try(turn: Turn, lock: Lock): Promise<() => void> {
    turn.tries += 1;
    if (turn.tries === 1) turn.begin();
    let found: unknown;
    try {
      await turn.work(lock);
    } catch (thrown) {
      if (thrown instanceof Moved && turn.tries < mostTries) return () => undefined;
      found = thrown;
    }
    this.#waiting.shift();
    return () => turn.end(found);
  }
}
