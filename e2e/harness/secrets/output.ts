import type { Message } from './messages.ts';

type Write = typeof process.stdout.write;
const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;

/** Records the output of this process, and of its console, which a test runner redirects. */
export function watchOutput(note: (message: Message) => void): () => void {
  const streams = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write.bind(stream) as Write }));
  for (const { stream, write } of streams) {
    const noting = (chunk: Uint8Array | string, ...rest: unknown[]): unknown => {
      note({ where: stream === process.stdout ? 'stdout' : 'stderr', bytes: Buffer.from(chunk) });
      return Reflect.apply(write, stream, [chunk, ...rest]);
    };
    Object.assign(stream, { write: noting });
  }
  const own = Object.fromEntries(methods.map((method) => [method, console[method]]));
  for (const method of methods) Object.assign(console, { [method]: (...words: unknown[]) => note({ where: `console.${method}`, bytes: Buffer.from(words.map(String).join(' ')) }) });
  return () => {
    for (const { stream, write } of streams) Object.assign(stream, { write });
    Object.assign(console, own);
  };
}
