import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { operatorJob } from './startOptions.ts';

it.each<[readonly string[], string | undefined, string | undefined]>([
  [['electron', '.'], undefined, undefined],
  [['electron', '.', '--operator', '/jobs/a.tbjob'], undefined, '/jobs/a.tbjob'],
  [['electron', '.', '--operator=/jobs/a.tbjob'], undefined, '/jobs/a.tbjob'],
  [['--operator', 'a.tbjob'], '/home/line', '/home/line/a.tbjob'],
  [['--operator', 'a.tbjob'], undefined, resolve('a.tbjob')],
  [['--operator'], '/home/line', '/home/line'],
])('%j from %s', (words, from, wanted) => {
  expect(operatorJob(words, from === undefined ? {} : { INIT_CWD: from })).toBe(wanted);
});
