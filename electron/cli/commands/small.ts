import { getRandom } from '../../../core/apdu/commands/getRandom.ts';
import { count } from '../../../core/apdu/commands/setDataObject.ts';
import { readUint } from '../../../core/bytes/bytes.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { readObject } from '../../../core/chip/read.ts';
import { findObject } from '../../../core/objects/catalogue.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok } from '../../../core/result/result.ts';
import type { Action } from '../command.ts';
import { withChip } from '../context.ts';
import { requireOid } from '../inputs.ts';

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
  return withChip(context, async ({ chip }) => {
    if (add !== undefined) {
      const counted = await chip.run(count(object.value, add));
      if (!counted.ok) return counted;
    }
    const data = await readObject(chip, object.value);
    if (!data.ok) return data;
    const [value, threshold] = [readUint(data.value.subarray(0, 4)), readUint(data.value.subarray(4, 8))];
    return ok({ json: { id: name, value, threshold }, lines: [`${name}: ${value} of ${threshold}`] });
  });
};
