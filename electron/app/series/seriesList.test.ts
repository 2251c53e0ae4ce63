import { expect, it } from 'vitest';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { parseComponentIds } from './seriesList.ts';

const id = '01'.repeat(25);

it('passes over comments, from the first sign to the end of the line', () => {
  expect(parseComponentIds(utf8(`# a reel # of two\n${id} # the first\n`), 'list')).toMatchObject({ ok: true, value: { ids: [id] } });
});

it('a line of comment signs with a lone CR behind them is over at once', () => {
  const started = performance.now();
  expect(parseComponentIds(utf8(`${'#'.repeat(200_000)}\rx`), 'list').ok).toBe(false);
  expect(performance.now() - started).toBeLessThan(1000);
});

it.each([
  ['bytes apart', '01 '.repeat(27), '01'.repeat(25)],
  ['a C array', '0x01, '.repeat(25), '01'.repeat(25)],
  ['lone digits', '1 '.repeat(25), '01'.repeat(25)],
])('an id as %s', (_, text, found) => {
  const read = parseComponentIds(utf8(text), 'list');
  expect(read.ok ? read.value.ids[0] : undefined).toBe(found);
});
