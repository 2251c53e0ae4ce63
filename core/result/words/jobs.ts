import type { FaultTable } from '../faultTable.ts';
import { sayZonedMoment } from '../format.ts';

const several = (fields: readonly string[]): string => fields.map((field) => `"${field}"`).join(', ');

/** Jobs: the file, its signatures, and whether this station accepts it. */
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
  'job/cannot-release': (d: { job: string; why: string }) => ({
    what: 'This cannot be released as a job.',
    object: d.job,
    why: d.why,
    todo: 'Change the plan or what varies from unit to unit, then try again.',
  }),
  'job/signer-algorithm': (d: { signer: string; algorithm: string }) => ({
    what: 'This key cannot sign jobs.',
    object: d.signer,
    why: `It is ${d.algorithm}. Jobs are signed with NIST P-256, P-384, P-521, or RSA with at least 2048 bits.`,
    todo: 'Use another key.',
  }),
  'job/no-public-key': (d: { file: string; why: string }) => ({
    what: 'The file holds no public key of a signer.',
    object: d.file,
    why: d.why,
    todo: 'Choose the signer\'s public key or certificate (PEM or DER). openssl pkey -in KEY.pem -pubout -out PUBLIC.pem makes it from the private key.',
  }),
  'job/trust-unreadable': (d: { file: string; why: string }) => ({
    what: 'The list of trusted signers cannot be read. This station takes no job until it can.',
    object: d.file,
    why: d.why,
    todo: 'Restore the file from a backup. Or move it away and trust each signer again (command line: trust-bench job trust).',
  }),
  'job/not-trusted-yet': (d: { fingerprint: string }) => ({
    what: 'This signer is not in the list of trusted signers.',
    object: d.fingerprint,
    why: 'Nothing was removed.',
    todo: 'Look at the list (command line: trust-bench job trust --list).',
  }),
  'job/not-signed': (d: { job: string }) => ({
    what: 'Nobody has signed this job.',
    object: d.job,
    why: 'A station takes signed jobs only.',
    todo: 'Sign it (command line: trust-bench job sign).',
  }),
  'job/signer-not-trusted': (d: { job: string; fingerprints: readonly string[] }) => ({
    what: 'This station trusts none of the signers of this job.',
    object: d.job,
    why: `${d.fingerprints.length === 1 ? 'It was signed with the key' : 'It was signed with the keys'} ${d.fingerprints.join(', ')} (SHA-256 of the public key).`,
    todo: 'If you know this signer, trust its public key (command line: trust-bench job trust PUBLIC.pem). Compare the fingerprint with the signer first.',
  }),
  'job/changed': (d: { job: string; fingerprint: string }) => ({
    what: 'The job was changed after it was signed, or its signature was.',
    object: d.job,
    why: `The signature names the trusted key ${d.fingerprint}, and that key does not verify it.`,
    todo: 'Do not use this file. Get the job again from the person who released it.',
  }),
  'job/bad-signature': (d: { job: string; nth: number; why: string }) => ({
    what: `Signature ${d.nth} does not have the form of a job's signature.`,
    object: d.job,
    why: d.why,
    todo: 'Sign the job again with this program.',
  }),
  'job/not-yet-valid': (d: { job: string; from: string; now: string }) => ({
    what: 'The job is not valid yet.',
    object: d.job,
    why: `It is valid from ${sayZonedMoment(d.from)}; now it is ${sayZonedMoment(d.now)}.`,
    todo: 'Wait until then. Check the date of this computer.',
  }),
  'job/expired': (d: { job: string; until: string; now: string }) => ({
    what: 'The job is no longer valid.',
    object: d.job,
    why: `It was valid until ${sayZonedMoment(d.until)}; now it is ${sayZonedMoment(d.now)}.`,
    todo: 'Ask for a new revision of the job. Check the date of this computer.',
  }),
  'job/withdrawn': (d: { job: string }) => ({
    what: 'The job was withdrawn at this station.',
    object: d.job,
    why: 'The journal says so. It holds for each revision of the job.',
    todo: 'Ask the person who released it for another job.',
  }),
  'job/older-revision': (d: { job: string; revision: number; seen: number }) => ({
    what: 'There is a newer revision of this job.',
    object: d.job,
    why: `The file has revision ${d.revision}; this station has seen revision ${d.seen}.`,
    todo: `Use the file of revision ${d.seen} or higher.`,
  }),
  'job/count-unknown': (d: { job: string; why: string }) => ({
    what: 'What this station has done with the job is not known, so the job does not run.',
    object: d.job,
    why: `Lines of the journal since the job was issued may be missing: ${d.why}`,
    todo: "See what is wrong (command line: trust-bench journal verify), and restore the journal's folder from a backup. Or ask for a new job with the quantity that is left.",
  }),
  'job/source-missing': (d: { step: string; source: string; why: string }) => ({
    what: 'This station does not have what the job needs.',
    object: d.source,
    why: `${d.step === '' ? '' : `Step "${d.step}" needs it. `}${d.why}`,
    todo: 'Put it where the job names it; a path in a job starts at the folder of the job file.',
  }),
  'job/interrupted': (d: { job: string; units: number }) => ({
    what: 'The job was stopped.',
    object: d.job,
    why: `It was stopped before all units were done. ${d.units === 0 ? 'No unit was begun.' : `${d.units} ${d.units === 1 ? 'unit has' : 'units have'} a result.`}`,
    todo: 'Run the command again: units that passed are not repeated.',
  }),
  'job/source-unusable': (d: { file: string; why: string }) => ({
    what: 'A file that the job needs cannot be used.',
    object: d.file,
    why: d.why,
    todo: 'Put a good copy in its place. If it does not belong to the job, take it out of the folder.',
  }),
} satisfies FaultTable;
