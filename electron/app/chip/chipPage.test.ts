import { afterEach, beforeEach, expect, it } from 'vitest';
import { openProgram, type TestProgram } from '../testing/program.ts';

let program: TestProgram;
beforeEach(async () => {
  program = await openProgram();
  await program.ok('board/connect', { path: 'simulated' });
});
afterEach(() => program.close());

it('the chip\'s settings have the range in which they can be changed', async () => {
  const { settings } = await program.ok('chip/page', {});
  expect(settings.map(({ id, range }) => [id, range])).toEqual([
    ['0xE0C4', { least: 6, most: 15 }],
    ['0xE0C3', { least: 20, most: 255 }],
    ['0xE0C6', undefined],
  ]);
});
