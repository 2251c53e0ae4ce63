import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { countBy } from '../objects/counter.ts';
import { objectEdit } from './objects.ts';
import { operations, type OperationName } from './operations.ts';

const names = Object.keys(operations) as OperationName[];

/** The paths of fields in a request through which the window could send an unlimited amount of data. */
function unlimited(schema: unknown, at: string): string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return unlimited(schema.unwrap(), at);
  if (schema instanceof z.ZodString) return schema.maxLength === null ? [at] : [];
  if (schema instanceof z.ZodObject) return Object.entries(schema.shape).flatMap(([key, part]) => unlimited(part, `${at}.${key}`));
  if (schema instanceof z.ZodDiscriminatedUnion || schema instanceof z.ZodUnion) return schema.options.flatMap((part) => unlimited(part, at));
  if (schema instanceof z.ZodRecord) return [...unlimited(schema.keyType, `${at} (key)`), ...unlimited(schema.valueType, `${at} (value)`), ...(schema.def.checks === undefined ? [`${at} (count)`] : [])];
  if (schema instanceof z.ZodArray) {
    const limited = schema.def.checks?.some((check) => check._zod.def.check === 'max_length') === true;
    return [...unlimited(schema.element, `${at}[]`), ...(limited ? [] : [`${at} (count)`])];
  }
  // A file's bytes. The main process counts them before it keeps them.
  const limited = schema instanceof z.ZodNumber || schema instanceof z.ZodBoolean || schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral || schema instanceof z.ZodCustom;
  return limited ? [] : [`${at} (unknown kind)`];
}

describe('what the window sends', () => {
  it.each(names)('%s has a limit everywhere', (name) => {
    expect(unlimited(operations[name].request, name)).toEqual([]);
  });

  it.each(names)('%s takes no field that the contract does not name', (name) => {
    const { request } = operations[name];
    const strict = (one: unknown): boolean => one instanceof z.ZodObject && one.def.catchall instanceof z.ZodNever;
    expect(request instanceof z.ZodDiscriminatedUnion ? request.options.every(strict) : strict(request)).toBe(true);
  });
});

it('a counter counts as far as one command of the chip does', () => {
  const takes = (add: number): boolean => objectEdit.safeParse({ kind: 'count', id: '0xE120', add }).success;
  expect([countBy.least - 1, countBy.least, countBy.most, countBy.most + 1].map(takes)).toEqual([false, true, true, false]);
});
