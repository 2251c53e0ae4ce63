/** How a host sends messages. */
export interface Carrier {
  call(name: string, request: unknown): Promise<unknown>;
  /** @param name 'files/take', or 'files/take-part' */
  take(name: string, request: unknown): Promise<unknown>;
  /** Returns the path of a chosen or dropped file; empty when the host does not know it. */
  pathOf(file: File): string;
}

/** The names that the contract allows. The host passes them to this script. */
export interface Names {
  readonly calls: readonly string[];
  readonly events: readonly string[];
}

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []);

/** Reads the names from the host's JSON. */
export function readNames(json: string): Names {
  const read: unknown = JSON.parse(json);
  const fields: object = typeof read === 'object' && read !== null ? read : {};
  return { calls: 'calls' in fields ? texts(fields.calls) : [], events: 'events' in fields ? texts(fields.events) : [] };
}

type Listener = (event: unknown) => void;

/** Maximum number of bytes in one message. A larger file is sent in parts, so that the window stays responsive. */
const partBytes = 1024 * 1024;

const isGood = (answer: unknown): boolean => typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === true;

const isNotReadable = (thrown: unknown): boolean => thrown instanceof DOMException && thrown.name === 'NotReadableError';

/** Sends the bytes, then wipes them, because they may contain a key. */
async function sendContent(send: (content: Uint8Array) => Promise<unknown>, blob: Blob): Promise<unknown> {
  const content = new Uint8Array(await blob.arrayBuffer());
  try {
    return await send(content);
  } finally {
    content.fill(0);
  }
}

async function takeInParts(carrier: Carrier, file: File): Promise<unknown> {
  const { name, size } = file;
  const upload = crypto.randomUUID();
  for (let at = 0; at < size; at += partBytes) {
    const answer = await sendContent((content) => carrier.take('files/take-part', { upload, name, size, at, content }), file.slice(at, at + partBytes));
    if (!isGood(answer)) return answer;
  }
  return carrier.take('files/take', { name, size, upload });
}

async function takeFile(carrier: Carrier, file: unknown): Promise<unknown> {
  if (!(file instanceof File)) return carrier.take('files/take', {});
  const { name, size } = file;
  const path = carrier.pathOf(file);
  if (path !== '') return carrier.take('files/take', { name, size, path });
  try {
    if (size > partBytes) return await takeInParts(carrier, file);
    return await sendContent((content) => carrier.take('files/take', { name, size: content.length, content }), file);
  } catch (thrown) {
    // A folder or a removed file is "not found". A file that changed, or cannot be accessed, is "not readable". Without content,
    // the main process finds the reason.
    return carrier.take('files/take', { name, size, ...(isNotReadable(thrown) ? { changed: true } : {}) });
  }
}

/** `window.bench` of both hosts (WindowApi of the contract), and the function that the host calls for an event. */
export function makeApi(names: Names, carrier: Carrier) {
  const calls = new Set(names.calls);
  const listeners = new Map(names.events.map((name) => [name, new Set<Listener>()]));
  const api = {
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
  return { api: Object.freeze(api), emit };
}
