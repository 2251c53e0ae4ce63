import type { Result } from '../../core/result/result.ts';
import type { Context } from './context.ts';

/** The result of a command: JSON for --json, lines for people. */
export interface Answered {
  readonly json: unknown;
  readonly lines: readonly string[];
  /** Text of several lines that follows the lines; made by this program. */
  readonly text?: string;
  /** Raw bytes for stdout (object read --as raw); never with --json. */
  readonly bytes?: Uint8Array;
  /** Information that cannot be read again. If stdout does not accept the result, it is written to stderr. */
  readonly onlyOnce?: string;
  /** Exit code; default 0. 1 for a negative result (import with refused objects, a chain that is not trusted). */
  readonly exitCode?: number;
}

export type Action<O> = (context: Context, options: O, args: readonly string[]) => Promise<Result<Answered>>;

/** Makes a command's handler from an action. */
export interface Bind {
  /** For a command without arguments. The command's module is loaded when it runs. */
  options<O>(load: () => Promise<Action<O>>): (options: O, command: Parsed) => Promise<void>;
  /** For a command with one argument (which may be missing), or with several arguments of the same name. */
  argument<O>(load: () => Promise<Action<O>>): (argument: string | readonly string[] | undefined, options: O, command: Parsed) => Promise<void>;
}

/** The parts of the parsed command that a handler uses. */
export interface Parsed {
  readonly args: readonly string[];
}
