import { makeApi, type Names } from './windowApi.ts';

/** Runs in the page before its own scripts: turns the host's binding into `window.bench`. */
export function install(names: Names, bindingName: string, eventName: string): void {
  const binding: unknown = Reflect.get(globalThis, bindingName);
  if (typeof binding !== 'function') return;
  const send = async (door: 'call' | 'take', name: string, request: unknown): Promise<unknown> => {
    const answer: unknown = await Reflect.apply(binding, globalThis, [{ door, name, request }]);
    return answer;
  };
  const { api, emit } = makeApi(names, {
    call: (name, request) => send('call', name, request),
    take: (name, request) => send('take', name, request),
    pathOf: () => '',
  });
  Object.defineProperty(globalThis, 'bench', { value: api });
  Object.defineProperty(globalThis, eventName, { value: emit });
}
