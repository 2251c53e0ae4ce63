/** Writes a line about a bug. It never gets a message's data, which could contain a key. */
export type LogBug = (line: string) => void;

export const logToStderr: LogBug = (line) => {
  process.stderr.write(`trust-bench: ${line}\n`);
};

/** Where an exception came from: its class and stack, without its message, which may contain data. */
export function describeException(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `a thrown ${typeof thrown}`;
  const frames = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [thrown.constructor.name, ...frames].join('\n');
}
