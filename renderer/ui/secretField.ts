import { useCallback, useMemo, useRef, type RefCallback } from 'react';

export interface SecretField {
  /** Ref of the input. It is emptied when it goes away, too. */
  readonly place: RefCallback<HTMLInputElement>;
  /** Puts a text into the input, without a state of it. */
  put(text: string): void;
  focus(): void;
  /** What was typed; the input is empty afterwards. */
  take(): string;
}

/**
 * Empties an input. Through its property: React keeps the last value of every input beside it, and keeps the last input
 * that was typed into; a form's `reset` passes both by.
 */
const empty = (input: HTMLInputElement): void => void (input.value = '');

/** An input for a password or a transport key: what is typed is in no state, and gone once it was handed over. */
export function useSecretField(): SecretField {
  const input = useRef<HTMLInputElement>(null);
  const place = useCallback((element: HTMLInputElement | null) => {
    input.current = element;
    return () => {
      if (element !== null) empty(element);
      input.current = null;
    };
  }, []);
  return useMemo(() => {
    const put = (text: string): void => void (input.current !== null && (input.current.value = text));
    const take = (): string => {
      const typed = input.current?.value ?? '';
      if (input.current !== null) empty(input.current);
      return typed;
    };
    return { place, put, take, focus: () => input.current?.focus() };
  }, [place]);
}
