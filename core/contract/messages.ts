import { z } from 'zod';
import { faultView, type FaultView } from './board.ts';
import type { EventName, EventOf, OperationName, ReplyOf, RequestOf } from './operations.ts';

/** Answer to any operation: its value, or a fault as text. */
export type Answer<N extends OperationName> =
  | { readonly ok: true; readonly value: ReplyOf<N> }
  | { readonly ok: false; readonly fault: FaultView };

export const failedAnswer = z.strictObject({ ok: z.literal(false), fault: faultView });

/** Only used by the preload script. */
export const fileOperations = ['files/take', 'files/take-part'] as const;
export type FileOperation = (typeof fileOperations)[number];
export const isFileOperation = (name: unknown): name is FileOperation => fileOperations.some((one) => one === name);

/** The operations that the page may call by name. A file goes through `takeFile`, so that the page never sends a path. */
export type CallableName = Exclude<OperationName, FileOperation>;

/** What the preload script puts at `window.bench`, the same in both hosts. */
export interface WindowApi {
  call<N extends CallableName>(name: N, request: RequestOf<N>): Promise<Answer<N>>;
  /** Listens to an event. Returns a function that stops listening. */
  on<N extends EventName>(name: N, listener: (event: EventOf<N>) => void): () => void;
  /** A dropped or chosen DOM `File`: passed by path in Electron, by content in the Chromium host. */
  takeFile(file: unknown): Promise<Answer<'files/take'>>;
}
