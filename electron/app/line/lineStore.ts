import { z } from 'zod';
import type { StateFile } from '../../files/stateFile.ts';

/** Name of the file in the state folder. */
export const lineFile = 'operator.json';

const form = z.object({
  /** Whether the window is the operator's. */
  open: z.boolean(),
  /** Name of the job file. */
  name: z.string(),
  /** Text of the job file; empty when the file could not be read. */
  job: z.string(),
  /** Folder where the job's relative paths start. */
  folder: z.string(),
  /** Name of the person at the station. */
  operator: z.string(),
  /** The board of a station without taught slots. */
  port: z.string().optional(),
});

/** What is saved of the operator's screen, for the next start of the program. */
export type KeptLine = z.infer<typeof form>;

const read = (fields: unknown): KeptLine | undefined => {
  const parsed = form.safeParse(fields);
  return parsed.success ? parsed.data : undefined;
};

/** Used when the file cannot be read: the job is unknown, but the window is still the operator's. */
const lost: KeptLine = { open: true, name: '', job: '', folder: '', operator: '' };

/** Saves the operator's screen in the state folder. If the file cannot be read, the window stays the operator's. */
export class LineStore {
  readonly #file: Pick<StateFile, 'load' | 'save'>;
  readonly #wasSetAside: () => boolean;

  /** @param wasSetAside whether the file existed but could not be read */
  constructor(file: Pick<StateFile, 'load' | 'save'>, wasSetAside: () => boolean) {
    this.#file = file;
    this.#wasSetAside = wasSetAside;
  }

  /** Loads the saved screen; undefined while the window is the engineer's. */
  async load(): Promise<KeptLine | undefined> {
    const kept = await this.#file.load(read);
    if (kept !== undefined) return kept.open ? kept : undefined;
    if (!this.#wasSetAside()) return undefined;
    await this.save(lost);
    return lost;
  }

  save(kept: KeptLine) {
    return this.#file.save(kept);
  }

  /** Saves that the window is the engineer's again. */
  clear() {
    return this.#file.save({ ...lost, open: false });
  }
}
