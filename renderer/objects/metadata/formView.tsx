import type { ObjectRow } from '../../../core/contract/objects.ts';
import { keyUsageByte, keyUsageCodes, keyUsages, lifecycleCodes, objectTypeCodes, objectTypeNames, objectTypeWords, resetBits, type KeyUsage } from '../../../core/objects/codes.ts';
import { fieldNumber, metadataTags, type MetadataField } from '../../../core/objects/metadata.ts';
import { Check } from '../../ui/choices.tsx';
import { isKey } from '../detail/tab.ts';
import { Select } from '../../ui/select.tsx';
import { ConditionForm } from './conditionForm.tsx';
import { metadataOf, setField } from './draft.ts';
import css from './metadata.module.css';
import { conditionFields } from './sentencesView.tsx';
import { metadataTexts as texts } from './texts.ts';

interface Props {
  readonly row: ObjectRow;
  readonly hex: string;
  readonly onHex: (hex: string, typing?: string) => void;
}

type Setter = (field: MetadataField, byte: number) => void;

interface PartProps {
  readonly hex: string;
  readonly set: Setter;
}

function LifecycleField({ base, hex, set }: PartProps & { readonly base: string }) {
  const now = fieldNumber(metadataOf(base), 'lcso') ?? lifecycleCodes.operational;
  const value = fieldNumber(metadataOf(hex), 'lcso') ?? now;
  const options = Object.entries(lifecycleCodes).map(([name, code]) => ({ value: String(code), title: name, disabled: code < now }));
  return <Select label={texts.lifecycle} hint={texts.lifecycleHint} value={String(value)} options={options} onChoose={(code) => set('lcso', Number(code))} />;
}

function TypeField({ hex, set }: PartProps) {
  const value = fieldNumber(metadataOf(hex), 'type');
  const types = Object.entries(objectTypeCodes).map(([, code]) => {
    const name = objectTypeNames.get(code);
    return { value: String(code), title: name === undefined ? String(code) : objectTypeWords[name] };
  });
  // A type can be replaced by another one but not removed.
  const options = value === undefined ? [{ value: '', title: texts.notSet }, ...types] : types;
  return <Select label={texts.type} value={value === undefined ? '' : String(value)} options={options} onChoose={(code) => code !== '' && set('type', Number(code))} />;
}

const isUsage = (name: string): name is KeyUsage => Object.hasOwn(keyUsageCodes, name);

function UsageField({ hex, set }: PartProps) {
  const now = keyUsages(fieldNumber(metadataOf(hex), 'key_usage') ?? 0);
  const toggle = (name: KeyUsage, on: boolean): void => {
    const next = keyUsageByte(on ? [...now, name] : now.filter((other) => other !== name));
    // The chip accepts no key without a usage.
    if (next !== 0) set('key_usage', next);
  };
  return (
    <fieldset className={css.group}>
      <legend>{texts.usage}</legend>
      {Object.keys(keyUsageCodes)
        .filter(isUsage)
        .map((name) => (
          <Check key={name} title={name.replaceAll('_', ' ')} checked={now.includes(name)} onCheck={(on) => toggle(name, on)} />
        ))}
    </fieldset>
  );
}

function ResetField({ hex, set }: PartProps) {
  const value = fieldNumber(metadataOf(hex), 'reset_type');
  const state = (value ?? 0) & 0x0f;
  const content = value === undefined ? 'keep' : (value & resetBits.flushing) !== 0 ? 'flushing' : (value & resetBits.random_data) !== 0 ? 'random_data' : 'keep';
  const states = [...(value === undefined ? [{ value: '', title: texts.notSet }] : []), ...Object.entries(lifecycleCodes).map(([name, code]) => ({ value: String(code), title: `lifecycle goes to ${name}` }))];
  const bits = { keep: 0, ...resetBits };
  return (
    <div className={css.two}>
      <Select label={texts.reset} value={value === undefined ? '' : String(state)} options={states} onChoose={(code) => code !== '' && set('reset_type', Number(code) | bits[content])} />
      <Select
        label={texts.resetContent}
        value={content}
        disabled={value === undefined}
        options={(['keep', 'flushing', 'random_data'] as const).map((name) => ({ value: name, title: texts.resetContents[name] }))}
        onChoose={(name) => set('reset_type', state | bits[name])}
      />
    </div>
  );
}

/** The metadata field by field: lifecycle, type, and each condition as terms or typed words. */
export function FormView({ row, hex, onHex }: Props) {
  const set: Setter = (field, byte) => onHex(setField(hex, field, Uint8Array.of(byte)));
  const metadata = metadataOf(hex);
  return (
    <>
      <div className={css.two}>
        <LifecycleField base={row.metadata} hex={hex} set={set} />
        {!isKey(row) && <TypeField hex={hex} set={set} />}
      </div>
      {isKey(row) && row.algorithm !== undefined && <UsageField hex={hex} set={set} />}
      {conditionFields.map((field) => (
        <ConditionForm
          key={field}
          field={field}
          value={metadata.find(({ tag }) => tag === metadataTags[field])?.value}
          onValue={(bytes, typing) => onHex(setField(hex, field, bytes), typing === undefined ? undefined : `${typing} ${field}`)}
        />
      ))}
      <ResetField hex={hex} set={set} />
    </>
  );
}
