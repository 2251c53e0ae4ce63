import { z } from 'zod';
import type { Clock } from '../../../core/bridge/bytePort.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import type { Result } from '../../../core/result/result.ts';
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

/** While the screen is not saved, it is saved again after this time. ms */
const saveAgainMs = 5_000;

/**
 * Saves the operator's screen in the state folder. If the file cannot be read, the window stays the operator's. What was kept but
 * could not be saved, for example on a full disk, is saved again until that succeeds.
 */
export class LineStore {
  readonly #file: Pick<StateFile, 'load' | 'save' | 'wasSetAside'>;
  readonly #clock: Pick<Clock, 'after'>;
  #unsaved: { readonly kept: KeptLine; readonly why: Fault<'line/not-kept'> } | undefined;
  #onChange: () => void = () => undefined;
  #endRetry: () => void = () => undefined;
  #latest = 0;

  constructor(file: Pick<StateFile, 'load' | 'save' | 'wasSetAside'>, clock: Pick<Clock, 'after'>) {
    this.#file = file;
    this.#clock = clock;
  }

  /** Why the next start of the program will not show what is shown now; undefined when it will. */
  get notKept(): Fault<'line/not-kept'> | undefined {
    return this.#unsaved?.why;
  }

  /** Calls the listener when `notKept` has changed. */
  onChange(listener: () => void): void {
    this.#onChange = listener;
  }

  /** Loads the saved screen; undefined while the window is the engineer's. */
  async load(): Promise<KeptLine | undefined> {
    const kept = await this.#file.load(read);
    if (kept !== undefined) return kept.open ? kept : undefined;
    if (!(await this.#file.wasSetAside())) return undefined;
    await this.keep(lost);
    return lost;
  }

  /** Saves what is shown already. If that fails, it is tried again. */
  async keep(kept: KeptLine): Promise<void> {
    const saving = this.save(kept);
    const mine = this.#latest;
    const saved = await saving;
    if (mine !== this.#latest) return;
    this.#unsaved = saved.ok ? undefined : { kept, why: fault('line/not-kept', saved.fault.data) };
    this.#saveAgain();
    this.#onChange();
  }

  /** Saves once. */
  save(kept: KeptLine): Promise<Result<void, 'file/not-written'>> {
    this.#endRetry();
    this.#latest++;
    // Without a port, the port of an earlier screen is removed.
    return this.#file.save({ ...kept, port: kept.port });
  }

  /** Saves that the window is the engineer's again. */
  async clear(): Promise<Result<void, 'file/not-written'>> {
    const cleared = await this.save({ ...lost, open: false });
    if (cleared.ok) this.#unsaved = undefined;
    this.#saveAgain();
    return cleared;
  }

  /** Ends the tries to save. */
  close(): void {
    this.#endRetry();
    this.#latest++;
  }

  #saveAgain(): void {
    if (this.#unsaved === undefined) return;
    const { kept } = this.#unsaved;
    this.#endRetry = this.#clock.after(saveAgainMs, () => void this.keep(kept));
  }
}
