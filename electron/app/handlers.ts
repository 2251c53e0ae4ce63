import type { z } from 'zod';
import type { EventName, EventOf, OperationName, Operations, ReplyOf } from '../../core/contract/operations.ts';
import type { Result } from '../../core/result/result.ts';

/** One handler for every operation of the contract; a missing one does not compile. */
export type Handlers = {
  readonly [N in OperationName]: (request: z.output<Operations[N]['request']>) => Promise<Result<ReplyOf<N>>>;
};

export type Emit = <N extends EventName>(name: N, event: EventOf<N>) => void;
