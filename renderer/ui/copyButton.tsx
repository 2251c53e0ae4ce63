import { Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.tsx';
import { uiTexts } from './texts.ts';

interface Props {
  readonly text: string;
  /** Name of the copied thing, when the screen has several such buttons. */
  readonly what?: string;
}

/** Copies a text that is not a secret. */
export function CopyButton({ text, what }: Props) {
  const [copied, setCopied] = useState('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(text);
    } catch {
      setCopied('');
    }
  };
  const says = copied === text && text !== '' ? uiTexts.copied : uiTexts.copy;
  return (
    <Button small look="quiet" disabled={text === ''} icon={<Copy size="1rem" aria-hidden />} aria-label={what === undefined ? undefined : `${says}: ${what}`} onClick={() => void copy()}>
      {says}
    </Button>
  );
}
