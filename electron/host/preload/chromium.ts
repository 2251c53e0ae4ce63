import { makeBench, type Names } from './benchApi.ts';

type Binding = (door: 'call' | 'take', name: string, request: unknown) => Promise<unknown>;

/** Runs in the page before its own scripts: turns the host's binding into `window.bench`. */
export function install(names: Names, bindingName: string, eventName: string): void {
  const page: Record<string, unknown> & typeof globalThis = Object.assign(globalThis);
  const binding = page[bindingName];
  if (typeof binding !== 'function') return;
  const send: Binding = (door, name, request) => Promise.resolve(binding({ door, name, request }));
  const { bench, emit } = makeBench(names, {
    call: (name, request) => send('call', name, request),
    take: (request) => send('take', 'files/take', request),
    pathOf: () => '',
  });
  Object.defineProperty(page, 'bench', { value: bench });
  Object.defineProperty(page, eventName, { value: emit });
}
