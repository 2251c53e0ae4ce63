import { usages, type BuildForm } from '../../core/contract/datasets.ts';
import { Select } from '../ui/select.tsx';
import { Check, Choices } from '../ui/choices.tsx';
import { Field } from '../ui/field.tsx';
import { TextArea } from '../ui/textArea.tsx';
import css from './build.module.css';
import { WithFault } from './buildFault.tsx';
import { FileButton } from '../files/ticketButton.tsx';
import { missingIn, wrongWith, type FormProps } from './formParts.ts';
import { MaterialSlot, sayKey } from './materialSlot.tsx';
import { useBuild } from './buildStore.ts';
import { buildTexts as texts } from './texts.ts';

const kinds = (['key', 'data', 'metadata'] as const).map((value) => ({ value, ...texts.kinds[value] }));
const formats = (['hex', 'ascii'] as const).map((value) => ({ value, title: texts.formats[value] }));
const writeTypes = (['erase-write', 'write'] as const).map((value) => ({ value, title: texts.writeTypes[value] }));
const resets = (['as-object', 'zeros', 'random'] as const).map((value) => ({ value, title: texts.contentResets[value] }));

function KeyForm({ view, form, change }: FormProps) {
  const toggle = (usage: BuildForm['usage'][number], on: boolean): void =>
    change({ usage: usages.filter((one) => (one === usage ? on : form.usage.includes(one))) });
  const wrong = wrongWith(view, 'usage');
  return (
    <>
      <MaterialSlot slot="key" title={texts.key} says={texts.keySays} given={sayKey(view.key)} error={wrongWith(view, 'key')} />
      <fieldset className={css.usages}>
        <legend>{texts.usage}</legend>
        {usages.map((usage) => (
          <Check key={usage} title={texts.usages[usage]} checked={form.usage.includes(usage)} onCheck={(on) => toggle(usage, on)} />
        ))}
      </fieldset>
      {wrong !== undefined && <p className={css.error}>{wrong}</p>}
    </>
  );
}

function DataForm({ view, form, change }: FormProps) {
  const { give, refuse } = useBuild();
  return (
    <>
      <TextArea label={texts.data} mono value={form.data} error={wrongWith(view, 'data')} onText={(data) => change({ data })} />
      <WithFault slot="data" className={css.place}>
        <div className={css.buttons}>
          <FileButton label={texts.chooseFile} name={texts.data} onTicket={(ticket) => void give('data', ticket)} onFault={refuse} />
        </div>
      </WithFault>
      <div className={css.three}>
        <Select label={texts.dataFormat} value={form.dataFormat} options={formats} onChoose={(dataFormat) => change({ dataFormat })} />
        <Field label={texts.offset} inputMode="numeric" value={form.offset} hint={texts.offsetHint} error={wrongWith(view, 'offset')} onText={(offset) => change({ offset })} />
        <Select label={texts.writeType} value={form.writeType} options={writeTypes} onChoose={(writeType) => change({ writeType })} />
      </div>
    </>
  );
}

function MetadataForm({ view, form, change }: FormProps) {
  const { give, refuse } = useBuild();
  const wrong = wrongWith(view, 'metadata');
  return (
    <>
      <TextArea label={texts.metadata} mono rows={3} value={form.metadata} hint={missingIn(view, 'metadata') ? texts.metadataHint : undefined} error={wrong} onText={(metadata) => change({ metadata })} />
      <WithFault slot="metadata" className={css.place}>
        <div className={css.buttons}>
          <FileButton label={texts.chooseFile} name={texts.metadata} onTicket={(ticket) => void give('metadata', ticket)} onFault={refuse} />
        </div>
      </WithFault>
      <Select
        label={texts.contentReset}
        value={form.contentReset}
        options={resets}
        onChoose={(contentReset) => change({ contentReset })}
      />
    </>
  );
}

const forms = { key: KeyForm, data: DataForm, metadata: MetadataForm } as const;

/** The content of the data set. */
export function PayloadForm(props: FormProps) {
  const Form = forms[props.form.kind];
  return (
    <div className={css.part}>
      <div className={css.kinds}>
        <Choices legend={texts.kind} options={kinds} value={props.form.kind} onChoose={(kind) => props.change({ kind })} />
      </div>
      <Form {...props} />
    </div>
  );
}
