import { expect, it } from 'vitest';
import { oid } from '../objects/oid.ts';
import { describeJob } from './describe.ts';
import { sampleJob } from './testing/sampleJob.ts';

it('a job in words', () => {
  const said = describeJob({ ...sampleJob, validFrom: undefined, validUntil: undefined, proof: { unproved: ['secret'] }, publicParts: [{ what: 'trust anchor', object: oid(0xe0e8), sha256: 'ab'.repeat(32) }], follows: ['00000000-0000-4000-8000-000000000001'], label: { text: '{serial}' }, export: { as: 'csv', folder: 'results' }, expected: sampleJob.expected.map((one) => (one.step === 'type' ? { ...one, state: 'done' } : one)) });
  expect(said).toEqual([
    'Sensor nodes, revision 1',
    'id: 7f3c1f7e-0d5b-4a52-9c53-3f1f0a2b4c5d',
    'released by A. Engineer on 2026-11-28; valid without an end',
    'units: 200',
    'chip: OPTIGA Trust M V3, build 2440, rehearsed on a simulated trust-m-v3',
    'serial numbers: counted from SN-0001',
    'steps:',
    '  serial: Write the serial number into 0xF1D0 (content: the serial number of the unit)',
    '  secret: Write the secret into 0xF1D1 (passes without a proof)',
    '  type: 0xF1D1 becomes a secret (already done on the sample)',
    '  lock: Lock 0xF1D1',
    'cannot be undone, confirmed at release: 0xF1D1',
    'the station must have: shared secret (32 bytes, secret)',
    `trust anchor in 0xE0E8: SHA-256 ${'ab'.repeat(32)}`,
    'label: {serial}',
    'results as csv into results',
    'also for chips that passed: 00000000-0000-4000-8000-000000000001',
  ]);
});

it('its other forms', () => {
  const varies = (source: Parameters<typeof describeJob>[0]['varies'][number]['source']): string | undefined => describeJob({ ...sampleJob, varies: [{ step: 'serial', source }] })[7];
  expect(varies({ kind: 'chip-id' })).toContain('(content: the chip id)');
  expect(varies({ kind: 'pairs', folder: 'pairs', signer: { file: 's.pem', fingerprint: 'ab' } })).toContain('(content: a key and its certificate for each unit, from pairs, data sets signed with s.pem (ab))');
  expect(varies({ kind: 'data-sets', folder: 'sets' })).toContain('(content: a data set for each unit, from sets)');
  expect(varies({ kind: 'key-in-chip' })).toContain('(content: a key that the chip makes)');
  const line = (change: Partial<typeof sampleJob>, start: string): string | undefined => describeJob({ ...sampleJob, ...change }).find((one) => one.startsWith(start));
  expect(line({ quantity: 0 }, 'units')).toBe('units: no limit');
  expect(line({ serial: { from: 'given' } }, 'serial')).toBe('serial numbers: given for each unit');
  expect(line({ serial: { from: 'list', values: ['A', 'B', 'C'] } }, 'serial')).toBe('serial numbers: 3 in a list, A to C');
});
