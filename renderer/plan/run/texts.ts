import type { RunView } from '../../../core/contract/plan.ts';

type RunStepState = RunView['steps'][number]['state'];

/** Words of the run and its report. */
export const runTexts = {
  steps: 'Steps of the run',
  progress: 'Progress of the whole run',
  percent: (part: number) => `${Math.round(part * 100)} %`,
  running: 'Writing to the chip',
  cancelling: 'Stopping after the running step',
  cancel: 'Cancel',
  cancelNote: 'Stops after the running step. What is written stays written.',
  finishedProved: 'Done and proved',
  finishedUnchanged: 'Nothing had to be changed',
  finishedUnproved: 'Written, not all proved',
  failed: 'Not finished',
  cancelled: 'Stopped',
  leadProved: 'Everything was read back or proved by use.',
  leadUnchanged: 'The chip already held everything. It was proved again.',
  leadUnproved: 'What is marked below could not be read back or tried.',
  leadFailed: 'The steps that are done stay as they are. Resume goes on from what the chip holds now.',
  leadRefused: 'The steps that are done stay as they are. The same plan would stop here again: put right what is named below, then review it again.',
  leadCancelled: 'The steps that are done stay as they are. Resume does the rest.',
  lostTitle: 'The link to the board was lost.',
  lostBody: 'Plug the board in again. Nothing is lost: resuming reads the chip first and does only what is still to be done.',
  backTitle: 'The board is back.',
  backBody: 'Resume reads the chip first and does only what is still to be done.',
  resume: 'Resume',
  nextChip: 'Next chip',
  toSteps: 'Back to the steps',
  saveHtml: 'Save report',
  saveJson: 'Save as JSON',
  saved: (name: string, folder: string) => `Report saved as ${name} in ${folder}.`,
  proof: 'Proof',
  verdict: 'Result',
  forChip: 'Chip',
  simulated: 'SIMULATED',
  started: 'Started',
  took: 'Time',
  noneTitle: 'Nothing has been run yet',
  noneBody: 'A run starts from the review of a plan.',
} as const;

export const stepWords: Readonly<Record<RunStepState, string>> = {
  waiting: 'Waiting',
  running: 'Running',
  done: 'Done',
  unchanged: 'Unchanged',
  failed: 'Failed',
  cancelled: 'Not done',
  unproved: 'Written, not proved',
};
