import { expect, it } from 'vitest';
import { sayChanges } from './summaryTexts.ts';

const change = (field: string, before: string, after: string) => ({ field, before: { says: before }, after: { says: after } });

it('the line of a step has all of its changes, and names each of several', () => {
  expect(sayChanges([change('content', 'empty', '32 bytes')])).toBe('empty → 32 bytes');
  expect(sayChanges([change('version', 'not set', '1'), change('algorithm', 'not set', 'NIST P-256')])).toBe('version: not set → 1; algorithm: not set → NIST P-256');
});
