import { parentPort, workerData } from 'node:worker_threads';
import { BlockCoverage } from './coverage.ts';
import { search } from './search.ts';

export interface Work {
  readonly name: string;
  readonly seconds: number;
  readonly seed: number;
  readonly seeds: readonly Uint8Array[];
  readonly tokens: readonly Uint8Array[];
  /** Shared memory: the number of started inputs, the last one's length, then its bytes. */
  readonly shared: SharedArrayBuffer;
}

/** Our own code without the fuzzer's; see the names in electron/build/fuzz.mjs. */
const isOurs = (url: string): boolean => /\/dist\/fuzz\/(core|electron)\//.test(url) && !/\/electron\/fuzz\/|\/testing\//.test(url);
/** Whether the code is zod's. A schema has no code of its own; its checks run in zod. */
const isSchemas = (url: string): boolean => url.includes('/node_modules/zod/');

/** Shows the other thread which input runs. That thread can read this even while this thread hangs. */
function teller(shared: SharedArrayBuffer): (bytes: Uint8Array) => void {
  const [head, body] = [new Int32Array(shared, 0, 2), new Uint8Array(shared, 8)];
  return (bytes) => {
    body.set(bytes);
    head[1] = bytes.length;
    Atomics.add(head, 0, 1);
  };
}

// main.ts started this worker with data of this type.
const { name, seconds, shared, ...rest } = workerData as Work;
const coverage = new BlockCoverage((url) => isOurs(url) || (/message/i.test(name) && isSchemas(url)));
coverage.start();
const { parsers } = await import('../parsers/index.ts');
/** End of the search. The time starts after the seeds, because on a busy machine the seeds alone could use all of it. */
let until = 0;
const goesOn = (): boolean => performance.now() < (until ||= performance.now() + seconds * 1000);
parentPort?.postMessage(search({ ...rest, parse: parsers[name] ?? (() => undefined), coverage, goesOn, onInput: teller(shared) }));
