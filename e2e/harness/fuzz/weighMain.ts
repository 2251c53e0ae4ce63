import { writeSync } from 'node:fs';
import { resident, stillFresh, weigh } from './memory.ts';

// Measures the named parsers, as many as possible in one process. If a parser kills this process, the results before it
// must already be saved.
const say = (line: object): number => writeSync(1, `${JSON.stringify(line)}\n`);

const first = resident();
for (const [index, name] of process.argv.slice(2).entries()) {
  if (index > 0 && !stillFresh(first)) break;
  say({ weighed: weigh(name, (input) => say({ input })) });
}
