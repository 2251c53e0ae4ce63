import { useCallback, useMemo, useRef, type RefCallback } from 'react';

export interface SecretField {
  /** Ref of the input. When the input is removed from the page, it is also emptied. */
  readonly place: RefCallback<HTMLInputElement>;
  /** Puts a text into the input without storing it in a state. */
  put(text: string): void;
  focus(): void;
  /** Returns what was typed and empties the input. */
  take(): string;
}

/**
 * Empties an input through its property. React keeps the last value of every input, and the last input that was typed
 * into; a form's `reset` clears neither.
 */
const empty = (input: HTMLInputElement): void => void (input.value = '');

/** An input for a password or a transport key. The typed text is in no state and is removed from the input when it is sent. */
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
