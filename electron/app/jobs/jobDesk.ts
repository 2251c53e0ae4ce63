import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { wipedAfter } from '../../../core/bytes/secret.ts';
import type { ReplyOf, RequestOf } from '../../../core/contract/operations.ts';
import type { JobDraft, JobLook } from '../../../core/contract/jobs.ts';
import { describeJob, sayFamily } from '../../../core/job/describe.ts';
import type { JobFile, SerialRule, SignerReference, Source } from '../../../core/job/job.ts';
import { decodeJobFile, encodeJobFile } from '../../../core/job/jobFile.ts';
import { releaseJob } from '../../../core/job/release.ts';
import { samplePair } from '../../../core/job/samplePair.ts';
import { counterFrom, listFrom } from '../../../core/job/serialRules.ts';
import { signerFingerprint, signJob } from '../../../core/job/signature.ts';
import { sourcesOf } from '../../../core/job/sources.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import { kindOf } from '../../../core/plan/steps/index.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { Tickets } from '../../files/tickets.ts';
import type { Journal } from '../../journal/journal.ts';
import { whoIsThis } from '../../journal/openJournal.ts';
import type { SaveFile } from '../../ports.ts';
import { keyFileSigner } from '../../signers/keyFile.ts';
import { faultView } from '../faultView.ts';
import type { Area } from '../handlers.ts';
import { openKeyFile } from '../material/index.ts';
import { Confirmed, typedFor, type PlanService, type Reviewed } from '../run/index.ts';
import type { JobService } from './jobService.ts';
import { publicKeyIn } from './sources.ts';

export interface JobDeskParts {
  readonly plans: Pick<PlanService, 'reviews'>;
  readonly jobs: Pick<JobService, 'admit' | 'trusted'>;
  readonly tickets: Pick<Tickets, 'open' | 'openSecret' | 'take'>;
  /** Start of a job's relative paths when only the job file was handed over, without its folder. */
  readonly usualFolder: () => string;
  readonly journal: Pick<Journal, 'by'>;
  readonly saveFile: SaveFile;
  readonly now: () => Date;
}

type Release = RequestOf<'jobs/release'>;

const cannot = (job: string, why: string): Result<never, 'job/cannot-release'> => err(fault('job/cannot-release', { job, why }));

/** Jobs in the engineer's window: shows a job file, and makes one from the rehearsal of a review. The last rehearsal is kept until another one replaces it. */
export class JobDesk {
  readonly #parts: JobDeskParts;

  constructor(parts: JobDeskParts) {
    this.#parts = parts;
  }

  /** Describes a job file: its content, who signed it, and whether this station can run it. The chip is not accessed. */
  async look(ticket: string): Promise<Result<JobLook>> {
    const { jobs, tickets, usualFolder } = this.#parts;
    const held = tickets.open(ticket);
    if (!held.ok) return held;
    const { name, bytes, folder = usualFolder() } = held.value;
    const file = decodeJobFile(bytes, name);
    if (!file.ok) return file;
    const { problems, notes, signatures } = await jobs.admit(file.value, folder);
    const trusted = await jobs.trusted();
    const nameOf = (fingerprint: string) => (trusted.ok ? trusted.value.find((one) => one.fingerprint === fingerprint)?.name : undefined);
    const signers = signatures.flatMap(({ state, fingerprint }) => {
      const signer = fingerprint === undefined ? undefined : nameOf(fingerprint);
      return fingerprint === undefined ? [] : [{ fingerprint, ...(signer === undefined ? {} : { name: signer }), valid: state === 'valid' }];
    });
    const { title, revision } = file.value.job;
    return ok({ title, revision, lines: describeJob(file.value.job).slice(1), problems: problems.map(faultView), notes: notes.map(faultView), signers });
  }

  draft(planId: string): Result<JobDraft> {
    const reviewed = this.#reviewed(planId);
    if (!reviewed.ok) return reviewed;
    const { plan, rehearsal, snapshot } = reviewed.value;
    const pair = samplePair(plan.steps);
    const steps = plan.steps.map((step) => {
      const rehearsed = rehearsal.steps.find((one) => one.step.id === step.id);
      const because = rehearsed?.irreversible;
      return { id: step.id, title: kindOf(step).title(step), object: formatOid(kindOf(step).objects(step)[0]), done: rehearsed?.state === 'already-done', ...(because === undefined ? {} : { irreversibleBecause: because }), sources: [...sourcesOf(step)], sends: step.kind === 'send-data-set', pair: pair.includes(step.id) };
    });
    return ok({ title: plan.title, chip: sayFamily(snapshot.uid.family), steps });
  }

  /** Makes the job file. Each irreversible step must be confirmed by typing for the job, even when it was confirmed for the sample. */
  async release(request: Release): Promise<Result<ReplyOf<'jobs/release'>>> {
    const reviewed = this.#reviewed(request.planId);
    if (!reviewed.ok) return reviewed;
    const confirmed = Confirmed.by(reviewed.value, ({ id }) => typedFor(request.confirmations, id));
    if (!confirmed.ok) return confirmed;
    const file = await this.#made(reviewed.value, request);
    return file.ok ? this.#signed(file.value, request) : file;
  }

  #reviewed(planId: string): Result<Reviewed> {
    const reviewed = this.#parts.plans.reviews.find(planId);
    return reviewed === undefined ? err(fault('plan/not-reviewed', {})) : ok(reviewed);
  }

  async #made(reviewed: Reviewed, request: Release): Promise<Result<JobFile>> {
    const { title, quantity, validUntil } = request;
    const [serial, signer] = [serialOf(request), await this.#pairSigner(request)];
    if (!serial.ok) return serial;
    if (!signer.ok) return signer;
    const varies = request.varies.map(({ step, ...source }) => ({ step, source: source.kind === 'pairs' ? pairsFor(reviewed, step, source.folder, signer.value) : source }));
    const { journal, now } = this.#parts;
    return releaseJob(reviewed, {
      id: randomUUID(),
      revision: 1,
      title,
      issuedBy: (await journal.by())?.operator ?? whoIsThis(),
      issuedAt: now().toISOString().replace(/\.\d+Z$/, 'Z'),
      ...(validUntil === undefined ? {} : { validUntil: `${validUntil}T23:59:59Z` }),
      quantity,
      varies,
      serial: serial.value,
    });
  }

  async #pairSigner({ pairSigner }: Release): Promise<Result<SignerReference | undefined>> {
    if (pairSigner === undefined) return ok(undefined);
    const held = this.#parts.tickets.openSecret(pairSigner.ticket);
    if (!held.ok) return held;
    const key = await publicKeyIn(held.value.bytes, held.value.name);
    return key.ok ? ok({ file: pairSigner.path, fingerprint: signerFingerprint(key.value) }) : key;
  }

  async #signed(file: JobFile, { signer, password, title }: Release): Promise<Result<ReplyOf<'jobs/release'>>> {
    const { tickets, saveFile } = this.#parts;
    const held = tickets.openSecret(signer);
    if (!held.ok) return held;
    const { name, bytes } = held.value;
    const key = await openKeyFile(bytes, { file: name, ...(password === undefined ? {} : { password }) });
    if (!key.ok) return key;
    const signed = await wipedAfter(key.value.secret, () => signJob(file, keyFileSigner(key.value), name));
    if (!signed.ok) return signed;
    const saved = await saveFile(`${title}.tbjob`, utf8(encodeJobFile(signed.value)));
    if (!saved.ok) return saved;
    const taken = await tickets.take({ name: saved.value.name, size: 0, path: join(saved.value.folder, saved.value.name) });
    return taken.ok ? ok({ ...saved.value, id: file.job.id, fingerprint: signerFingerprint(key.value.publicKey), ticket: taken.value.ticket }) : taken;
  }
}

/** A step that sends a data set gets the signer. The other steps of the pair get only the signer's certificate. */
function pairsFor({ plan }: Reviewed, step: string, folder: string, signer: SignerReference | undefined): Source {
  const sends = plan.steps.find(({ id }) => id === step)?.kind === 'send-data-set';
  return { kind: 'pairs', folder, ...(sends ? { signer } : {}) };
}

function serialOf({ serial, title }: Release): Result<SerialRule | undefined> {
  if (serial === undefined || serial.from === 'given') return ok(serial);
  if (serial.from === 'list') {
    const list = listFrom(serial.numbers);
    return list === undefined ? cannot(title, 'The list has no serial numbers.') : ok(list);
  }
  const counter = counterFrom(serial.first);
  return counter === undefined ? cannot(title, 'The first serial number must end with digits, for example SN-0001.') : ok(counter);
}

/** Implements the contract's operations on jobs. */
export const jobHandlers = (desk: JobDesk): Area<'jobs'> => ({
  'jobs/look': ({ ticket }) => desk.look(ticket),
  'jobs/draft': async ({ planId }) => desk.draft(planId),
  'jobs/release': (request) => desk.release(request),
});
