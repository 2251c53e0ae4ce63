import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { errorCode } from '../../files/reasons.ts';
import { writeAtomic } from '../../files/write.ts';

const form = z.strictObject({ version: z.literal(1), taken: z.record(z.string(), z.number().int().min(0)) });
type Counts = z.infer<typeof form>['taken'];

/**
 * Remembers in the state folder a number of units that this station has begun at least, for each job. The journal has the exact
 * count. A lower count there shows that the journal's folder, or its newest file, was removed or replaced.
 */
export class UnitCounts {
  readonly #path: string;

  /** @param folder the workstation's own folder */
  constructor(folder: string) {
    this.#path = join(folder, 'job-units.json');
  }

  async #read(): Promise<Counts | undefined> {
    try {
      const parsed = form.safeParse(JSON.parse(await readFile(this.#path, 'utf8')));
      return parsed.success ? parsed.data.taken : undefined;
    } catch (thrown) {
      return errorCode(thrown) === 'ENOENT' ? {} : undefined;
    }
  }

  /**
   * Reads the number of known units. Call it before the journal is read, because other slots and programs may begin units in between.
   * @returns a function: given the journal's number of units, it says why some may be lost; undefined when the number is high enough
   */
  async whyLost(job: string): Promise<(taken: number) => string | undefined> {
    const counts = await this.#read();
    if (counts === undefined) return () => 'job-units.json of the state folder cannot be read.';
    const known = Object.hasOwn(counts, job) ? (counts[job] ?? 0) : 0;
    return (taken) => (taken >= known ? undefined : `this station has begun ${known} units of the job, and the journal has ${taken}.`);
  }

  /** Remembers the journal's number of units. If the file cannot be written, only the check is weaker. */
  async atLeast(job: string, taken: number): Promise<void> {
    const counts = await this.#read();
    if (counts === undefined || (counts[job] ?? 0) >= taken) return;
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 }).catch(() => undefined);
    await writeAtomic(this.#path, utf8(`${JSON.stringify({ version: 1, taken: { ...counts, [job]: taken } }, undefined, 2)}\n`), { mode: 0o600 });
  }
}
