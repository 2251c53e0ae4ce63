import type { z } from 'zod';
import { visibleDeep } from '../../core/result/visible.ts';
import { events, type EventName, type EventOf } from '../../core/contract/operations.ts';
import { describeException, logToStderr, type LogBug } from './log.ts';

type Schemas = { readonly [N in EventName]: z.ZodType<EventOf<N>> };
const schemas: Schemas = events;

/** Wraps a host's function for events to the window. An event that violates the contract is logged and not sent. */
export function checkedSender(send: (name: EventName, event: unknown) => void, log: LogBug = logToStderr) {
  return <N extends EventName>(name: N, event: EventOf<N>): void => {
    const checked = schemas[name].safeParse(visibleDeep(event));
    if (!checked.success) {
      const issue = checked.error.issues[0];
      log(`the event ${name} breaks the contract: ${issue?.path.map(String).join('.') ?? ''} (${issue?.code ?? ''})`);
      return;
    }
    try {
      send(name, checked.data);
    } catch (thrown) {
      log(`the event ${name} was not sent: ${describeException(thrown)}`);
    }
  };
}
