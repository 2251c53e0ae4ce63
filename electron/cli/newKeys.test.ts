import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { operations } from '../../core/contract/operations.ts';
import { newKeyAlgorithms } from '../../core/objects/codes.ts';
import { workshopAlgorithms } from '../../core/contract/keys.ts';
import { testStation } from './testing/commandLine.ts';

const { path, onProfile } = testStation();

it('window and command line offer the same keys', () => {
  expect([...workshopAlgorithms]).toEqual([...newKeyAlgorithms]);
});

describe('keys new', () => {
  it.each([
    ['secp384r1', /^-----BEGIN PRIVATE KEY-----\n/],
    ['brainpoolP256r1', /^-----BEGIN PRIVATE KEY-----\n/],
    ['aes192', /^[0-9a-f]{48}\n$/],
  ])('%s', async (algorithm, text) => {
    const { code, json } = await onProfile('v3', 'keys', 'new', '--algorithm', algorithm, '--out', path('k'));
    expect([code, json]).toEqual([0, { algorithm, key: path('k') }]);
    expect(readFileSync(path('k'), 'utf8')).toMatch(text);
    expect(statSync(path('k')).mode & 0o777).toBe(0o600);
  });

  it('takes no name that openssl does not write', async () => {
    const { code, json } = await onProfile('v3', 'keys', 'new', '--algorithm', 'brainpoolp256r1', '--out', path('k'));
    expect([code, json.error.code]).toEqual([2, 'usage/bad-option']);
  });

  it.each([
    [0, false],
    [1, true],
    [365_000, true],
    [365_001, false],
  ])('a certificate for %s days: the same in window and command line', async (days, taken) => {
    const words = ['keys', 'new', '--algorithm', 'secp256r1', '--out', path('k'), '--certificate', path('c'), '--days', String(days)];
    const { code, json } = await onProfile('v3', ...words);
    expect([code, json.error?.message]).toEqual(taken ? [0, undefined] : [2, '--days takes a number from 1 to 365000.']);
    const asked = { id: 'x', subject: 'CN=x', days, usage: [], isCa: false };
    expect(operations['keys/certify'].request.safeParse(asked).success).toBe(taken);
  });
});
