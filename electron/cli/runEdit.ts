import type { ObjectEdit } from '../../core/contract/objects.ts';
import { ok, type Result } from '../../core/result/result.ts';
import { editPlan, type EditContent } from '../app/objects/index.ts';
import type { TicketFile } from '../files/tickets.ts';
import type { Context, Session } from './context.ts';
import { runPlanCommand } from './runPlanCommand.ts';

/** How an edit ended, and what was compared or verified, in words. */
export interface Ended {
  readonly state: string;
  readonly says: string;
  /** What was written, if the edit was a write. */
  readonly content?: EditContent;
}

export interface EditParts {
  /** Object ids that the user typed as confirmation, as 0xE0F1. */
  readonly confirmed: readonly string[];
  /** The file to write, if any. */
  readonly file?: TicketFile;
}

/** Edits one object with the same plan as in the window: it is rehearsed, run and proved. */
export async function runEdit(context: Context, session: Session, edit: ObjectEdit, { confirmed, file }: EditParts): Promise<Result<Ended>> {
  const none = { name: '', bytes: new Uint8Array() };
  const made = await editPlan(edit, session, { open: () => ok(file ?? none) });
  if (!made.ok) return made;
  const { plan, materials, content, files } = made.value;
  const quiet: Context = { ...context, io: { ...context.io, quiet: true } };
  const report = await runPlanCommand(quiet, session, { plan, materials, confirmed, ...(files === undefined ? {} : { files }) });
  for (const secret of materials.values()) secret.wipe();
  if (!report.ok) return report;
  const [step] = report.value.result.steps;
  return ok({ state: step?.state ?? 'done', says: step?.says ?? '', ...(content === undefined ? {} : { content }) });
}
