import './noEval.ts';
import { z } from 'zod';
import type { FaultView } from '../../core/contract/board.ts';
import { failedAnswer, type Answer, type WindowApi, type CallableName } from '../../core/contract/messages.ts';
import { events, operations, type EventName, type EventOf, type OperationName, type ReplyOf, type RequestOf } from '../../core/contract/operations.ts';
import { texts } from './texts.ts';

export interface ApiClient {
  call<N extends CallableName>(name: N, request: RequestOf<N>): Promise<Answer<N>>;
  on<N extends EventName>(name: N, listener: (event: EventOf<N>) => void): () => void;
  takeFile(file: File): Promise<Answer<'files/take'>>;
}

// Fixes one key, so that generic code keeps the connection between an operation's name and its reply type, without a
// cast.
const replies: { readonly [N in OperationName]: { readonly reply: z.ZodType<ReplyOf<N>> } } = operations;
const told: { readonly [N in EventName]: z.ZodType<EventOf<N>> } = events;

const okAnswer = z.object({ ok: z.literal(true), value: z.unknown() });

const broken = (name: string, why: string): { ok: false; fault: FaultView } => ({
  ok: false,
  fault: {
    code: 'window/bad-reply',
    what: texts.badReply,
    why,
    todo: texts.badReplyTodo,
    raw: name,
  },
});

function checkAnswer<N extends OperationName>(name: N, answer: unknown): Answer<N> {
  const failed = failedAnswer.safeParse(answer);
  if (failed.success) return failed.data;
  const good = okAnswer.safeParse(answer);
  if (!good.success) return broken(name, texts.notAnAnswer);
  const value = replies[name].reply.safeParse(good.data.value);
  return value.success ? { ok: true, value: value.data } : broken(name, z.prettifyError(value.error));
}

/** The window's interface to the main process. Every answer and event is checked against the contract before it is used. */
export function createClient(api: WindowApi): ApiClient {
  const guarded = async <N extends OperationName>(name: N, ask: () => Promise<unknown>): Promise<Answer<N>> => {
    try {
      return checkAnswer(name, await ask());
    } catch (error) {
      return broken(name, error instanceof Error ? error.message : texts.callFailed);
    }
  };
  return {
    call: (name, request) => guarded(name, () => api.call(name, request)),
    takeFile: (file) => guarded('files/take', () => api.takeFile(file)),
    on: (name, listener) =>
      api.on(name, (event: unknown) => {
        const checked = told[name].safeParse(event);
        if (checked.success) listener(checked.data);
      }),
  };
}
