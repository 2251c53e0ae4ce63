import type { Answer, CallableName } from '../../core/contract/messages.ts';
import type { EventName, EventOf, RequestOf } from '../../core/contract/operations.ts';
import type { ApiClient } from '../client/apiClient.ts';

/** A call that waits until the test answers it. */
interface Held<N extends CallableName> {
  readonly request: RequestOf<N>;
  /** Answers the call, and waits until the store has taken the answer. Answers are not checked against the contract. */
  answer(answer: Answer<N>): Promise<void>;
}

const settled = (): Promise<void> => new Promise((done) => setImmediate(done));

/** A client without a program: the test answers each call, in any order, and sends the events. */
export function heldClient() {
  const calls: { readonly name: string; readonly held: Held<never> }[] = [];
  const listeners: { readonly name: string; readonly tell: (event: never) => void }[] = [];
  const hold = (name: string, request: unknown): Promise<unknown> =>
    new Promise((resolve) => calls.push({ name, held: { request: request as never, answer: (answer) => (resolve(answer), settled()) } }));
  // The functions are generic, which their implementation cannot show.
  const client = {
    call: hold,
    takeFile: (file: File) => hold('files/take', file),
    on: (name: string, tell: (event: never) => void) => (listeners.push({ name, tell }), () => undefined),
  } as unknown as ApiClient;
  return {
    client,
    /** The calls of an operation, in order. */
    asked: <N extends CallableName>(name: N) => calls.flatMap((call) => (call.name === name ? [call.held as unknown as Held<N>] : [])),
    emit: <N extends EventName>(name: N, event: EventOf<N>): void => {
      for (const listener of listeners) if (listener.name === name) listener.tell(event as never);
    },
  };
}

/** An answer or event of which a test needs only a part. */
export const partOf = <T>(part: unknown): T => part as T;
