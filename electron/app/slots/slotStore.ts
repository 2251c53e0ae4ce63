import { z } from 'zod';
import { mostSlots, slotBinding, slotNumber, slotPlace } from '../../../core/contract/slots.ts';
import type { Result } from '../../../core/result/result.ts';
import { isVisible } from '../../../core/slots/names.ts';
import type { StateFile } from '../../files/stateFile.ts';
import { inTurn } from '../../../core/result/inTurn.ts';

/** Name of the file in the state folder. */
export const slotsFile = 'slots.json';

const keptSlot = z.object({ number: slotNumber, name: z.string().min(1).max(40).refine(isVisible).optional(), place: slotPlace, binding: slotBinding });
const kept = z.object({ slots: z.array(keptSlot).max(mostSlots) });

/** A slot as it was taught. */
export type KeptSlot = z.infer<typeof keptSlot>;

function readSlots(fields: unknown): readonly KeptSlot[] | undefined {
  const parsed = kept.safeParse(fields);
  if (!parsed.success) return undefined;
  const { slots } = parsed.data;
  return new Set(slots.map(({ number }) => number)).size === slots.length ? slots : undefined;
}

/**
 * The taught slots, in the state folder. The file is read at each use, because both the window and the command line may change
 * it. If it becomes unreadable or missing, this process keeps the slots that it knows and saves them again, so that an open line
 * goes on. Reads and changes run one after the other.
 */
export class SlotStore {
  readonly #file: Pick<StateFile, 'load' | 'save'>;
  /** The slots that were last read or saved in this process. */
  #known: readonly KeptSlot[] = [];
  readonly #next = inTurn();

  constructor(file: Pick<StateFile, 'load' | 'save'>) {
    this.#file = file;
  }

  /** Reads the slots, sorted by number. */
  read(): Promise<readonly KeptSlot[]> {
    return this.#next(() => this.#load());
  }

  /** Changes the slots. @param make returns the new slots from the present ones */
  change(make: (slots: readonly KeptSlot[]) => Result<readonly KeptSlot[]>): Promise<Result<void>> {
    return this.#next(async () => {
      const after = make(await this.#load());
      return after.ok ? this.#save(after.value) : after;
    });
  }

  async #load(): Promise<readonly KeptSlot[]> {
    const read = await this.#file.load(readSlots, this.#known.length > 0);
    if (read !== undefined) this.#known = read;
    // If this fails, the next read tries again.
    else if (this.#known.length > 0) await this.#save(this.#known);
    return this.#known.toSorted((a, b) => a.number - b.number);
  }

  async #save(slots: readonly KeptSlot[]): Promise<Result<void>> {
    const saved = await this.#file.save({ slots });
    if (saved.ok) this.#known = slots;
    return saved;
  }
}
