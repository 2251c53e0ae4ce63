import type { Clock, Randomness } from '../../../core/bridge/bytePort.ts';
import { judgeJob, type Admission } from '../../../core/job/admission.ts';
import type { JobFile } from '../../../core/job/job.ts';
import { refuseJobSigner, signerFingerprint } from '../../../core/job/signature.ts';
import type { NamedPublicKey } from '../../../core/certificates/publicKeyFile.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { Journal } from '../../journal/journal.ts';
import { clockSetBack, confirmClock } from './clockSetBack.ts';
import { jobMemory, type JobMemory } from '../../journal/jobMemory.ts';
import { hostCheck } from '../../signers/hostCheck.ts';
import { Reservations } from './reservations.ts';
import { missingSources } from './sources.ts';
import { TrustStore, type TrustedSigner } from './trustStore.ts';
import { UnitCounts } from './unitCounts.ts';
import type { UnitParts } from './unitRun.ts';
import { UnitSources } from './unitSources.ts';

export interface JobParts {
  readonly journal: Journal;
  readonly trust: TrustStore;
  readonly now: () => Date;
  readonly counts: UnitCounts;
}

/** What a unit needs beside the job. `password`: of the key that signs the unit's data sets. */
export interface RunTools {
  readonly clock: Clock;
  readonly random: Randomness;
  readonly password?: string | undefined;
}

/** Decides before a chip is accessed whether a job may run. Knows the trusted signers, the jobs seen, and the withdrawn jobs. */
export class JobService {
  readonly #parts: JobParts;

  constructor(parts: JobParts) {
    this.#parts = parts;
  }

  /** Makes the service with the job files in this state folder. */
  static in(folder: string, journal: Journal, now: () => Date): JobService {
    return new JobService({ journal, trust: new TrustStore(folder), counts: new UnitCounts(folder), now });
  }

  /**
   * Whether this station may run a job now, with every reason why not: signatures and trust, dates, revision, withdrawal, missing
   * sources, and a journal that cannot be verified since the job was issued. Only this function decides it.
   * If nothing or only the sources are missing, the job is remembered, and its older revisions are refused from then on.
   * @param folder of the job file, where its paths start
   */
  async admit(file: JobFile, folder: string): Promise<Admission> {
    const judged = await this.#judge(file);
    return { ...judged, problems: [...judged.problems, ...(await missingSources(file.job, folder))] };
  }

  /** Whether an admitted job may still run. Asked before each unit, because the job may expire or be withdrawn while the line works. */
  async stillAdmitted(file: JobFile): Promise<Result<void>> {
    const [problem] = (await this.#judge(file)).problems;
    return problem === undefined ? ok(undefined) : err(problem);
  }

  /** Judges signatures, dates, revision and the count. The sources of the units are not looked at. */
  async #judge(file: JobFile): Promise<Admission> {
    const { journal, trust, now, counts } = this.#parts;
    const { job } = file;
    const whyLost = counts.whyLost(job.id);
    const [signers, memory] = [await trust.list(), await jobMemory(journal.folder, job.id, job.issuedAt)];
    const trusted = signers.ok ? signers.value.map(({ publicKey }) => publicKey) : [];
    const judged = judgeJob(file, { trusted, check: hostCheck, now: now(), ...memory });
    const setBack = await clockSetBack(journal, job, now());
    const lost = memory.gap ?? whyLost(memory.taken);
    // The clock comes first: when it is wrong, the problems about dates are wrong too.
    const problems: Fault[] = [...(setBack.ok ? [] : [setBack.fault]), ...(signers.ok ? [] : [signers.fault]), ...judged.problems, ...unknown(file, lost)];
    if (problems.length === 0) problems.push(...(await this.#remember(file, judged, memory)));
    return { ...judged, problems };
  }

  /**
   * Returns what is needed to process units, only for a job that this station admits.
   * @param folder of the job file, where its paths start
   */
  async toRun(file: JobFile, folder: string, { clock, random, password }: RunTools): Promise<{ readonly notes: readonly Fault[]; readonly parts: Result<UnitParts> }> {
    const { problems, notes } = await this.admit(file, folder);
    const [first, ...others] = problems;
    if (first !== undefined) return { notes: [...notes, ...others], parts: err(first) };
    const { job } = file;
    const { journal, counts, now } = this.#parts;
    const sources = await UnitSources.open(job, folder, password);
    return { notes, parts: sources.ok ? ok({ job, sources: sources.value, counts, journal, random, clock, now, reserved: new Reservations() }) : sources };
  }

  async #remember({ job }: JobFile, { signatures }: Admission, { revision }: JobMemory): Promise<Fault[]> {
    if (job.revision <= revision) return [];
    const by = signatures.flatMap(({ state, fingerprint }) => (state === 'valid' && fingerprint !== undefined ? [fingerprint] : []));
    const written = await this.#parts.journal.appendSigned({ what: 'job-seen', job: job.id, revision: job.revision, title: job.title, by });
    return written.ok ? [] : [written.fault];
  }

  trusted(): Promise<Result<readonly TrustedSigner[], 'job/trust-unreadable'>> {
    return this.#parts.trust.list();
  }

  /** From now on this station accepts jobs signed by this key. @param file name of the file that contained the key */
  async trust({ publicKey, subject }: NamedPublicKey, file: string): Promise<Result<TrustedSigner>> {
    const { journal, trust, now } = this.#parts;
    const allowed = refuseJobSigner(publicKey, file);
    if (!allowed.ok) return allowed;
    const signer = { publicKey, fingerprint: signerFingerprint(publicKey), name: (subject === undefined || subject === '' ? file : subject).slice(0, 200), since: now().toISOString() };
    const readable = await trust.list();
    if (!readable.ok) return readable;
    const noted = await journal.appendSigned({ what: 'job-signer', fingerprint: signer.fingerprint, name: signer.name, trusted: true });
    if (!noted.ok) return noted;
    const written = await trust.add(signer);
    return written.ok ? ok(signer) : written;
  }

  /** From now on a signature of this key no longer makes a job accepted. */
  async distrust({ publicKey }: NamedPublicKey): Promise<Result<TrustedSigner>> {
    const fingerprint = signerFingerprint(publicKey);
    const removed = await this.#parts.trust.remove(fingerprint);
    if (!removed.ok) return removed;
    if (removed.value === undefined) return err(fault('job/not-trusted-yet', { fingerprint }));
    const noted = await this.#parts.journal.appendSigned({ what: 'job-signer', fingerprint, name: removed.value.name, trusted: false });
    return noted.ok ? ok(removed.value) : noted;
  }

  /** The engineer confirms the clock. @returns the latest time in the journal, which no longer counts; undefined when no line is later */
  confirmClock(): Promise<Result<string | undefined>> {
    return confirmClock(this.#parts.journal, this.#parts.now());
  }

  /** Withdraws a job: this station no longer runs any of its revisions, whoever signed them. */
  async withdraw({ job }: JobFile): Promise<Result<void>> {
    const { journal } = this.#parts;
    const { withdrawn } = await jobMemory(journal.folder, job.id, job.issuedAt);
    return withdrawn ? ok(undefined) : journal.appendSigned({ what: 'job-withdrawn', job: job.id, title: job.title });
  }
}

/** The fault when lines about the job may be missing in the journal: then withdrawals, revisions and counts are unknown. */
const unknown = ({ job }: JobFile, why: string | undefined): Fault[] => (why === undefined ? [] : [fault('job/count-unknown', { job: `${job.title} (${job.id})`, why })]);
