import { oid } from '../../objects/oid.ts';

/** Objects with special behaviour. */
export const special = {
  lcsG: oid(0xe0c0),
  statusG: oid(0xe0c1),
  uid: oid(0xe0c2),
  sleepDelay: oid(0xe0c3),
  current: oid(0xe0c4),
  eventCounter: oid(0xe0c5),
  bufferSize: oid(0xe0c6),
  monitor: oid(0xe0c9),
  lcsA: oid(0xf1c0),
  statusA: oid(0xf1c1),
  lastError: oid(0xf1c2),
} as const;
