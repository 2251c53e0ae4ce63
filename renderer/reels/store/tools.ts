import type { ApiClient } from '../../client/apiClient.ts';

/** What a part of the store uses: the connection, its own state, and the state of other parts. */
export interface Tools<State> {
  readonly client: ApiClient;
  readonly set: (part: Partial<State> | ((state: State) => Partial<State>)) => void;
  readonly get: () => State;
}
