import { expect, it } from 'vitest';
import { Secret, wipedAfter } from './secret.ts';

it('a secret is overwritten after the work, whether that returns or throws', async () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const secret = new Secret(bytes);
  expect(await wipedAfter(secret, async () => secret.open(([first]) => first))).toBe(1);
  expect([secret.wiped, [...bytes]]).toEqual([true, [0, 0, 0]]);
  const other = Uint8Array.of(4, 5);
  await expect(wipedAfter(new Secret(other), () => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
  expect([...other]).toEqual([0, 0]);
});

it.each([['bytes', Uint8Array.of(7, 8)], ['a Buffer, whose slice() would be the same memory', Buffer.from([7, 8])]])('a copy of %s stays when the first is wiped', (_, bytes) => {
  const secret = new Secret(bytes);
  const copy = secret.copy();
  secret.wipe();
  expect(copy.open((kept) => [...kept])).toEqual([7, 8]);
  expect([secret.wiped, copy.wiped]).toEqual([true, false]);
});
