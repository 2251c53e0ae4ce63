import type { BoardView } from '../../../core/contract/board.ts';
import type { EventOf } from '../../../core/contract/operations.ts';
import type { PlanView } from '../../../core/contract/plan.ts';
import { lacksFile, refusedStep } from './refusedStep.ts';

/** The present state of a review. Headline, colour and button depend on it. Only `passed` on the connected chip is shown in green. */
export type ReviewState =
  | { readonly is: PlanView['verdict'] }
  /** The rehearsal stops at a step whose file is still missing. The chip refused nothing. */
  | { readonly is: 'needs-file' }
  /** No board: it was unplugged, or none was connected. */
  | { readonly is: 'no-board' }
  /** The plan must be rehearsed again. */
  | { readonly is: 'void'; readonly why: string | undefined };

export const hasBoard = ({ link, chip }: BoardView): boolean => (link === 'connected' || link === 'busy') && chip !== undefined;

/** @param voided why the main process no longer accepts the latest review */
export function reviewStateOf(plan: PlanView, board: BoardView, voided: EventOf<'plan/void'> | undefined): ReviewState {
  if (!hasBoard(board)) return { is: 'no-board' };
  if (voided?.planId === plan.planId) return { is: 'void', why: voided.fault.why };
  if (board.chip?.chipId !== plan.chipId) return { is: 'void', why: undefined };
  const refused = refusedStep(plan);
  return { is: refused !== undefined && lacksFile(refused) ? 'needs-file' : plan.verdict };
}
