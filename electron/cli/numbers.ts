import { InvalidArgumentError } from '@commander-js/extra-typings';

/** Reads a whole number in plain decimal digits. @returns undefined for any other text, also `1e3`, `0x10`, blanks and nothing */
export function plainNumber(text: string): number | undefined {
  const value = Number(text);
  return /^\d+$/.test(text) && Number.isSafeInteger(value) ? value : undefined;
}

const numberFrom =
  (least: number) =>
  (text: string): number => {
    const value = plainNumber(text);
    if (value === undefined || value < least) throw new InvalidArgumentError(`It is not a whole number from ${least}.`);
    return value;
  };

/** Reads the number of an option. */
export const number = numberFrom(0);

/** Reads the number of an option that makes no sense with 0. */
export const count = numberFrom(1);
