import type { z } from 'zod';
import { visibleDeep, visibleLines } from '../../core/result/visible.ts';
import { isFileOperation, type Answer } from '../../core/contract/messages.ts';
import { operations, reviewIn, type OperationName, type Operations, type ReplyOf } from '../../core/contract/operations.ts';
import { fault, type Fault } from '../../core/result/fault.ts';
import { faultView } from '../app/faultView.ts';
import type { Handlers } from '../app/handlers.ts';
import { describeException, logToStderr, type LogBug } from './log.ts';

/** The frame that sent a message. */
export interface Sender {
  readonly url: string;
  readonly mainFrame: boolean;
}

/** `call`: operations that the page may call by name. `take`: only for files, used by the preload script. */
export type Door = 'call' | 'take';

export interface Message {
  readonly door: Door;
  readonly name: unknown;
  readonly request: unknown;
  readonly sender: Sender;
}

export interface RouterOptions {
  readonly handlers: Handlers;
  /** Prefix of all addresses of our own pages, with the slash: `bench://app/`. */
  readonly origin: string;
  /** Whether files may be given by path. Not in the Chromium host, where the page could invent a path. */
  readonly takesPaths: boolean;
  /** Called with the plan's id for every checked review that is sent to the page. */
  readonly onReview?: (planId: string) => void;
  /** Why an operation is refused now, whatever its request; undefined when it is allowed. */
  readonly refuses?: (operation: OperationName) => Fault | undefined;
  readonly log?: LogBug;
}

export type Route = (message: Message) => Promise<Answer<OperationName>>;

type Schemas = {
  readonly [N in OperationName]: {
    readonly request: z.ZodType<z.output<Operations[N]['request']>>;
    readonly reply: z.ZodType<ReplyOf<N>>;
  };
};
const schemas: Schemas = operations;

const badMessage = (operation: string, why: string): Answer<OperationName> => ({
  ok: false,
  fault: faultView(fault('app/bad-message', { operation, why })),
});

const bug = (operation: string): Answer<OperationName> => ({
  ok: false,
  fault: faultView(fault('app/bug', { operation })),
});

/** Where a value violates its schema, without the value. */
function breaksAt(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'somewhere';
  const path = issue.path.map(String).join('.');
  return `${path === '' ? 'the whole' : `"${path}"`} (${issue.code})`;
}

const isOperation = (name: unknown): name is OperationName => typeof name === 'string' && Object.hasOwn(operations, name);

/** What is wrong with a message's form; undefined when the form is right. The request itself is checked later. */
function refusal(message: Message, name: OperationName, options: RouterOptions): string | undefined {
  if ((message.door === 'take') !== isFileOperation(name)) return 'Files are handed over by dropping or choosing them only.';
  if (name !== 'files/take' || options.takesPaths) return undefined;
  const { request } = message;
  const hasPath = typeof request === 'object' && request !== null && 'path' in request;
  return hasPath ? 'This host takes files by content only.' : undefined;
}

/**
 * Makes invisible characters visible in every text for the page, so that a name from a file cannot end a line or change the text
 * direction. The licences keep their lines.
 */
function shown(name: OperationName, value: unknown): unknown {
  if (name !== 'app/licences') return visibleDeep(value);
  return typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string' ? { ...value, text: visibleLines(value.text) } : value;
}

async function dispatch<N extends OperationName>(name: N, request: unknown, { handlers, onReview }: RouterOptions, log: LogBug): Promise<Answer<OperationName>> {
  const checked = schemas[name].request.safeParse(request);
  if (!checked.success) return badMessage(name, `Its request breaks the contract: ${breaksAt(checked.error)}.`);
  const result = await handlers[name](checked.data);
  if (!result.ok) return { ok: false, fault: faultView(result.fault) };
  const reply = schemas[name].reply.safeParse(shown(name, result.value));
  if (reply.success) {
    const planId = reviewIn(name, reply.data);
    if (planId !== undefined) onReview?.(planId);
    return { ok: true, value: reply.data };
  }
  log(`the reply of ${name} breaks the contract: ${breaksAt(reply.error)}`);
  return bug(name);
}

/** Makes the only interface between window and main process. It checks sender, name, request and reply, and never throws. */
export function createRouter(options: RouterOptions): Route {
  const log = options.log ?? logToStderr;
  return async (message) => {
    const { name, request, sender } = message;
    const shown = typeof name === 'string' ? name.slice(0, 60) : `a ${typeof name}`;
    if (!sender.mainFrame || !sender.url.startsWith(options.origin)) return badMessage(shown, 'It came from a page that is not ours.');
    if (!isOperation(name)) return badMessage(shown, 'No operation has this name.');
    const notNow = options.refuses?.(name);
    if (notNow !== undefined) return { ok: false, fault: faultView(notNow) };
    const refused = refusal(message, name, options);
    if (refused !== undefined) return badMessage(name, refused);
    try {
      return await dispatch(name, request, options, log);
    } catch (thrown) {
      log(`${name} failed: ${describeException(thrown)}`);
      return bug(name);
    }
  };
}
