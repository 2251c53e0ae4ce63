import type { Result } from '../../core/result/result.ts';
import type { Context } from './context.ts';

/** What a command answers: JSON for --json, lines for people. */
export interface Answered {
  readonly json: unknown;
  readonly lines: readonly string[];
  /** A text of several lines below them, made here. */
  readonly text?: string;
  /** Bytes for stdout as they are (object read --as raw); never with --json. */
  readonly bytes?: Uint8Array;
  /** What nothing tells a second time: stderr gets it when stdout does not take the answer. */
  readonly onlyOnce?: string;
  /** 0 unless said: 1 for an answer that is a no (import with refused objects, a chain that is not trusted). */
  readonly exitCode?: number;
}

export type Action<O> = (context: Context, options: O, args: readonly string[]) => Promise<Result<Answered>>;

/** Makes a command's handler out of an action. */
export interface Bind {
  /** For a command without arguments. */
  options<O>(action: Action<O>): (options: O, command: Parsed) => Promise<void>;
  /** For a command with an argument, or with several of one name. */
  argument<O>(action: Action<O>): (argument: string | readonly string[], options: O, command: Parsed) => Promise<void>;
}

/** What a handler takes of the parsed command. */
export interface Parsed {
  readonly args: readonly string[];
}
