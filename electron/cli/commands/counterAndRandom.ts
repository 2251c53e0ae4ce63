import { getRandom } from '../../../core/apdu/commands/getRandom.ts';
import { readUint } from '../../../core/bytes/bytes.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { findObject } from '../../../core/objects/catalogue.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok } from '../../../core/result/result.ts';
import type { Action } from '../command.ts';
import { withChip } from '../context.ts';
import { requireOid } from '../inputs.ts';
import { readNow } from './objectRead.ts';
import { runOne } from './objectWrite.ts';

/** Bytes from the chip's true random generator. */
export const random: Action<object> = async (context, _, [text = '']) => {
  const length = Number(text);
  if (!Number.isInteger(length) || length < 8 || length > 256) return err(fault('usage/bad-option', { message: 'random takes a number of bytes from 8 to 256.' }));
  return withChip(context, async ({ chip }) => {
    const bytes = await chip.run(getRandom(length));
    return bytes.ok ? ok({ json: { random: toHex(bytes.value) }, lines: [toHex(bytes.value)] }) : bytes;
  });
};

interface CounterOptions {
  readonly id: string;
  readonly add?: number;
}

export const counter: Action<CounterOptions> = async (context, { id, add }) => {
  const object = requireOid(id);
  if (!object.ok) return object;
  const name = formatOid(object.value);
  if (findObject(object.value)?.kind !== 'counter') return err(fault('usage/bad-option', { message: `${name} is no counter; those are 0xE120 to 0xE123.` }));
  if (add !== undefined && (add < 1 || add > 255)) return err(fault('usage/bad-option', { message: '--add takes a number from 1 to 255.' }));
  return withChip(context, async (session) => {
    const before = await readNow(session, object.value);
    if (!before.ok) return before;
    if (add !== undefined) {
      // Asking to count is the confirmation: a counter only goes up.
      const step = { id: 'count', kind: 'count', object: object.value, by: add, from: readUint(before.value.bytes.subarray(0, 4)) } as const;
      const counted = await runOne(context, session, step, [name]);
      if (!counted.ok) return counted;
    }
    const data = await readNow(session, object.value);
    if (!data.ok) return data;
    const { bytes } = data.value;
    const [value, threshold] = [readUint(bytes.subarray(0, 4)), readUint(bytes.subarray(4, 8))];
    return ok({ json: { id: name, value, threshold }, lines: [`${name}: ${value} of ${threshold}`] });
  });
};
