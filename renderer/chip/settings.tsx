import { useState, type FormEvent } from 'react';
import type { ChipPageView } from '../../core/contract/chip.ts';
import { useEdit } from '../plan/useEdit.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Field } from '../ui/field.tsx';
import css from './chip.module.css';
import { chipTexts as texts } from './texts.ts';

type Setting = ChipPageView['settings'][number];

function Change({ setting, onClose }: { readonly setting: Setting; readonly onClose: () => void }) {
  const { least, most } = setting.range ?? { least: 0, most: 0 };
  const [text, setText] = useState(String(setting.value ?? ''));
  const edit = useEdit('chip');
  const value = /^\d{1,3}$/.test(text.trim()) ? Number.parseInt(text, 10) : -1;
  const good = value >= least && value <= most;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (good) void edit({ kind: 'write', id: setting.id, hex: value.toString(16).padStart(2, '0') });
  };
  return (
    <form className={css.change} onSubmit={submit}>
      <Field
        label={texts.newValue(setting.label)}
        inputMode="numeric"
        autoFocus
        value={text}
        hint={texts.range(least, most)}
        error={good ? undefined : texts.range(least, most)}
        onText={setText}
      />
      <div className={css.buttons}>
        <Button onClick={onClose}>{texts.cancel}</Button>
        <Button type="submit" look="main" disabled={!good || value === setting.value}>
          {texts.review}
        </Button>
      </div>
    </form>
  );
}

function Line({ setting }: { readonly setting: Setting }) {
  const [open, setOpen] = useState(false);
  return (
    <li className={css.setting}>
      <div>
        <strong>{setting.label}</strong> <span className="dim mono small">{setting.id}</span>
        <span className={css.means}>{setting.means}</span>
        {setting.why !== undefined && <span className={css.means}>{setting.why}</span>}
      </div>
      <span className={css.value}>{setting.text}</span>
      {setting.range !== undefined && (
        <Button small aria-expanded={open} aria-label={`${texts.change} ${setting.label}`} onClick={() => setOpen(!open)}>
          {texts.change}
        </Button>
      )}
      {open && <Change setting={setting} onClose={() => setOpen(false)} />}
    </li>
  );
}

/** Current limit, sleep delay and buffer: their meaning, and changing them through a review. */
export function Settings({ settings }: { readonly settings: readonly Setting[] }) {
  return (
    <Card title={texts.settings}>
      <ul>
        {settings.map((setting) => (
          <Line key={`${setting.id} ${setting.value ?? ''}`} setting={setting} />
        ))}
      </ul>
    </Card>
  );
}
