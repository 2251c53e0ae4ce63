import { z } from 'zod';
import { wizardAnswers, type WizardAnswers } from '../../../core/contract/wizard.ts';
import { must } from '../../../core/result/result.ts';
import { parseOid, type Oid } from '../../../core/objects/oid.ts';
import type { StateFile } from '../../files/stateFile.ts';
import { Slot, type HeldSecret } from '../material/index.ts';

/** 0 = the next version after the chip's; any other number is the user's. */
const automatic = 0;

export const firstAnswers: WizardAnswers = {
  target: '0xE0F1',
  certificateObject: '0xE0E1',
  identityTag: true,
  keyUsage: ['authentication', 'signature'],
  payloadVersion: automatic,
  anchorObject: '0xE0E3',
  lockAnchor: false,
  confidentiality: false,
  secretObject: '0xF1D1',
  lockSecret: false,
  secretUnreadable: true,
  update: 'data',
  flush: true,
};

const kept = z.object(wizardAnswers.partial().shape);

/** What a file of answers says; undefined when one of them is of another form. What it does not say is as at first. */
export function keptAnswers(fields: unknown): WizardAnswers | undefined {
  const parsed = kept.safeParse(fields);
  return parsed.success ? { ...firstAnswers, ...parsed.data } : undefined;
}

export type AnswerStore = Pick<StateFile, 'load' | 'save'>;

/** What the user answered and handed over. Answers are on disk; keys and secrets are only in memory. */
export class WizardState {
  answers: WizardAnswers = firstAnswers;
  readonly device = new Slot();
  readonly integrity = new Slot();
  secret: HeldSecret | undefined;
  /** Said once in the view: where a key that was made here was saved. */
  notes: string[] = [];
  readonly #store: AnswerStore;

  constructor(store: AnswerStore) {
    this.#store = store;
  }

  async load(): Promise<void> {
    this.answers = (await this.#store.load(keptAnswers)) ?? firstAnswers;
  }

  async answer(changes: Partial<WizardAnswers>): Promise<void> {
    const target = changes.target !== undefined && changes.target !== this.answers.target;
    this.answers = { ...this.answers, ...(target ? { payloadVersion: automatic } : {}), ...changes };
    await this.#store.save(this.answers);
  }

  async reset(): Promise<void> {
    this.forgetMaterial();
    this.answers = firstAnswers;
    await this.#store.save(this.answers);
  }

  forgetMaterial(): void {
    this.device.clear();
    this.integrity.clear();
    this.clearSecret();
    this.notes = [];
  }

  clearSecret(): void {
    this.secret?.secret.wipe();
    this.secret = undefined;
  }

  setSecret(secret: HeldSecret): void {
    this.clearSecret();
    this.secret = secret;
  }
}

/** Ids in answers come from a checked list; anything else falls back to `otherwise`. */
export function oidOf(text: string, otherwise: string): Oid {
  const read = parseOid(text);
  return read.ok ? read.value : must(parseOid(otherwise));
}
