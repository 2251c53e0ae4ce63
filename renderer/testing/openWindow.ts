import type { Answer, WindowApi, CallableName } from '../../core/contract/messages.ts';
import type { EventName, EventOf, OperationName, RequestOf } from '../../core/contract/operations.ts';
import { openProgram, type TestProgram } from '../../electron/app/testing/program.ts';
import { contractNames } from '../../electron/host/contractNames.ts';
import { makeApi } from '../../electron/host/preload/windowApi.ts';
import { checkedSender } from '../../electron/ipc/events.ts';
import { createRouter } from '../../electron/ipc/router.ts';
import { createClient, type ApiClient } from '../client/apiClient.ts';

const url = 'https://bench.localhost/';

/**
 * The window's side of the real program. The composed services work on a simulated board and are called through preload
 * script and router.
 */
export interface TestWindow {
  readonly program: TestProgram;
  readonly api: WindowApi;
  readonly client: ApiClient;
  /** All requests, in order. */
  readonly calls: readonly { readonly name: string; readonly request: unknown }[];
  /** The requests of one operation, in order. */
  asked(name: OperationName): readonly unknown[];
  /** Sends an event to the window, as the program would. */
  emit<N extends EventName>(name: N, event: EventOf<N>): void;
  /** The same window, with calls that a test delays or answers itself. */
  with(call: <N extends CallableName>(name: N, request: RequestOf<N>, go: () => Promise<Answer<N>>) => Promise<Answer<N>>): ApiClient;
}

/** @param program an existing program; when absent, a new one that the test closes */
export async function openWindow(program?: TestProgram): Promise<TestWindow> {
  const opened = program ?? (await openProgram());
  const route = createRouter({ handlers: opened.main.handlers, origin: url, takesPaths: false, onReview: opened.main.reviewShown });
  const calls: { readonly name: string; readonly request: unknown }[] = [];
  const sender = { url, mainFrame: true };
  const { api: made, emit } = makeApi(contractNames, {
    call: (name, request) => (calls.push({ name, request }), route({ door: 'call', name, request, sender })),
    take: (name, request) => (calls.push({ name, request }), route({ door: 'take', name, request: structuredClone(request), sender })),
    pathOf: () => '',
  });
  opened.main.onEvent(checkedSender(emit));
  // The preload script's interface has no type in a page. The client checks every answer.
  const api = made as unknown as WindowApi;
  return {
    program: opened,
    api,
    client: createClient(api),
    calls,
    asked: (name) => calls.filter((call) => call.name === name).map(({ request }) => request),
    emit,
    with: (call) => createClient({ ...api, call: (name, request) => call(name, request, () => api.call(name, request)) }),
  };
}
