import { utf8 } from '../../../core/bytes/bytes.ts';
import { visibleJson } from '../../../core/result/visible.ts';
import { ok } from '../../../core/result/result.ts';
import type { Board } from '../../board/board.ts';
import type { Trace } from '../../board/trace.ts';
import type { SaveFile } from '../../ports.ts';
import type { Area } from '../handlers.ts';
import type { AuthorizationService } from './authorizationService.ts';
import { chipPage } from './chipPage.ts';
import type { WholeChipService } from './wholeChipService.ts';

export interface ChipServices {
  readonly board: Board;
  readonly whole: WholeChipService;
  readonly authorization: AuthorizationService;
}

/** Implements the contract's operations on the whole chip. */
export const chipHandlers = ({ board, whole, authorization }: ChipServices): Area<'chip'> => ({
  'chip/page': () => chipPage(board),
  'chip/access': () => authorization.view(),
  'chip/authorize': ({ reference, ticket }) => authorization.authorize(reference, ticket),
  'chip/try-shielded': () => authorization.tryShielded(),
  'chip/export': ({ as }) => whole.export(as),
  'chip/import': ({ ticket, beside }) => whole.import(ticket, beside),
  'chip/compare': ({ ticket, beside }) => whole.compare(ticket, beside),
});

/** Implements the contract's operations on the trace. */
export const traceHandlers = (trace: Trace, saveFile: SaveFile): Area<'trace'> => ({
  'trace/read': async ({ after }) => ok(trace.after(after)),
  'trace/save': () => saveFile('trace.jsonl', utf8(trace.after(0).map((row) => `${visibleJson(row)}\n`).join(''))),
});
