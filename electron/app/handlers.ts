import type { z } from 'zod';
import { operations, type EventName, type EventOf, type OperationName, type Operations, type ReplyOf } from '../../core/contract/operations.ts';
import type { Result } from '../../core/result/result.ts';

/** One handler for every operation of the contract. If one is missing, the program does not compile. */
export type Handlers = {
  readonly [N in OperationName]: (request: z.output<Operations[N]['request']>) => Promise<Result<ReplyOf<N>>>;
};

/** The handlers of the operations whose names begin with this prefix. */
export type Area<P extends string> = Pick<Handlers, Extract<keyof Handlers, `${P}/${string}`>>;

export type Emit = <N extends EventName>(name: N, event: EventOf<N>) => void;

type KeysOfEach<A> = { [K in keyof A]: keyof A[K] }[keyof A];
type Twice<A> = { [K in keyof A]: keyof A[K] & KeysOfEach<Omit<A, K>> }[keyof A];
type Missing<A> = Exclude<OperationName, KeysOfEach<A>>;

/**
 * Type that checks the areas. If each operation has exactly one handler, there is no error. Otherwise the error names the
 * operations that have two handlers or none.
 */
type EachOnce<A> = [Twice<A>, Missing<A>] extends [never, never] ? unknown : { readonly 'handlers given twice': Twice<A>; readonly 'handlers missing': Missing<A> };

const isWhole = (handlers: Partial<Handlers>): handlers is Handlers => Object.keys(operations).every((name) => name in handlers);

/** Joins the handlers of all areas. If an operation has two handlers or none, the program does not compile. */
export function allHandlers<A extends Readonly<Record<string, Partial<Handlers>>>>(areas: A & EachOnce<A>): Handlers {
  const all = Object.values<Partial<Handlers>>(areas).reduce<Partial<Handlers>>((joined, area) => ({ ...joined, ...area }), {});
  if (!isWhole(all)) throw new Error('An operation has no handler.');
  return all;
}
