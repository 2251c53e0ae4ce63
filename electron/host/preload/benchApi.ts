/** How one host carries messages. */
export interface Carrier {
  call(name: string, request: unknown): Promise<unknown>;
  take(request: unknown): Promise<unknown>;
  /** The path of a chosen or dropped file; empty where the host can't tell. */
  pathOf(file: File): string;
}

/** What the contract allows; the host derives it and hands it over. */
export interface Names {
  readonly calls: readonly string[];
  readonly events: readonly string[];
}

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []);

/** Reads the names that the host handed over as JSON. */
export function readNames(json: string): Names {
  const read: unknown = JSON.parse(json);
  const fields: object = typeof read === 'object' && read !== null ? read : {};
  return { calls: 'calls' in fields ? texts(fields.calls) : [], events: 'events' in fields ? texts(fields.events) : [] };
}

type Listener = (event: unknown) => void;

/** More than this is never sent by content: the main process answers that the file is too large. */
const contentLimit = 16 * 1024 * 1024;

async function takeFile(carrier: Carrier, file: unknown): Promise<unknown> {
  if (!(file instanceof File)) return carrier.take({});
  const { name, size } = file;
  const path = carrier.pathOf(file);
  if (path !== '') return carrier.take({ name, size, path });
  if (size > contentLimit) return carrier.take({ name, size });
  let content: Uint8Array<ArrayBuffer>;
  try {
    content = new Uint8Array(await file.arrayBuffer());
  } catch {
    // A folder, or a file that went away: without content the main process says what is wrong.
    return carrier.take({ name, size });
  }
  try {
    return await carrier.take({ name, size: content.length, content });
  } finally {
    // A key may have been in it.
    content.fill(0);
  }
}

/** `window.bench` of both hosts (BenchApi of the contract), and what the host calls when there is an event. */
export function makeBench(names: Names, carrier: Carrier) {
  const calls = new Set(names.calls);
  const listeners = new Map(names.events.map((name) => [name, new Set<Listener>()]));
  const bench = {
    call(name: string, request: unknown): Promise<unknown> {
      return calls.has(name) ? carrier.call(name, request) : Promise.reject(new Error('no such operation'));
    },
    on(name: string, listener: Listener): () => void {
      const own: Listener = (event) => listener(event);
      const heard = listeners.get(name);
      if (heard === undefined) throw new Error('no such event');
      heard.add(own);
      return () => void heard.delete(own);
    },
    takeFile: (file: unknown): Promise<unknown> => takeFile(carrier, file),
  };
  const emit = (name: string, event: unknown): void => {
    for (const listener of listeners.get(name) ?? []) listener(event);
  };
  return { bench: Object.freeze(bench), emit };
}
