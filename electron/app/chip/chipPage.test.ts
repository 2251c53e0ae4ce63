import { afterEach, beforeEach, expect, it } from 'vitest';
import { openBench, type TestBench } from '../testing/bench.ts';

let bench: TestBench;
beforeEach(async () => {
  bench = await openBench();
  await bench.ok('board/connect', { path: 'simulated' });
});
afterEach(() => bench.close());

it('the chip\'s settings have the range in which they can be changed', async () => {
  const { settings } = await bench.ok('chip/page', {});
  expect(settings.map(({ id, range }) => [id, range])).toEqual([
    ['0xE0C4', { least: 6, most: 15 }],
    ['0xE0C3', { least: 20, most: 255 }],
    ['0xE0C6', undefined],
  ]);
});
