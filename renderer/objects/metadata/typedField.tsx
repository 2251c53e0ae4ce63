import { useState } from 'react';
import type { ReactNode } from 'react';
import { Field } from '../../ui/field.tsx';

interface Props {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What stands there when no one types. */
  readonly text: string;
  readonly mono?: boolean;
  /** What is wrong with a text; undefined when it was taken. */
  readonly onText: (text: string) => string | undefined;
}

/** A field whose text is another view of something: while one types it keeps the letters, afterwards it shows the thing. */
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
      // What is wrong stays to be mended; what was taken is shown as it is.
      onBlur={() => typed?.wrong === undefined && setTyped(undefined)}
    />
  );
}
