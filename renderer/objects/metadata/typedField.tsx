import { useState } from 'react';
import type { ReactNode } from 'react';
import { Field } from '../../ui/field.tsx';

interface Props {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** The text while the user is not typing. */
  readonly text: string;
  readonly mono?: boolean;
  /** What is wrong with a text; undefined when it was accepted. */
  readonly onText: (text: string) => string | undefined;
}

/** A field whose text is another view of a value. It keeps the typed characters while the user types, and shows the value afterwards. */
export function TypedField({ label, hint, text, mono = false, onText }: Props) {
  const [typed, setTyped] = useState<{ readonly text: string; readonly wrong: string | undefined }>();
  return (
    <Field
      label={label}
      hint={hint}
      mono={mono}
      value={typed?.text ?? text}
      error={typed?.wrong}
      onText={(next) => setTyped({ text: next, wrong: onText(next) })}
      // A wrong text stays for correction. An accepted one is replaced by the value's own form.
      onBlur={() => typed?.wrong === undefined && setTyped(undefined)}
    />
  );
}
