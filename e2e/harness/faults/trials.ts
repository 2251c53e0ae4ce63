import type { Cut } from './cuts.ts';
import { jobKillTrial, watchJobKills } from './jobs/jobKill.ts';
import { twoUnits } from './jobs/jobProcedure.ts';
import { cutsOfJob, jobTrial, makeJobReference } from './jobs/jobTrial.ts';
import type { Kill } from './kills/kill.ts';
import { killTrial, watchKills } from './kills/killTrial.ts';
import { procedures, type Procedure } from './procedures.ts';
import { cutsOfReference, makeReference, trial, type Verdict } from './trial.ts';

/** All interruptions of one kind, and the function that tries one of them. */
export interface Trials<C extends Cut | Kill> {
  readonly all: readonly C[];
  readonly judge: (one: C) => Promise<Verdict>;
}

/** One procedure that ran without interruption. */
export interface Tried {
  readonly cuts: Trials<Cut>;
  /** Runs the procedure with the command line, to find where that can be killed. */
  readonly kills: (cliPath: string) => Promise<Trials<Kill>>;
}

/** A procedure by its name; `make` runs it without interruption. */
export interface Named {
  readonly name: string;
  readonly make: () => Promise<Tried>;
}

const ofPlan = (procedure: Procedure): Named => ({
  name: procedure.name,
  make: async () => {
    const reference = await makeReference(procedure);
    const kills = async (cliPath: string): Promise<Trials<Kill>> => {
      const watched = await watchKills(reference, cliPath);
      return { all: watched.kills, judge: (kill) => killTrial(watched, kill) };
    };
    return { cuts: { all: cutsOfReference(reference), judge: (cut) => trial(reference, cut) }, kills };
  },
});

const ofJob = async (): Promise<Named> => {
  const procedure = await twoUnits();
  const make = async (): Promise<Tried> => {
    const reference = await makeJobReference(procedure);
    const kills = async (cliPath: string): Promise<Trials<Kill>> => {
      const watched = await watchJobKills(reference, cliPath);
      return { all: watched.kills, judge: (kill) => jobKillTrial(watched, kill) };
    };
    return { cuts: { all: cutsOfJob(reference), judge: (cut) => jobTrial(reference, cut) }, kills };
  };
  return { name: procedure.name, make };
};

/** All procedures: plans, then the job. */
export const everything: readonly (() => Promise<Named>)[] = [...procedures.map((make) => async () => ofPlan(await make())), ofJob];
