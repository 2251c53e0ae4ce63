import type { Origin } from './planStore.ts';

/** The way back from a review or a run, by the room in which the plan was made. */
export const backTo: Readonly<Record<Origin, string>> = {
  provision: 'Back to the steps',
  objects: 'Back to the object',
  chip: 'Back to the chip',
  datasets: 'Back to the data set',
  keys: 'Back to the keys',
  reels: 'Back to the reels',
  records: 'Back to the records',
  settings: 'Back to the settings',
};
