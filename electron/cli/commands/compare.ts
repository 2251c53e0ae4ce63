import { basename } from 'node:path';
import { compareChips, isSame, type Comparable, type ComparedObject } from '../../../core/chip/exchange/compare.ts';
import { readWholeChip } from '../../../core/chip/exchange/wholeChip.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import { readChipPath } from '../../files/archive/chipFile.ts';
import type { Action } from '../command.ts';
import { withChip, type Context } from '../context.ts';
import { readInput } from '../inputs.ts';

interface CompareOptions {
  readonly in: string;
  readonly with?: string;
}

async function ofFile(path: string): Promise<Result<readonly Comparable[]>> {
  const read = await readChipPath(path, readInput);
  return read.ok ? ok(read.value.objects) : read;
}

const ofChip = (context: Context): Promise<Result<readonly Comparable[]>> =>
  withChip(context, async ({ chip, identity }) => {
    const whole = await readWholeChip(chip, identity);
    return whole.ok ? ok([...whole.value.snapshot.objects.values()]) : whole;
  });

function sayDifference({ id, name, metadata, data, firstDifference, only }: ComparedObject, left: string, right: string): string[] {
  const head = `${formatOid(id)} ${name}`;
  if (only !== undefined) return [`${head}: only in ${only === 'left' ? left : right}`];
  return [
    ...metadata.map((field) => `${head}: ${field.field}: ${field.left ?? 'not set'} → ${field.right ?? 'not set'}`),
    ...(data === 'differs' ? [`${head}: content differs from byte ${firstDifference} on`] : []),
  ];
}

const sayNotes = ({ id, name, notes = [] }: ComparedObject): string[] => notes.map((note) => `${formatOid(id)} ${name}: ${note}`);

const view = ({ id, ...rest }: ComparedObject) => ({
  id: formatOid(id),
  ...rest,
  metadata: rest.metadata.map(({ field, left = null, right = null }) => ({ field, left, right })),
});

/** Compares the chip (or, with --with, another file) with a file, object by object. Differences are a result, not a failure. */
export const compare: Action<CompareOptions> = async (context, options) => {
  const left = await ofFile(options.in);
  if (!left.ok) return left;
  const right = options.with === undefined ? await ofChip(context) : await ofFile(options.with);
  if (!right.ok) return right;
  const compared = compareChips(left.value, right.value);
  const differing = compared.filter((object) => !isSame(object));
  const names = [basename(options.in), options.with === undefined ? 'the chip' : basename(options.with)] as const;
  const unreadable = compared.filter(({ data }) => data === 'unreadable').length;
  const sum = `${names[0]} → ${names[1]}: ${compared.length} objects, ${differing.length} differ${unreadable > 0 ? `; the content of ${unreadable} is not known on both sides` : ''}`;
  return ok({ json: compared.map(view), lines: [...differing.flatMap((object) => sayDifference(object, ...names)), ...compared.flatMap(sayNotes), sum] });
};
