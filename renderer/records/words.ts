import type { RecordRow, RecordStep } from '../../core/contract/records.ts';

export const stateTones = { finished: 'good', failed: 'bad', cancelled: 'plain', interrupted: 'warn', 'set-aside': 'plain' } as const satisfies Readonly<Record<RecordRow['state'], string>>;

export const stepTones = { waiting: 'plain', unknown: 'warn', done: 'good', unchanged: 'good', unproved: 'warn', failed: 'bad', cancelled: 'plain' } as const satisfies Readonly<Record<RecordStep['state'], string>>;

/** `2026-11-22 09:00:00` in the bench's own time. @param iso ISO 8601 */
export function sayMoment(iso: string): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return iso;
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [moment.getFullYear(), two(moment.getMonth() + 1), two(moment.getDate())].join('-');
  return `${day} ${[moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(two).join(':')}`;
}
