import { basename, dirname, resolve } from 'node:path';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { wipedAfter } from '../../../core/bytes/secret.ts';
import { sayJob, type Admission } from '../../../core/job/admission.ts';
import { describeJob } from '../../../core/job/describe.ts';
import { encodeJobFile } from '../../../core/job/jobFile.ts';
import { signerFingerprint, signJob, verifySignatures } from '../../../core/job/signature.ts';
import type { Fault } from '../../../core/result/fault.ts';
import { ok } from '../../../core/result/result.ts';
import { say, sayLine } from '../../../core/result/say.ts';
import { openKeyFile } from '../../app/material/index.ts';
import { writeAtomic } from '../../files/write.ts';
import { hostCheck } from '../../signers/hostCheck.ts';
import { keyFileSigner } from '../../signers/keyFile.ts';
import type { Action } from '../command.ts';
import { readInput } from '../inputs.ts';
import { warn } from '../io.ts';
import { jobServiceOf, readJob, readPassword } from '../jobFiles.ts';

interface SignOptions {
  readonly signer: string;
  readonly keyPasswordFile?: string;
}

/** Adds a signature to a job file. */
export const jobSign: Action<SignOptions> = async (_, { signer, keyPasswordFile }, [path = '']) => {
  const file = await readJob(path);
  if (!file.ok) return file;
  const password = await readPassword(keyPasswordFile);
  if (!password.ok) return password;
  const bytes = await readInput(signer);
  if (!bytes.ok) return bytes;
  const key = await openKeyFile(bytes.value, { file: basename(signer), ...(password.value === undefined ? {} : { password: password.value }) });
  bytes.value.fill(0);
  if (!key.ok) return key;
  const signed = await wipedAfter(key.value.secret, () => signJob(file.value, keyFileSigner(key.value), basename(signer)));
  if (!signed.ok) return signed;
  const written = await writeAtomic(path, utf8(encodeJobFile(signed.value)));
  if (!written.ok) return written;
  const fingerprint = signerFingerprint(key.value.publicKey);
  return ok({ json: { id: file.value.job.id, fingerprint, signatures: signed.value.signatures.length }, lines: [`signed with ${fingerprint}: ${basename(path)}`] });
};

const problemJson = (problem: Fault) => ({ code: problem.code, message: sayLine(problem), hint: say(problem).todo });

const stateWords = { valid: 'valid', wrong: 'WRONG', stranger: 'not trusted here', refused: 'refused' } as const;

const signatureLines = ({ signatures }: Pick<Admission, 'signatures'>): string[] =>
  signatures.map(({ state, fingerprint, why }) => `signature of ${fingerprint ?? 'nobody'}: ${stateWords[state]}${why === undefined ? '' : ` (${why})`}`);

/** Says whether this station could run the job, without accessing a chip. If not, the exit code is 1. */
export const jobVerify: Action<object> = async (context, _, [path = '']) => {
  const file = await readJob(path);
  if (!file.ok) return file;
  const { job } = file.value;
  const { problems, notes, signatures } = await jobServiceOf(context).admit(file.value, dirname(resolve(path)));
  for (const note of notes) warn(context.io, sayLine(note));
  const signedBy = signatures.map(({ state, fingerprint }) => ({ fingerprint, trusted: state === 'valid' || state === 'wrong', state }));
  const valid = problems.length === 0;
  const lines = problems.flatMap((problem) => [`problem: ${problem.code}: ${sayLine(problem)}`, `  hint: ${say(problem).todo}`]);
  return ok({
    json: { id: job.id, title: job.title, revision: job.revision, valid, signedBy, problems: problems.map(problemJson), notes: notes.map(problemJson) },
    lines: [sayJob(job), ...signatureLines({ signatures }), ...(valid ? ['this station can run it'] : [...lines, 'this station does not run it'])],
    ...(valid ? {} : { exitCode: 1 }),
  });
};

/** Shows the job in words, whoever signed it. */
export const jobShow: Action<object> = async (context, _, [path = '']) => {
  const file = await readJob(path);
  if (!file.ok) return file;
  const trusted = await jobServiceOf(context).trusted();
  if (!trusted.ok) warn(context.io, sayLine(trusted.fault));
  const signatures = verifySignatures(file.value, trusted.ok ? trusted.value.map(({ publicKey }) => publicKey) : [], hostCheck);
  const unsigned = signatures.length === 0 ? ['not signed'] : [];
  return ok({ json: { job: file.value.json, signatures }, lines: [...describeJob(file.value.job), ...signatureLines({ signatures }), ...unsigned] });
};

/** Withdraws the job: this station runs none of its revisions from now on. */
export const jobWithdraw: Action<object> = async (context, _, [path = '']) => {
  const file = await readJob(path);
  if (!file.ok) return file;
  const withdrawn = await jobServiceOf(context).withdraw(file.value);
  if (!withdrawn.ok) return withdrawn;
  const { id, title } = file.value.job;
  return ok({ json: { id, title, withdrawn: true }, lines: [`withdrawn at this station: ${title} (${id})`] });
};
