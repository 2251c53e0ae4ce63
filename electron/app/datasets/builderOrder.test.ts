import { afterEach, beforeEach, expect, it } from 'vitest';
import { identity, openProgram, type TestProgram } from '../testing/program.ts';

let program: TestProgram;
beforeEach(async () => void (program = await openProgram()));
afterEach(() => program.close());

it('a component id that is typed while the one of the chip is being read stays', async () => {
  await program.ok('board/connect', { path: 'simulated' });
  await Promise.all([program.ok('datasets/change', { unicast: true }), program.ok('datasets/change', { componentId: '01 02' })]);
  expect((await program.ok('datasets/form', {})).form).toMatchObject({ unicast: true, componentId: '01 02' });
});

it('a form that is reset while the chip is being read for its component id is empty', async () => {
  await program.ok('board/connect', { path: 'simulated' });
  await Promise.all([program.ok('datasets/change', { unicast: true }), program.ok('datasets/reset', {})]);
  expect((await program.ok('datasets/form', {})).form).toMatchObject({ unicast: false, componentId: '' });
});

it('a form that is reset while a key is being opened has no key', async () => {
  const { keyPem } = await identity('secp521r1');
  const ticket = await program.take('integrity.pem', keyPem);
  await Promise.all([program.ok('datasets/give', { slot: 'signer', ticket }), program.ok('datasets/reset', {})]);
  expect(await program.ok('datasets/form', {})).not.toHaveProperty('signer');
});
