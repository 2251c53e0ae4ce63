import { join } from 'node:path';
import { makeFolder } from './disk.ts';
import { withLock, type Lock } from './lock.ts';
import { Moved } from './notWritten.ts';

interface Turn {
  readonly work: (lock: Lock) => Promise<void>;
  readonly begin: () => void;
  readonly end: (thrown: unknown) => void;
  tries: number;
}

/** Turns that wait use the same lock, but other programs get it at least this often. ms */
const longestHeldMs = 100;
/** How often work is tried whose file changes under it. */
const mostTries = 5;

/** Work on the journal's folder, in its order and one at a time, under the lock that all programs use. */
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
   * Does the work in its turn; again when it throws Moved.
   * @param begin called once, at the beginning of the turn or when there is none
   * @returns what was thrown: by the work, or because there is no folder or no lock; undefined when the work is done
   */
  take(work: (lock: Lock) => Promise<void>, begin: () => void = () => undefined): Promise<unknown> {
    return new Promise((end) => {
      this.#waiting.push({ work, begin, end, tries: 0 });
      if (this.#isWorking) return;
      this.#isWorking = true;
      // Not now: who takes this turn has not got its promise yet.
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
        // All of them have waited for this lock.
        for (const { tries, begin, end } of this.#waiting.splice(0)) {
          if (tries === 0) begin();
          end(thrown);
        }
      }
      endLast();
    }
    this.#isWorking = false;
  }

  /** @returns what tells the last one its end: its program may end then, and must not leave the lock behind */
  async #underLock(lock: Lock): Promise<() => void> {
    const since = performance.now();
    for (let turn = this.#waiting[0]; turn !== undefined; turn = this.#waiting[0]) {
      const end = await this.#try(turn, lock);
      if (this.#waiting.length === 0 || this.#waiting[0] === turn || performance.now() - since > longestHeldMs) return end;
      end();
    }
    return () => undefined;
  }

  /** @returns what tells its end; the turn still waits when it must be tried again with a new lock */
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
