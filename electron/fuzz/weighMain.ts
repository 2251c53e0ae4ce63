import { writeSync } from 'node:fs';
import { weigh } from './memory.ts';

// A parser that kills this process must not take with it what it was about.
const say = (line: object): number => writeSync(1, `${JSON.stringify(line)}\n`);

say(weigh(process.argv[2] ?? '', (input) => say({ input })));
