import type { RunView } from '../../../core/contract/plan.ts';

type RunStepState = RunView['steps'][number]['state'];

/** Texts of the run and its report. */
export const runTexts = {
  steps: 'Steps of the run',
  progress: 'Progress of the whole run',
  percent: (part: number) => `${Math.round(part * 100)} %`,
  running: 'Writing to the chip',
  cancelling: 'Stopping after the current step',
  cancel: 'Cancel',
  cancelNote: 'Cancel stops after the current step. Steps already done are kept.',
  finishedProved: 'Done and proved',
  finishedUnchanged: 'Nothing had to change',
  finishedUnproved: 'Written; some steps could not be verified',
  failed: 'Not finished',
  cancelled: 'Stopped',
  leadProved: 'Every step was read back or proved by use.',
  leadUnchanged: 'The chip already held everything. It was proved again.',
  leadUnproved: 'The steps marked below could not be read back or proved by use.',
  leadFailed: 'Steps already done are kept. Resume continues from the current content of the chip.',
  leadRefused: 'Steps already done are kept. The same plan would stop here again. Correct the problem below, then review the plan again.',
  leadCancelled: 'Steps already done are kept. Resume does the remaining steps.',
  resumeWaits: 'Resume waits for the board. It reads the chip first and does only the remaining steps.',
  backTitle: 'The board is back.',
  backBody: 'Resume reads the chip first and does only the remaining steps.',
  resume: 'Resume',
  nextChip: 'Next chip',
  toSteps: 'Back to the steps',
  saveHtml: 'Save report',
  saveJson: 'Save as JSON',
  saved: (name: string, folder: string) => `Report saved as ${name} in ${folder}.`,
  proof: 'Proof',
  certificate: (subject: string, serial: string) => `${subject}, serial number ${serial}`,
  from: (files: readonly string[]) => `from ${files.join(', ')}`,
  verdict: 'Result',
  forChip: 'Chip',
  simulated: 'SIMULATED',
  started: 'Started',
  took: 'Duration',
  noneTitle: 'No run yet',
  noneBody: 'Start a run from the review of a plan.',
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
