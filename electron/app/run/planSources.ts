import type { ObjectEdit } from '../../../core/contract/objects.ts';
import type { PlanView } from '../../../core/contract/plan.ts';
import { decodePlan } from '../../../core/plan/planFile.ts';
import { allFrom, type FileNames } from '../../../core/plan/planWithMaterials.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import { dataSetFilePlan } from '../datasets/index.ts';
import { editPlan } from '../objects/index.ts';
import { planOfWizard, readWizardChip } from '../wizard/index.ts';
import { withMaterial } from './addMaterial.ts';
import { materialsFor } from './planMaterials.ts';
import type { PlanParts } from './planParts.ts';
import type { MadePlan, PlanReviewing } from './planReviewing.ts';
import type { Reviews } from './reviews.ts';

/** The sources of the window's plans. Each plan is reviewed at once. */
export class PlanSources {
  readonly #parts: Pick<PlanParts, 'wizard' | 'random' | 'tickets'>;
  readonly #reviewing: PlanReviewing;
  readonly #reviews: Pick<Reviews, 'find'>;

  constructor(parts: Pick<PlanParts, 'wizard' | 'random' | 'tickets'>, reviewing: PlanReviewing, reviews: Pick<Reviews, 'find'>) {
    this.#parts = parts;
    this.#reviewing = reviewing;
    this.#reviews = reviews;
  }

  async fromWizard(): Promise<Result<PlanView>> {
    const { wizard, random } = this.#parts;
    return this.#reviewing.review(async (work) => {
      const snapshot = await readWizardChip(work);
      const made = snapshot.ok ? await planOfWizard(wizard, snapshot.value, random) : snapshot;
      const { current } = wizard.pairs;
      return made.ok && current !== undefined ? ok({ ...made.value, pair: current }) : made;
    }, 'procedure');
  }

  async open(ticket: string): Promise<Result<PlanView>> {
    const opened = this.#parts.tickets.open(ticket);
    if (!opened.ok) return opened;
    return this.fromText(new TextDecoder().decode(opened.value.bytes), opened.value.name);
  }

  /**
   * Reviews the text of a plan from a file or the journal.
   * @param files file names from the journal; undefined for a plan file
   */
  async fromText(text: string, name: string, files?: FileNames): Promise<Result<PlanView>> {
    const plan = decodePlan(text, name);
    if (!plan.ok) return plan;
    return this.#reviewing.review(async () => ok({ plan: plan.value, materials: materialsFor(plan.value, this.#parts.wizard), files: files ?? allFrom(plan.value, name) }), 'saved');
  }

  /** Adds a file with a material that the reviewed plan names, and rehearses the plan again. */
  async addMaterial(planId: string, name: string, ticket: string): Promise<Result<PlanView>> {
    const made = await withMaterial(() => this.#reviews.find(planId), name, this.#parts.tickets.open(ticket));
    return made.ok ? this.#reviewing.review(async () => made, 'saved') : made;
  }

  async fromDataSet(ticket: string): Promise<Result<PlanView>> {
    const opened = this.#parts.tickets.open(ticket);
    if (!opened.ok) return opened;
    const made = dataSetFilePlan(opened.value.bytes, opened.value.name);
    return made.ok ? this.fromMade(made.value) : made;
  }

  /** Reviews a plan that edits one object. */
  fromEdit(edit: ObjectEdit): Promise<Result<PlanView>> {
    return this.#reviewing.review((work) => editPlan(edit, work, this.#parts.tickets));
  }

  /** Reviews a plan that another area made. */
  fromMade(made: MadePlan): Promise<Result<PlanView>> {
    return this.#reviewing.review(async () => ok(made));
  }
}
