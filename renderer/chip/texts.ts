/** Words of the chip room. */
export const chipTexts = {
  title: 'Chip',
  readAgain: 'Read again',
  reading: 'Reading the chip…',
  noBoardTitle: 'No board yet',
  noBoardBody: 'Who the chip is, how it stands, and whether the way to it is sound: all that is shown here.',
  identity: 'Who it is',
  family: 'Family',
  firmware: 'Firmware',
  chipId: 'Chip id',
  uid: 'Coprocessor UID, 27 bytes',
  lifecycle: 'Lifecycle',
  security: 'Security status',
  events: 'Security events',
  eventsOf: (count: number) => `${count} of 255`,
  monitor: 'Security monitor',
  settings: 'Settings',
  change: 'Change…',
  newValue: (label: string) => `New value: ${label}`,
  range: (least: number, most: number) => `A whole number from ${least} to ${most}.`,
  review: 'Review the change',
  cancel: 'Cancel',
  health: 'The way to the chip',
  healthBody: 'From the port to the chip’s application; the first that fails is where to look.',
  check: 'Check now',
  checking: 'Checking each stage…',
} as const;

export const stageTitles = { port: 'Port', bridge: 'Bridge', chip: 'Chip', application: 'Application' } as const;
export const stageWords = { ok: 'sound', failed: 'fails', 'not-reached': 'not reached' } as const;
