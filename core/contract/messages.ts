import { z } from 'zod';
import { faultView, type FaultView } from './board.ts';
import type { EventName, EventOf, OperationName, ReplyOf, RequestOf } from './operations.ts';

/** Answer to any operation: its value, or a fault already said in words. */
export type Answer<N extends OperationName> =
  | { readonly ok: true; readonly value: ReplyOf<N> }
  | { readonly ok: false; readonly fault: FaultView };

export const failedAnswer = z.strictObject({ ok: z.literal(false), fault: faultView });

/**
 * What the preload script puts at `window.bench`, the same in both hosts. `pathOf` is there in Electron only: the
 * path of a dropped or chosen file, for `files/take`.
 */
export interface BenchApi {
  call<N extends OperationName>(name: N, request: RequestOf<N>): Promise<Answer<N>>;
  on<N extends EventName>(name: N, listener: (event: EventOf<N>) => void): () => void;
  readonly takesPaths: boolean;
  pathOf?(file: unknown): string;
}
