import { z } from 'zod';
import type { StateFile } from '../../files/stateFile.ts';

/** Its name in the state folder. */
export const lineFile = 'operator.json';

const form = z.object({
  /** Whether the window is the operator's. */
  open: z.boolean(),
  /** Name of the job file. */
  name: z.string(),
  /** Its text; empty when it could not be read. */
  job: z.string(),
  /** Where its paths start. */
  folder: z.string(),
  /** Name of the person at the station. */
  operator: z.string(),
  /** The board of a station without taught slots. */
  port: z.string().optional(),
});

/** The operator's screen as it was, for the next start of the program. */
export type KeptLine = z.infer<typeof form>;

const read = (fields: unknown): KeptLine | undefined => {
  const parsed = form.safeParse(fields);
  return parsed.success ? parsed.data : undefined;
};

/** Nothing of the job is known; the window is still the operator's. */
const lost: KeptLine = { open: true, name: '', job: '', folder: '', operator: '' };

/** The operator's screen in the state folder. A file that cannot be read keeps the window the operator's. */
export class LineStore {
  readonly #file: Pick<StateFile, 'load' | 'save'>;
  readonly #wasSetAside: () => boolean;

  /** @param wasSetAside whether the file was there and could not be read */
  constructor(file: Pick<StateFile, 'load' | 'save'>, wasSetAside: () => boolean) {
    this.#file = file;
    this.#wasSetAside = wasSetAside;
  }

  /** Undefined while the window is the engineer's. */
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

  /** The window is the engineer's again. */
  clear() {
    return this.#file.save({ ...lost, open: false });
  }
}
