import { sayField } from '../../../core/access/sayMetadata.ts';
import { conditionBytes } from '../../../core/access/sentence.ts';
import { metadataFields, metadataTags, metadataWords, type MetadataField } from '../../../core/objects/metadata.ts';
import { Rows } from '../../ui/rows.tsx';
import { metadataOf, setField, whatIsWrong } from './draft.ts';
import { metadataTexts as texts } from './texts.ts';
import { TypedField } from './typedField.tsx';

interface Props {
  readonly hex: string;
  readonly onHex: (hex: string, typing?: string) => void;
}

export const conditionFields = ['change', 'read', 'execute', 'meta_update'] as const;
export type ConditionField = (typeof conditionFields)[number];

const isCondition = (field: MetadataField | undefined): boolean => conditionFields.some((name) => name === field);

/** Each condition as an editable sentence; the other fields as fixed text. */
export function SentencesView({ hex, onHex }: Props) {
  const metadata = metadataOf(hex);
  const write = (field: ConditionField, text: string): string | undefined => {
    const bytes = conditionBytes(text);
    if (!bytes.ok) return whatIsWrong(bytes.fault);
    onHex(setField(hex, field, bytes.value), `sentence ${field}`);
    return undefined;
  };
  const others = metadata.filter(({ tag }) => !isCondition(metadataFields.get(tag)));
  return (
    <>
      {conditionFields.map((field) => {
        const value = metadata.find(({ tag }) => tag === metadataTags[field])?.value;
        const says = value === undefined ? '' : sayField(metadataTags[field], value);
        const hint = value === undefined ? texts.absentRule[field] : texts.sentenceHint;
        return <TypedField key={field} label={texts.sentence(texts.fields[field])} hint={hint} text={says} onText={(text) => write(field, text)} />;
      })}
      <Rows
        label={texts.tags}
        rows={others.map(({ tag, value }) => {
          const name = metadataFields.get(tag);
          return { field: name === undefined ? `0x${tag.toString(16)}` : metadataWords[name], says: sayField(tag, value) };
        })}
      />
    </>
  );
}
