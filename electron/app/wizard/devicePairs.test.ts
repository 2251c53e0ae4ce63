import { expect, it } from 'vitest';
import type { SortedFiles } from '../material/index.ts';
import { DevicePairs } from './devicePairs.ts';

/** A folder with one pair. */
const folder = (name: string): readonly SortedFiles[] => [{ files: [{ ticket: name, name }], copies: [], pair: { certificate: { subject: `CN=${name}` } } } as unknown as SortedFiles];

it('a run with a pair of the folder before is not noted for a pair of the new folder', () => {
  const pairs = new DevicePairs();
  pairs.begin(folder('first'), () => false);
  const used = pairs.find(undefined)?.id ?? '';
  pairs.take(used);
  pairs.begin(folder('second'), () => false);
  pairs.ended(used, { state: 'done', chipId: 'chip', at: '2026-11-28T12:00:00Z' });
  expect(pairs.view()?.pairs).toMatchObject([{ subject: 'CN=second', state: 'waiting' }]);
});
