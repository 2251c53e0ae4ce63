import type { BenchClient } from '../../client/bench.ts';

/** What a part of the store uses: the connection, its own state, and the state of other parts. */
export interface Tools<State> {
  readonly bench: BenchClient;
  readonly set: (part: Partial<State> | ((state: State) => Partial<State>)) => void;
  readonly get: () => State;
}
