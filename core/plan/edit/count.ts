import { findObject } from '../../objects/catalogue.ts';
import { parseCounter } from '../../objects/counter.ts';
import { formatOid, type Oid } from '../../objects/oid.ts';
import { fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';
import type { Count } from '../step.ts';
import { sayBytes } from '../../result/format.ts';

/** Whether the object is one of the chip's counters. */
export const isCounter = (id: Oid): boolean => findObject(id)?.kind === 'counter';

/**
 * The step that counts up.
 * @param by see `countBy`
 * @param data the counter's present content; undefined when it is unreadable: counting could then not be proved
 */
export function countStep(object: Oid, by: number, data: Uint8Array | undefined): Result<Count, 'object/not-for-this'> {
  const refuse = (why: string) => err(fault('object/not-for-this', { object: formatOid(object), what: 'This counter cannot count up.', why }));
  if (!isCounter(object)) return refuse('It is not a counter.');
  if (data === undefined) return refuse('Its value cannot be read, so a count could not be proved.');
  const counter = parseCounter(data);
  return counter === undefined ? refuse(`It holds ${sayBytes(data.length)}, not a value and a threshold.`) : ok({ id: 'count', kind: 'count', object, by, from: counter.value });
}
