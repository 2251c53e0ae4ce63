import { version } from '../version.ts';
import { interrupts } from './interrupts.ts';
import { exitCodes, tellError } from './io.ts';
import { Output, Progress } from './output.ts';
import { runProgram } from './program.ts';

const [output, progress] = [new Output(process.stdout), new Progress(process.stderr)];
const err = (text: string): void => progress.write(text);

async function main(): Promise<void> {
  let onlyOnce = '';
  const onInterrupt = interrupts(() => err('Stopping. Press Ctrl-C again to end at once; the chip may then be left in the middle of a step.\n'));
  const code = await runProgram(process.argv.slice(2), { out: (text) => output.write(text), err, onlyOnce: (text) => void (onlyOnce = text), environment: process.env, version, onInterrupt });
  const lost = await output.end();
  if (output.incomplete) err(onlyOnce);
  // The code of a failed command is kept. If the command succeeded but its result could not be written, it has failed.
  const failed = lost === undefined ? exitCodes.done : tellError(lost, err);
  process.exitCode = code === exitCodes.done ? failed : code;
  if (!(await progress.end())) process.exit();
}

void main();
