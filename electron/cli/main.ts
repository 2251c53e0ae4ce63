import { version } from '../version.ts';
import { runProgram } from './program.ts';

// A reader that closes the pipe early is no fault of ours.
process.stdout.on('error', () => process.exit(0));

process.exitCode = await runProgram(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  environment: process.env,
  version,
});
