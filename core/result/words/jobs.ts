import type { FaultTable } from '../faultTable.ts';

const several = (fields: readonly string[]): string => fields.map((field) => `"${field}"`).join(', ');

/** Jobs: the file, its signatures, and whether this station takes it. */
export const jobFaults = {
  'job/not-a-job': (d: { file: string; why: string }) => ({
    what: 'This is not a job file.',
    object: d.file,
    why: d.why,
    todo: 'Choose a file that this program made as a job (.tbjob; command line: trust-bench job make).',
  }),
  'job/newer-version': (d: { file: string; version: number; known: number; fields: readonly string[] }) => ({
    what: 'A newer version of this program made the job.',
    object: d.file,
    why: `It has version ${d.version} of the format; this program reads up to version ${d.known}.${d.fields.length === 0 ? '' : ` This program does not know ${d.fields.length === 1 ? 'the field' : 'the fields'} ${several(d.fields)}.`}`,
    todo: 'Update this program, or make the job with this version.',
  }),
  'job/not-in-this-version': (d: { step: string; source: string }) => ({
    what: `The source "${d.source}" is not available in this version.`,
    object: `step ${d.step}`,
    why: 'The job format has a name for it, but this program cannot get values from it yet.',
    todo: 'Choose another source for this step.',
  }),
  'job/signer-algorithm': (d: { signer: string; algorithm: string }) => ({
    what: 'This key cannot sign jobs.',
    object: d.signer,
    why: `It is ${d.algorithm}. Jobs are signed with NIST P-256, P-384, P-521, or RSA with at least 2048 bits.`,
    todo: 'Use another key.',
  }),
} satisfies FaultTable;
