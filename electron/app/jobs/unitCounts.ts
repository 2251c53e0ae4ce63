import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { errorCode } from '../../files/reasons.ts';
import { writeAtomic } from '../../files/write.ts';

const form = z.strictObject({ version: z.literal(1), taken: z.record(z.string(), z.number().int().min(0)) });
type Counts = z.infer<typeof form>['taken'];

/**
 * How many units of each job this station has begun at least: a file of the state folder. The journal is what counts; this
 * tells that its folder, or its newest file, was removed or replaced as a whole.
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
   * Reads how many units are known. Ask before the journal is read: other slots and programs may begin units in between.
   * @returns says for the units that the journal has why it may have lost some; undefined when it has at least as many as this file says
   */
  async whyLost(job: string): Promise<(taken: number) => string | undefined> {
    const counts = await this.#read();
    if (counts === undefined) return () => 'job-units.json of the state folder cannot be read.';
    const known = Object.hasOwn(counts, job) ? (counts[job] ?? 0) : 0;
    return (taken) => (taken >= known ? undefined : `this station has begun ${known} units of the job, and the journal has ${taken}.`);
  }

  /** Remembers that the journal has so many. A file that cannot be written only makes the check weaker. */
  async atLeast(job: string, taken: number): Promise<void> {
    const counts = await this.#read();
    if (counts === undefined || (counts[job] ?? 0) >= taken) return;
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 }).catch(() => undefined);
    await writeAtomic(this.#path, utf8(`${JSON.stringify({ version: 1, taken: { ...counts, [job]: taken } }, undefined, 2)}\n`), { mode: 0o600 });
  }
}
