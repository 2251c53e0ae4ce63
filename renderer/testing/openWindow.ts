import type { Answer, BenchApi, CallableName } from '../../core/contract/messages.ts';
import type { EventName, EventOf, OperationName, RequestOf } from '../../core/contract/operations.ts';
import { openBench, type TestBench } from '../../electron/app/testing/bench.ts';
import { contractNames } from '../../electron/host/contractNames.ts';
import { makeBench } from '../../electron/host/preload/benchApi.ts';
import { checkedSender } from '../../electron/ipc/events.ts';
import { createRouter } from '../../electron/ipc/router.ts';
import { createClient, type ApiClient } from '../client/apiClient.ts';

const url = 'https://bench.localhost/';

/** The window's side of the real program: the composed services on a simulated board, called through preload script and router. */
export interface TestWindow {
  readonly program: TestBench;
  readonly api: BenchApi;
  readonly client: ApiClient;
  /** All requests, in order. */
  readonly calls: readonly { readonly name: string; readonly request: unknown }[];
  /** The requests of one operation, in order. */
  asked(name: OperationName): readonly unknown[];
  /** Sends an event, as the program would. */
  emit<N extends EventName>(name: N, event: EventOf<N>): void;
  /** The same window, with calls that a test delays or answers itself. */
  with(call: <N extends CallableName>(name: N, request: RequestOf<N>, go: () => Promise<Answer<N>>) => Promise<Answer<N>>): ApiClient;
}

/** @param program an existing program; when absent, a new one that the test closes */
export async function openWindow(program?: TestBench): Promise<TestWindow> {
  const main = program ?? (await openBench());
  const route = createRouter({ handlers: main.bench.handlers, origin: url, takesPaths: false, onReview: main.bench.reviewShown });
  const calls: { readonly name: string; readonly request: unknown }[] = [];
  const sender = { url, mainFrame: true };
  const { bench, emit } = makeBench(contractNames, {
    call: (name, request) => (calls.push({ name, request }), route({ door: 'call', name, request, sender })),
    take: (name, request) => (calls.push({ name, request }), route({ door: 'take', name, request: structuredClone(request), sender })),
    pathOf: () => '',
  });
  main.bench.onEvent(checkedSender(emit));
  // What the preload script gives to a page has no type. The client checks every answer.
  const api = bench as unknown as BenchApi;
  return {
    program: main,
    api,
    client: createClient(api),
    calls,
    asked: (name) => calls.filter((call) => call.name === name).map(({ request }) => request),
    emit,
    with: (call) => createClient({ ...api, call: (name, request) => call(name, request, () => api.call(name, request)) }),
  };
}
