import type { PublicKey } from '../keys/publicKey.ts';
import type { CheckSignature } from '../keys/signer.ts';
import { fault, type Fault } from '../result/fault.ts';
import type { Job, JobFile } from './job.ts';
import { verifySignatures, type SignatureVerdict } from './signature.ts';

/** What a station knows when it is asked whether it takes a job. */
export interface StationKnows {
  /** Keys whose signatures count. */
  readonly trusted: readonly PublicKey[];
  readonly check: CheckSignature;
  readonly now: Date;
  /** The highest revision of this job that the station has seen; 0: none. */
  readonly revision: number;
  readonly withdrawn: boolean;
}

export interface Admission {
  /** Why this station refuses the job; empty when it may run. */
  readonly problems: readonly Fault[];
  /** Faults that do not stop the job, because another signature is valid. */
  readonly notes: readonly Fault[];
  readonly signatures: readonly SignatureVerdict[];
}

/** A job's name in messages. Revision and id distinguish it from others with the same title. */
export const sayJob = ({ title, id, revision }: Pick<Job, 'title' | 'id' | 'revision'>): string => `${title}, revision ${revision} (${id})`;

/**
 * Whether a station may run a job. It looks at signatures and trust, dates, revision and withdrawal. One good signature of a
 * trusted key is enough; a bad signature beside it becomes a note.
 */
export function judgeJob(file: JobFile, { trusted, check, now, revision, withdrawn }: StationKnows): Admission {
  const { job } = file;
  const signatures = verifySignatures(file, trusted, check);
  const bad = badSignatures(sayJob(job), signatures);
  const good = signatures.some(({ state }) => state === 'valid');
  const unsigned = good || bad.length > 0 ? [] : [nobodyTrusted(sayJob(job), signatures)];
  const inTime = outOfTime(job, now);
  const problems = [
    ...(good ? [] : [...unsigned, ...bad]),
    ...(inTime === undefined ? [] : [inTime]),
    ...(withdrawn ? [fault('job/withdrawn', { job: sayJob(job) })] : []),
    ...(job.revision < revision ? [fault('job/older-revision', { job: sayJob(job), revision: job.revision, seen: revision })] : []),
  ];
  return { problems, notes: good ? bad : [], signatures };
}

function badSignatures(job: string, signatures: readonly SignatureVerdict[]): Fault[] {
  return signatures.flatMap(({ state, fingerprint = '', why = '' }, at): Fault[] => {
    if (state === 'wrong') return [fault('job/changed', { job, fingerprint })];
    return state === 'refused' ? [fault('job/bad-signature', { job, nth: at + 1, why })] : [];
  });
}

function nobodyTrusted(job: string, signatures: readonly SignatureVerdict[]): Fault {
  const fingerprints = signatures.flatMap(({ fingerprint }) => fingerprint ?? []);
  return fingerprints.length === 0 ? fault('job/not-signed', { job }) : fault('job/signer-not-trusted', { job, fingerprints });
}

/** The fault of a job that is not valid yet, or no longer. Its first and its last second count as valid. */
function outOfTime(job: Job, now: Date): Fault | undefined {
  const { validFrom, validUntil } = job;
  const said = { job: sayJob(job), now: now.toISOString() };
  if (validFrom !== undefined && now.getTime() < Date.parse(validFrom)) return fault('job/not-yet-valid', { ...said, from: validFrom });
  // The times have whole seconds: the job stays valid until the last second has passed.
  if (validUntil !== undefined && now.getTime() >= Date.parse(validUntil) + 1000) return fault('job/expired', { ...said, until: validUntil });
  return undefined;
}
