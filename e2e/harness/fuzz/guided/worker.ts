import { parentPort, workerData } from 'node:worker_threads';
import { BlockCoverage } from './coverage.ts';
import { search } from './search.ts';

export interface Work {
  readonly name: string;
  readonly seconds: number;
  readonly seed: number;
  readonly seeds: readonly Uint8Array[];
  readonly tokens: readonly Uint8Array[];
  /** Two numbers, how many inputs were begun and the last one's length, then its bytes. */
  readonly shared: SharedArrayBuffer;
}

/** Our own code, and nothing of the fuzzer's; see the names in electron/build/fuzz.mjs. */
const isOurs = (url: string): boolean => /\/dist\/fuzz\/(core|electron)\//.test(url) && !/\/electron\/fuzz\/|\/testing\//.test(url);
/** A schema has no code of its own: what it does with a message runs in zod. */
const isSchemas = (url: string): boolean => url.includes('/node_modules/zod/');

/** Tells the other side which input runs: it can read it even while this thread hangs. */
function teller(shared: SharedArrayBuffer): (bytes: Uint8Array) => void {
  const [head, body] = [new Int32Array(shared, 0, 2), new Uint8Array(shared, 8)];
  return (bytes) => {
    body.set(bytes);
    head[1] = bytes.length;
    Atomics.add(head, 0, 1);
  };
}

// Written by the one that started this worker (main.ts), under one type.
const { name, seconds, shared, ...rest } = workerData as Work;
const coverage = new BlockCoverage((url) => isOurs(url) || (/message/i.test(name) && isSchemas(url)));
coverage.start();
const { parsers } = await import('../parsers/index.ts');
/** From the end of the seeds on: on a busy machine they alone could take all of it. */
let until = 0;
const goesOn = (): boolean => performance.now() < (until ||= performance.now() + seconds * 1000);
parentPort?.postMessage(search({ ...rest, parse: parsers[name] ?? (() => undefined), coverage, goesOn, onInput: teller(shared) }));
