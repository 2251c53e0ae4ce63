import type { FaultView } from '../../../core/contract/board.ts';
import { createRouter } from '../../ipc/router.ts';
import type { TestProgram } from './program.ts';

type Said = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: FaultView };

/** A script in the page. It sends anything through the same interface as the window. */
export interface HostilePage {
  send(name: string, request: unknown): Promise<Said>;
  /** Sends a request. @returns the code of the refusal; `done` when it was not refused */
  code(name: string, request: unknown): Promise<string>;
  /** The internal errors in the log. An attack must not cause one. */
  readonly bugs: readonly string[];
}

const url = 'https://bench.localhost/';

export function hostilePage({ main }: TestProgram): HostilePage {
  const bugs: string[] = [];
  const route = createRouter({ handlers: main.handlers, origin: url, takesPaths: false, onReview: main.reviewShown, log: (line) => bugs.push(line) });
  const send = (name: string, request: unknown): Promise<Said> => route({ door: 'call', name, request, sender: { url, mainFrame: true } });
  return {
    send,
    bugs,
    async code(name, request) {
      const said = await send(name, request);
      return said.ok ? 'done' : said.fault.code;
    },
  };
}
