import { Command, CommanderError } from 'commander';
import { fault } from '../../core/result/fault.ts';
import { stateFolder } from '../files/folders.ts';
import { removeLeftovers } from '../files/unfinished.ts';
import type { Answered, Bind } from './command.ts';
import { build, type Surroundings } from './commandTree.ts';
import type { Context } from './context.ts';
import { answer, exitCodes, tellFault, type Io } from './io.ts';

interface Common {
  readonly port?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly timeout?: number;
  readonly authorize?: readonly string[];
  readonly shielded?: boolean;
}

/** Runs the command line. @returns the exit code: 0 done, 1 failed, 2 wrong usage, 3 port or link, 4 the chip refused */
export async function runProgram(argv: readonly string[], around: Surroundings): Promise<number> {
  let exitCode: number = exitCodes.done;
  const json = argv.includes('--json');
  let attached: object = {};
  const io = (quiet: boolean): Io => ({
    json,
    quiet,
    attach: (beside) => (attached = beside),
    attached: () => attached,
    out: (text) => around.out(text),
    err: around.err,
  });
  const program = new Command('trust-bench');
  const bind: Bind = (action) => async (...parameters) => {
    const command = parameters.at(-1) as Command;
    const options = parameters.at(-2) as Parameters<typeof action>[1];
    const common = program.opts<Common>();
    const talk = io(common.quiet === true);
    const context: Context = {
      io: talk,
      environment: around.environment,
      ...(common.port === undefined ? {} : { port: common.port }),
      ...(common.timeout === undefined ? {} : { timeoutMs: common.timeout }),
      ...(common.authorize === undefined ? {} : { authorize: common.authorize }),
      ...(common.shielded === undefined ? {} : { shielded: common.shielded }),
    };
    const result = await action(context, options, command.args);
    if (!result.ok) exitCode = tellFault(talk, result.fault);
    else {
      tell(talk, around, result.value);
      exitCode = result.value.exitCode ?? exitCodes.done;
    }
  };
  build(program, bind, around);
  await removeLeftovers(stateFolder(around.environment, process.platform));
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) return tellFault(io(false), fault('app/bug', { operation: thrown instanceof Error ? thrown.name : 'trust-bench' }));
    if (thrown.exitCode === 0) return exitCodes.done;
    const message = thrown.message.replace(/^error: /, '');
    tellFault(io(false), fault('usage/bad-option', { message: message === '(outputHelp)' ? 'A command is missing.' : message }));
    return exitCodes.usage;
  }
  return exitCode;
}

function tell(io: Io, around: Surroundings, answered: Answered): void {
  const { json, lines, text, bytes, onlyOnce } = answered;
  if (onlyOnce !== undefined) around.onlyOnce?.(onlyOnce);
  if (!io.json && bytes !== undefined) around.out(bytes);
  else if (json !== undefined || lines.length > 0 || text !== undefined) answer(io, answered);
}
