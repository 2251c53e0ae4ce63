import { Command, CommanderError } from '@commander-js/extra-typings';
import { fault } from '../../core/result/fault.ts';
import { stateFolder } from '../files/folders.ts';
import { removeLeftovers } from '../files/unfinished.ts';
import type { Action, Answered, Bind, Parsed } from './command.ts';
import { build, withCommon, type Surroundings } from './commandTree.ts';
import type { Context } from './context.ts';
import { insteadOfVendors } from './vendorOptions.ts';
import { answer, exitCodes, tellFault, type Io } from './io.ts';

/** Error codes of commander for words that it does not know. */
const notUnderstood: ReadonlySet<string> = new Set(['commander.unknownOption', 'commander.unknownCommand', 'commander.help']);

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
  const program = withCommon(new Command('trust-bench'), around);
  async function handle<O>(action: Action<O>, options: O, { args }: Parsed): Promise<void> {
    const { port, slot, quiet, timeout, operator, authorize, shielded } = program.opts();
    const talk = io(quiet === true);
    const context: Context = {
      io: talk,
      environment: around.environment,
      ...(around.onExchange === undefined ? {} : { onExchange: around.onExchange }),
      onInterrupt: around.onInterrupt ?? (() => () => undefined),
      ...(port === undefined ? {} : { port }),
      ...(slot === undefined ? {} : { slots: slot }),
      ...(timeout === undefined ? {} : { timeoutMs: timeout }),
      ...(operator === undefined ? {} : { operator }),
      ...(authorize === undefined ? {} : { authorize }),
      ...(shielded === undefined ? {} : { shielded }),
    };
    const result = await action(context, options, args);
    if (!result.ok) exitCode = tellFault(talk, result.fault);
    else {
      tell(talk, around, result.value);
      exitCode = result.value.exitCode ?? exitCodes.done;
    }
  }
  const bind: Bind = {
    options: (load) => async (options, command) => handle(await load(), options, command),
    argument: (load) => async (_, options, command) => handle(await load(), options, command),
  };
  build(program, bind, around);
  await removeLeftovers(stateFolder(around.environment, process.platform));
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) return tellFault(io(false), fault('app/bug', { operation: thrown instanceof Error ? thrown.name : 'trust-bench' }));
    if (thrown.exitCode === 0) return exitCodes.done;
    const message = thrown.message.replace(/^error: /, '');
    const instead = notUnderstood.has(thrown.code) ? insteadOfVendors(argv, /'([^' ]+)/.exec(message)?.[1]) : undefined;
    const said = message === '(outputHelp)' ? 'A command is missing.' : message;
    tellFault(io(false), fault('usage/bad-option', { message: instead === undefined ? said : `${said.replace(/\.$/, '')}; use "${instead}"` }));
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
