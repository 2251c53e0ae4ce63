import { z } from 'zod';
import { wizardAnswers, type WizardDefaults } from '../../../core/contract/wizard.ts';
import { firstAnswers, readAnswers, usualCertificate, writeAnswers, type WizardAnswers } from '../../../core/plan/wizard/answers.ts';
import { must } from '../../../core/result/result.ts';
import type { StateFile } from '../../files/stateFile.ts';
import type { GivenSecret } from '../../../core/plan/wizard/material.ts';
import { Slot } from '../material/index.ts';
import { DevicePairs } from './devicePairs.ts';

const kept = z.object(wizardAnswers.partial().shape);

/** Reads a file of answers; undefined when a value has the wrong form. @param first used for missing answers */
export function keptAnswers(fields: unknown, first = firstAnswers): WizardAnswers | undefined {
  const parsed = kept.safeParse(fields);
  const read = parsed.success ? readAnswers(parsed.data) : undefined;
  return read?.ok === true ? { ...first, ...read.value } : undefined;
}

export type AnswerStore = Pick<StateFile, 'load' | 'save'>;

/** The user's answers and files. Answers are saved on disk; keys and secrets are only in memory. */
export class WizardState {
  answers: WizardAnswers = firstAnswers;
  readonly device = new Slot();
  readonly integrity = new Slot();
  secret: GivenSecret | undefined;
  /** Messages that are shown once: where a key that was made here was saved. */
  notes: string[] = [];
  /** The folder of pairs in use. */
  readonly pairs = new DevicePairs();
  readonly #store: AnswerStore;
  /** Whether the user chose the object for the certificate. */
  #certificateChosen = false;

  readonly #defaults: () => WizardDefaults;

  /** @param defaults the defaults from Settings; their object ids were checked when they were set */
  constructor(store: AnswerStore, defaults: () => WizardDefaults = () => ({})) {
    this.#store = store;
    this.#defaults = defaults;
  }

  /** The first answers: the defaults from Settings, otherwise the program's. */
  get first(): WizardAnswers {
    return { ...firstAnswers, ...must(readAnswers(this.#defaults())) };
  }

  async load(): Promise<void> {
    const { first } = this;
    this.answers = (await this.#store.load((fields) => keptAnswers(fields, first))) ?? first;
    this.#certificateChosen = this.answers.certificateObject !== usualCertificate(this.answers.target);
  }

  async answer(changes: Partial<WizardAnswers>): Promise<void> {
    const target = changes.target !== undefined && changes.target !== this.answers.target;
    if (changes.certificateObject !== undefined) this.#certificateChosen = true;
    this.answers = { ...this.answers, ...(target ? { payloadVersion: firstAnswers.payloadVersion } : {}), ...changes };
    if (!this.#certificateChosen) this.answers = { ...this.answers, certificateObject: usualCertificate(this.answers.target) };
    await this.#store.save(writeAnswers(this.answers));
  }

  async reset(): Promise<void> {
    this.forgetMaterial();
    this.answers = this.first;
    this.#certificateChosen = false;
    await this.#store.save(writeAnswers(this.answers));
  }

  forgetMaterial(): void {
    this.device.clear();
    this.integrity.clear();
    this.clearSecret();
    this.pairs.clear();
    this.notes = [];
  }

  clearSecret(): void {
    this.secret?.secret.wipe();
    this.secret = undefined;
  }

  setSecret(secret: GivenSecret): void {
    this.clearSecret();
    this.secret = secret;
  }
}
