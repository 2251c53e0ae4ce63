import { describe, expect, it } from 'vitest';
import { utf8 } from '../bytes/bytes.ts';
import { oid } from '../objects/oid.ts';
import { fault, type Fault } from '../result/fault.ts';
import { say } from '../result/say.ts';
import { must } from '../result/result.ts';
import { damagedManifests } from '../update/testing/damagedManifests.ts';
import { seedSets } from '../update/testing/vectors.ts';
import type { Job } from './job.ts';
import { decodeJobFile, encodeJobFile, newJobFile } from './jobFile.ts';
import { sampleJob } from './testing/sampleJob.ts';

const text = (job: Job = sampleJob): string => encodeJobFile(newJobFile(job));
const refusal = (changed: string): 'taken' | Fault => {
  const read = decodeJobFile(utf8(changed), 'a.tbjob');
  return read.ok ? 'taken' : read.fault;
};
/** The sample's file after `change` has changed its JSON. */
const changed = (change: (job: Record<string, unknown>, file: Record<string, unknown>) => void): string => {
  const file = JSON.parse(text()) as { job: Record<string, unknown> };
  change(file.job, file);
  return JSON.stringify(file);
};

describe('a job file', () => {
  it('is read as it was written', () => {
    const file = must(decodeJobFile(utf8(text()), 'a.tbjob'));
    expect(file.job).toEqual(sampleJob);
    expect(encodeJobFile(file)).toBe(text());
  });

  it('keeps every part of a job that uses all of them', () => {
    const all: Job = {
      ...sampleJob,
      chip: { family: 'trust-m-v1' },
      serial: { from: 'list', values: ['A', 'B'] },
      label: { text: '{serial}' },
      export: { as: 'csv', folder: 'results' },
      follows: ['00000000-0000-4000-8000-000000000001'],
      publicParts: [{ what: 'trust anchor', object: oid(0xe0e8), sha256: 'ab'.repeat(32) }, { what: 'CA certificate', sha256: 'cd'.repeat(32) }],
      proof: { unproved: ['secret'] },
      steps: [...sampleJob.steps, { id: 'key', kind: 'generate-key', key: oid(0xe0f1), algorithm: 'secp256r1', usage: 0x10, overwrite: false }, { id: 'set', kind: 'send-data-set', target: oid(0xe0f2), manifest: seedSets[2]?.dataSet.manifest as Uint8Array, fragments: { kind: 'material', name: 'key', length: 300 } }],
      expected: [...sampleJob.expected, { step: 'key', state: 'needed' }, { step: 'set', state: 'done' }],
      varies: [{ step: 'key', source: { kind: 'key-in-chip' } }, { step: 'set', source: { kind: 'pairs', folder: 'pairs', signer: { file: 'signer.pem', fingerprint: 'ef'.repeat(32) }, secret: 'shared secret' } }],
    };
    expect(must(decodeJobFile(utf8(text(all)), 'a.tbjob')).job).toEqual(all);
  });

  it('is written as it was read, so that a file with other blanks or another order stays signed', () => {
    const file = must(decodeJobFile(utf8(JSON.stringify(JSON.parse(text()))), 'a.tbjob'));
    expect(file.json).toEqual((JSON.parse(text()) as { job: unknown }).job);
  });

  it.each([
    ['a name twice', text().replace('"revision": 1', '"revision": 1, "revision": 2'), 'Line 6: the name "revision" stands twice in an object.'],
    ['a float', text().replace('"quantity": 200', '"quantity": 200.0'), 'Line 12: 200.0 is not a whole number.'],
    ['2^53 + 1', text().replace('"quantity": 200', '"quantity": 9007199254740993'), 'Line 12: 9007199254740993 is outside of ±(2^53 − 1).'],
    ['half a surrogate pair', text().replace('Sensor nodes', '\\ud800'), 'Line 7: a text has half of a surrogate pair.'],
    ['too deep', `${'{"job":'.repeat(40)}1${'}'.repeat(40)}`, 'Line 1: it is nested more than 32 deep.'],
    ['a file of another kind', '{"format": "trust-bench-plan"}', 'It does not say "format": "trust-bench-job" and a version.'],
    ['an unknown field', changed((job) => (job['colour'] = 'red')), 'The format does not have the field "job.colour".'],
    ['an unknown field of a step', changed((job) => ((job['steps'] as object[])[0] = { ...(job['steps'] as object[])[0], colour: 'red' })), 'The format does not have the field "job.steps.0.colour".'],
    ['an unknown field beside the job', changed((_, file) => (file['colour'] = 'red')), 'The format does not have the field "colour".'],
    ['an unprotected header', changed((_, file) => (file['signatures'] = [{ protected: 'e30', signature: 'AA', header: {} }])), 'The format does not have the field "signatures.0.header".'],
    ['a hidden sign in the title', changed((job) => (job['title'] = 'safe\u202e')), 'At job.title: It has characters that are not visible.'],
    ['a day that does not exist', changed((job) => (job['validUntil'] = '2026-02-30T00:00:00Z')), 'At job.validUntil: It is not a time as 2026-11-28T10:00:00Z.'],
    ['a local time', changed((job) => (job['validUntil'] = '2026-12-30T00:00:00+01:00')), 'At job.validUntil: It is not a time as 2026-11-28T10:00:00Z.'],
    ['an end before the beginning', changed((job) => (job['validUntil'] = '2026-11-01T00:00:00Z')), 'It ends before it begins.'],
    ['no revision', changed((job) => (job['revision'] = 0)), 'At job.revision: Too small: expected number to be >=1.'],
    ['two steps of one id', changed((job) => (job['steps'] as object[]).push((job['steps'] as object[])[0] as object)), 'The step "serial" is in one of its lists twice.'],
    ['a step that it does not have', changed((job) => (job['varies'] = [{ step: 'x', source: { kind: 'chip-id' } }])), 'It names the step "x", which it does not have.'],
    ['a step without what is expected', changed((job) => (job['expected'] as object[]).pop()), 'It does not say of each step what is expected.'],
    ['a serial number without a rule', changed((job) => delete job['serial']), 'A step needs a serial number, and the job does not say where serial numbers come from.'],
    ['the same serial number twice', changed((job) => (job['serial'] = { from: 'list', values: ['A', 'A'] })), 'A serial number is in its list twice.'],
    ['a state that is not metadata', changed((job) => (job['states'] = [{ object: '0xF1D0', before: '2003c00101', after: ['2005c00101'] }])), '"2005c00101" is not metadata.'],
    ['a serial number for a lock', changed((job) => (job['varies'] = [{ step: 'lock', source: { kind: 'serial' } }])), 'Step "lock": A serial number cannot be the content of a step of the kind lock.'],
    ['a serial number for a secret', changed((job) => (job['varies'] = [{ step: 'secret', source: { kind: 'serial' } }])), 'Step "secret": Its content is a secret, which is the same for each unit.'],
  ])('is refused with %s', (_, file, why) => {
    expect(refusal(file)).toMatchObject({ code: 'job/not-a-job', data: { file: 'a.tbjob', why: expect.stringContaining(why) as string } });
  });

  it.each(damagedManifests.slice(0, 20))('is refused with a damaged manifest in a step that gets pairs, and says why: $what', ({ bytes, problem }) => {
    const step = { id: 'set', kind: 'send-data-set', target: oid(0xe0f2), manifest: bytes, fragments: { kind: 'material', name: 'key', length: 300 } } as const;
    const varies = [{ step: 'set', source: { kind: 'pairs', folder: 'pairs', signer: { file: 'signer.pem', fingerprint: 'ef'.repeat(32) } } }] as const;
    const file = text({ ...sampleJob, steps: [...sampleJob.steps, step], expected: [...sampleJob.expected, { step: 'set', state: 'needed' }], varies });
    expect(refusal(file)).toMatchObject({ code: 'job/not-a-job', data: { why: expect.stringContaining(say(fault('update/malformed-manifest', problem)).why) as string } });
  });

  it('is refused over 4 MiB, and when it is not UTF-8', () => {
    expect(refusal(`${text()}${' '.repeat(4 * 1024 * 1024)}`)).toMatchObject({ code: 'job/not-a-job', data: { why: expect.stringContaining('4194304') as string } });
    const bytes = utf8(text());
    bytes[bytes.indexOf('S'.charCodeAt(0))] = 0xff;
    expect(decodeJobFile(bytes, 'a.tbjob')).toMatchObject({ fault: { data: { why: 'It is not UTF-8.' } } });
  });

  it('is refused with a private key in a step', () => {
    const key = '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIHjq\n-----END EC PRIVATE KEY-----\n';
    const file = changed((job) => ((job['steps'] as Record<string, unknown>[])[0] = { ...(job['steps'] as object[])[0], content: { inline: Buffer.from(key).toString('hex') } }));
    expect(decodeJobFile(utf8(file), 'a.tbjob')).toMatchObject({ ok: false, fault: { code: 'key/not-for-object' } });
  });
});

describe('a job of another version', () => {
  it('a newer one is refused, and the fields that this program does not know are named', () => {
    const file = changed((job) => {
      Object.assign(job, { version: 2, colour: 'red' });
      Object.assign(job['chip'] as object, { wafer: 1 });
    });
    expect(refusal(file)).toEqual(fault('job/newer-version', { file: 'a.tbjob', version: 2, known: 1, fields: ['job.chip.wafer', 'job.colour'] }));
  });

  it('a newer one without new fields is refused too, because known fields may have another meaning', () => {
    expect(refusal(changed((job) => (job['version'] = 2)))).toEqual(fault('job/newer-version', { file: 'a.tbjob', version: 2, known: 1, fields: [] }));
  });

  it.each(['issuer', 'reel', 'certificate'])('the source %s is refused by its name', (kind) => {
    const file = changed((job) => (job['varies'] = [{ step: 'serial', source: { kind, name: 'x' } }]));
    expect(refusal(file)).toEqual(fault('job/not-in-this-version', { step: 'serial', source: kind }));
  });
});
