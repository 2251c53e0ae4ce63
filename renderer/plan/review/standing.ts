import type { BoardView } from '../../../core/contract/board.ts';
import type { EventOf } from '../../../core/contract/operations.ts';
import type { PlanView } from '../../../core/contract/plan.ts';
import { lacksFile, refusedStep } from './refusedStep.ts';

/**
 * What a review is worth now: headline, colour and button follow it. Green is only `passed`, for the chip that is on
 * the board.
 */
export type Standing =
  | { readonly is: PlanView['verdict'] }
  /** It stops at a step whose file was not given yet; nothing was refused. */
  | { readonly is: 'needs-file' }
  /** No board: it was pulled out, or none was connected. */
  | { readonly is: 'no-board' }
  /** It must be rehearsed again. */
  | { readonly is: 'void'; readonly why: string | undefined };

export const hasBoard = ({ link, chip }: BoardView): boolean => (link === 'connected' || link === 'busy') && chip !== undefined;

/** @param voided main's word on the latest review that it no longer takes */
export function standingOf(plan: PlanView, board: BoardView, voided: EventOf<'plan/void'> | undefined): Standing {
  if (!hasBoard(board)) return { is: 'no-board' };
  if (voided?.planId === plan.planId) return { is: 'void', why: voided.fault.why };
  if (board.chip?.chipId !== plan.chipId) return { is: 'void', why: undefined };
  const refused = refusedStep(plan);
  return { is: refused !== undefined && lacksFile(refused) ? 'needs-file' : plan.verdict };
}
