import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { makeFolder } from '../../files/disk.ts';
import { errorCode, orNothing } from '../../files/reasons.ts';
import { replaceOwn } from '../../files/write.ts';

const form = z.strictObject({ version: z.literal(1), taken: z.record(z.string(), z.number().int().min(0)) });
type Counts = z.infer<typeof form>['taken'];

/**
 * Remembers in the state folder a number of units that this station has begun at least, for each job. The journal has the exact
 * count. A lower count there shows that the journal's folder, or its newest file, was removed or replaced.
 */
export class UnitCounts {
  readonly #path: string;
  /** Numbers that are not in the file yet, by job. */
  readonly #wanted = new Map<string, number>();
  #writing: Promise<void> | undefined;

  /** @param folder the workstation's own folder */
  constructor(folder: string) {
    this.#path = join(folder, 'job-units.json');
  }

  #read(): Counts | undefined {
    try {
      const parsed = form.safeParse(JSON.parse(readFileSync(this.#path, 'utf8')));
      return parsed.success ? parsed.data.taken : undefined;
    } catch (thrown) {
      return errorCode(thrown) === 'ENOENT' ? {} : undefined;
    }
  }

  /**
   * Reads the number of known units. Call it before the journal is read, because other slots and programs may begin units in between.
   * @returns a function: given the journal's number of units, it says why some may be lost; undefined when the number is high enough
   */
  whyLost(job: string): (taken: number) => string | undefined {
    const counts = this.#read();
    if (counts === undefined) return () => 'job-units.json of the state folder cannot be read.';
    const known = Object.hasOwn(counts, job) ? (counts[job] ?? 0) : 0;
    return (taken) => (taken >= known ? undefined : `this station has begun ${known} units of the job, and the journal has ${taken}.`);
  }

  /** Remembers the journal's number of units. If the file cannot be written, only the check is weaker. */
  atLeast(job: string, taken: number): Promise<void> {
    this.#wanted.set(job, Math.max(taken, this.#wanted.get(job) ?? 0));
    // Numbers that come while the file is written are written together after it.
    this.#writing ??= this.#writeWanted();
    return this.#writing;
  }

  async #writeWanted(): Promise<void> {
    while (this.#wanted.size > 0) {
      const counts = this.#read();
      const higher = [...this.#wanted].filter(([job, taken]) => counts !== undefined && (counts[job] ?? 0) < taken);
      this.#wanted.clear();
      if (higher.length === 0) continue;
      orNothing(() => makeFolder(dirname(this.#path)));
      await replaceOwn(this.#path, utf8(`${JSON.stringify({ version: 1, taken: { ...counts, ...Object.fromEntries(higher) } }, undefined, 2)}\n`));
    }
    this.#writing = undefined;
  }
}
