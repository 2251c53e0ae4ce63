import type { Job } from '../../../core/job/job.ts';
import { provesEarlier } from '../../../core/plan/provesEarlier.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { ok, err, type Result } from '../../../core/result/result.ts';
import { sayLine } from '../../../core/result/say.ts';
import { isGone } from '../../files/owner.ts';
import type { Happening } from '../../journal/entry.ts';
import type { Journal } from '../../journal/journal.ts';
import { readJobHistory } from '../../journal/jobHistory.ts';
import { openRun, type RecordedRun } from '../../journal/recordedRuns.ts';
import { openUnits } from './unitsBefore.ts';

type Ended = Pick<Extract<Happening, { what: 'unit-ended' }>, 'result' | 'code' | 'says'>;

const proved: ReadonlySet<string> = new Set(['done', 'unchanged']);

const ended = (result: Ended['result'], why: Fault): Ended => ({ result, code: why.code, says: sayLine(why) });

/** The result of a unit whose program ended during its run, from the run's lines in the journal. @param at when the unit was begun */
export function settledResult(run: RecordedRun | undefined, { proof }: Pick<Job, 'proof'>, at: string): Ended {
  const recorded = run?.steps ?? [];
  // Which steps were completed by later proofs is in the end line of a run. This run has no end line.
  const completed = (step: RecordedRun['steps'][number]): boolean => step.state === 'unproved' && recorded.some((proof) => proof.state === 'done' && provesEarlier(proof, step));
  const steps = recorded.map((step) => (completed(step) ? { ...step, state: 'done' as const } : step));
  if (steps.length > 0 && steps.every(({ id, state }) => proved.has(state) || (state === 'unproved' && proof.unproved.includes(id)))) return { result: 'pass', says: 'Every step was proved before the program ended.' };
  // The journal does not say whether the chip or the link failed, so the worse is assumed.
  const refuted = steps.find(({ kind, state }) => kind.startsWith('prove-') && state === 'failed');
  if (refuted !== undefined) return ended('check', fault('job/not-proved', { steps: refuted.title }));
  const half = steps.find(({ irreversible, state }) => irreversible && !['waiting', 'cancelled'].includes(state));
  return half === undefined ? ended('fail', fault('job/stopped', { at })) : ended('check', fault('job/half-done', { step: half.title, at }));
}

/** Ended runs of this process whose result could not be written, for example because the disk was full. */
const unrecorded = new Set<string>();

/** Marks that a unit of this process has ended, perhaps without a result in the journal. */
export const leftOpen = (run: string): void => void unrecorded.add(run);

/**
 * Gives a result to each unit whose program ended without one or could not write it. A unit that another program works on stays open.
 * @param now used for the age of a unit of another computer
 */
export async function settleUnits(journal: Journal, job: Job, now: () => Date): Promise<Result<void>> {
  const gone = async () => openUnits((await readJobHistory(journal.folder, job.issuedAt)).lines, job).filter(({ run, owner, at }) => unrecorded.has(run) || isGone(owner, now().getTime() - Date.parse(at)));
  for (const { run, revision, chipId, serial, at } of await gone()) {
    // What another revision left unproved on purpose is not known here.
    const { proof } = revision === job.revision ? job : { proof: { unproved: [] } };
    const result = settledResult(await openRun(journal.folder, run), { proof }, at);
    const unit = { job: job.id, revision, chipId, ...(serial === undefined ? {} : { serial }) };
    const written = await journal.appendDecided(async () => {
      // Another program may have given the unit a result in the meantime.
      const still = (await gone()).some((one) => one.run === run);
      return still ? ok([{ what: 'unit-ended', run, ...unit, ...result } as const]) : err(fault('job/in-work', { chipId }));
    });
    if (!written.ok && written.fault.code !== 'job/in-work') return written;
    unrecorded.delete(run);
  }
  return ok(undefined);
}
