/** Texts of the chip room. */
export const chipTexts = {
  title: 'Chip',
  readAgain: 'Read again',
  reading: 'Reading the chip…',
  noBoardTitle: 'No board yet',
  noBoardBody: 'This page shows the chip’s identity, status and connection.',
  identity: 'Identity',
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
  health: 'Connection',
  healthBody: 'The stages from the port to the chip’s application. Look at the first stage that fails.',
  check: 'Check now',
  checking: 'Checking each stage…',
} as const;

export const stageTitles = { port: 'Port', bridge: 'Bridge', chip: 'Chip', application: 'Application' } as const;
export const stageWords = { ok: 'OK', failed: 'failed', 'not-reached': 'not reached' } as const;
