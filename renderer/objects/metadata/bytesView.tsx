import { useId, useState } from 'react';
import { sayField } from '../../../core/access/sayMetadata.ts';
import { hexNumber, toHexWords } from '../../../core/bytes/hex.ts';
import { metadataFields, metadataWords } from '../../../core/objects/metadata.ts';
import { hexBytes } from '../../ui/diffBytes.ts';
import { Rows } from '../../ui/rows.tsx';
import { fromTyped, metadataOf } from './draft.ts';
import css from './metadata.module.css';
import { metadataTexts as texts } from './texts.ts';

interface Props {
  readonly base: string;
  readonly hex: string;
  readonly onHex: (hex: string, typing?: string) => void;
}

function fieldName(tag: number): string {
  const name = metadataFields.get(tag);
  return name === undefined ? '' : metadataWords[name];
}

/** The metadata's bytes, to paste or type; below, the meaning of each tag. */
export function BytesView({ base, hex, onHex }: Props) {
  const id = useId();
  const [typed, setTyped] = useState<{ readonly text: string; readonly wrong: string | undefined }>();
  const write = (text: string): void => {
    const read = fromTyped(base, text);
    setTyped({ text, wrong: 'wrong' in read ? read.wrong : undefined });
    if ('hex' in read) onHex(read.hex, 'bytes');
  };
  const wrong = typed?.wrong;
  return (
    <>
      <div className={css.bytes}>
        <label htmlFor={id}>{texts.bytesLabel}</label>
        <textarea
          id={id}
          rows={4}
          spellCheck={false}
          value={typed?.text ?? hexBytes(hex).join(' ')}
          aria-invalid={wrong !== undefined}
          aria-describedby={`${id}-below`}
          onChange={(event) => write(event.currentTarget.value)}
          onBlur={() => wrong === undefined && setTyped(undefined)}
        />
        <p id={`${id}-below`} className={wrong === undefined ? 'dim small' : css.over}>
          {wrong ?? texts.bytesHint}
        </p>
      </div>
      <Rows
        label={texts.tags}
        rows={metadataOf(hex).map(({ tag, value }) => ({ field: `${hexNumber(tag)} ${fieldName(tag)}`, says: sayField(tag, value), bytes: toHexWords(value) }))}
      />
    </>
  );
}
