import { serialize } from 'node:v8';
import type { Program } from '../../../electron/composition.ts';

export interface Message {
  /** `request of wizard/material`, `reply of …`, `event …` */
  readonly where: string;
  readonly bytes: Uint8Array;
}

/** Returns a message's bytes in two forms: with its buffers, and as text. A value that cannot be copied cannot be sent either. */
function bytesOf(value: unknown): Uint8Array {
  return Buffer.concat([serialize(value), Buffer.from(JSON.stringify(value) ?? '')]);
}

const asked = (request: unknown): string => (typeof request === 'object' && request !== null && 'reveal' in request && request.reveal === true ? ', revealed' : '');

/**
 * Records the messages between main process and window, at the handlers: complete replies and faults, before the
 * contract removes fields.
 */
export function watchMessages({ handlers, onEvent }: Program, note: (message: Message) => void): () => void {
  const own = { ...handlers };
  const watched = Object.entries(own).map(([name, handle]) => {
    const ask = async (request: unknown): Promise<unknown> => {
      note({ where: `request of ${name}`, bytes: bytesOf(request) });
      const result: unknown = await Reflect.apply(handle, handlers, [request]);
      note({ where: `reply of ${name}${asked(request)}`, bytes: bytesOf(result) });
      return result;
    };
    return [name, ask] as const;
  });
  Object.assign(handlers, Object.fromEntries(watched));
  const stop = onEvent((name, event) => note({ where: `event ${name}`, bytes: bytesOf(event) }));
  return () => {
    stop();
    Object.assign(handlers, own);
  };
}
