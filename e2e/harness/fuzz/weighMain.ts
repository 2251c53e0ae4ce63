import { writeSync } from 'node:fs';
import { held, stillFresh, weigh } from './memory.ts';

// Weighs the parsers that are named, as many as can be in one process. A parser that kills this process must not take
// with it what it was about.
const say = (line: object): number => writeSync(1, `${JSON.stringify(line)}\n`);

const first = held();
for (const [index, name] of process.argv.slice(2).entries()) {
  if (index > 0 && !stillFresh(first)) break;
  say({ weighed: weigh(name, (input) => say({ input })) });
}
