import { getRandom, randomLength } from '../../../core/apdu/commands/getRandom.ts';
import { readUint } from '../../../core/bytes/bytes.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { countBy } from '../../../core/objects/counter.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import { isCounter } from '../../../core/plan/edit/count.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok } from '../../../core/result/result.ts';
import type { Action, Answered } from '../command.ts';
import { withChip } from '../context.ts';
import { requireOid } from '../inputs.ts';
import { plainNumber } from '../numbers.ts';
import { runEdit } from '../runEdit.ts';
import { readNow } from './objectRead.ts';

/** Prints bytes from the chip's true random generator. */
export const random: Action<object> = async (context, _, [text = '']) => {
  const length = plainNumber(text);
  if (length === undefined || length < randomLength.least || length > randomLength.most) return err(fault('usage/bad-option', { message: `random takes a number of bytes from ${randomLength.least} to ${randomLength.most}.` }));
  return withChip(context, async ({ chip }) => {
    const bytes = await chip.run(getRandom(length));
    return bytes.ok ? ok({ json: { random: toHex(bytes.value) }, lines: [toHex(bytes.value)] }) : bytes;
  });
};

interface CounterOptions {
  readonly id: string;
  readonly add?: number;
}

/** Describes a counter. @param bytes value (4 bytes), threshold (4 bytes) */
function sayCounter(name: string, bytes: Uint8Array): Answered {
  const [value, threshold] = [readUint(bytes.subarray(0, 4)), readUint(bytes.subarray(4, 8))];
  return { json: { id: name, value, threshold }, lines: [`${name}: ${value} of ${threshold}`] };
}

export const counter: Action<CounterOptions> = async (context, { id, add }) => {
  const object = requireOid(id);
  if (!object.ok) return object;
  const name = formatOid(object.value);
  if (!isCounter(object.value)) return err(fault('usage/bad-option', { message: `${name} is not a counter. The counters are 0xE120 to 0xE123.` }));
  if (add !== undefined && (add < countBy.least || add > countBy.most)) return err(fault('usage/bad-option', { message: `--add takes a number from ${countBy.least} to ${countBy.most}.` }));
  return withChip(context, async (session) => {
    const before = await readNow(session, object.value);
    if (!before.ok || add === undefined) return before.ok ? ok(sayCounter(name, before.value.bytes)) : before;
    // A counter only goes up. Giving this command counts as the confirmation.
    const counted = await runEdit(context, session, { kind: 'count', id: name, add }, { confirmed: [name] });
    if (!counted.ok) return counted;
    const data = await readNow(session, object.value);
    return data.ok ? ok(sayCounter(name, data.value.bytes)) : data;
  });
};
