import { expect, it } from 'vitest';
import { canResumeAfter } from './resumable.ts';

it.each([
  ['link/closed', true],
  ['link/chip-silent', true],
  ['journal/not-written', true],
  ['chip/other', true],
  ['chip/refused', false],
  ['plan/proof-failed', false],
  ['plan/lock-without-proof', false],
  ['plan/material-missing', false],
  ['', false],
])('after %j: %s', (code, can) => {
  expect(canResumeAfter(code)).toBe(can);
});
