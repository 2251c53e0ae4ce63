import type { BenchClient } from '../../client/bench.ts';

/** What a part of the store works with: the connection, and the state of its own subject and of those it needs. */
export interface Tools<State> {
  readonly bench: BenchClient;
  readonly set: (part: Partial<State> | ((state: State) => Partial<State>)) => void;
  readonly get: () => State;
}
