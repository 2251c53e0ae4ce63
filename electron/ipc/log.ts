/** Writes a line about a bug. The line never contains a message's data, because that could contain a key. */
export type LogBug = (line: string) => void;

export const logToStderr: LogBug = (line) => {
  process.stderr.write(`trust-bench: ${line}\n`);
};

/** Describes an exception by its class and stack. Its message is left out, because it may contain data. */
export function describeException(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `a thrown ${typeof thrown}`;
  const frames = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [thrown.constructor.name, ...frames].join('\n');
}
