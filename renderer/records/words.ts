import type { RecordRow, RecordStep } from '../../core/contract/records.ts';

export const stateTones = { finished: 'good', failed: 'bad', cancelled: 'plain', interrupted: 'warn', 'set-aside': 'plain' } as const satisfies Readonly<Record<RecordRow['state'], string>>;

export const stepTones = { waiting: 'plain', unknown: 'warn', done: 'good', unchanged: 'good', unproved: 'warn', failed: 'bad', cancelled: 'plain' } as const satisfies Readonly<Record<RecordStep['state'], string>>;
