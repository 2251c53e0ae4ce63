import { useState } from 'react';
import { countBy, encodeCounter } from '../../../core/objects/counter.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import type { ObjectRow } from '../../../core/contract/objects.ts';
import { useObjects } from '../objectsStore.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Progress } from '../../ui/progress.tsx';
import { objectsTexts as texts } from '../texts.ts';
import { useEdit } from '../../plan/useEdit.ts';
import css from './detail.module.css';
import { PanelFoot } from './panelFoot.tsx';

const most = 0xffff_ffff;

function numberIn(text: string, least: number, limit: number): number | undefined {
  const number = /^\d{1,10}$/.test(text.trim()) ? Number.parseInt(text, 10) : -1;
  return number >= least && number <= limit ? number : undefined;
}

const wrong = (number: number | undefined, limit: number): string | undefined => (number === undefined ? texts.badNumber(limit) : undefined);

function Why({ row, name }: { readonly row: ObjectRow; readonly name: 'count' | 'write' }) {
  const why = row.actions.find((action) => action.name === name)?.why;
  return why === undefined ? null : (
    <Banner tone="info" role="note">
      <p>{why}</p>
    </Banner>
  );
}

function CountUp({ row }: { readonly row: ObjectRow }) {
  const [text, setText] = useState('1');
  const edit = useEdit();
  const add = numberIn(text, countBy.least, countBy.most);
  const counter = useObjects((state) => state.data?.counter);
  const left = counter === undefined ? undefined : Math.max(0, counter.threshold - counter.value);
  // The review would be refused, so the reason is shown here and the button is disabled.
  const past = add !== undefined && left !== undefined && add > left ? texts.pastThreshold(left) : undefined;
  const can = row.actions.some((action) => action.name === 'count' && action.can);
  return (
    <>
      <section aria-label={texts.countTitle}>
        <h3>{texts.countTitle}</h3>
        {can ? <Field label={texts.countBy} inputMode="numeric" value={text} hint={texts.countNote} error={add === undefined ? texts.countBy : past} onText={setText} /> : <Why row={row} name="count" />}
      </section>
      {can && (
        <PanelFoot>
          <Button look="main" data-main-action disabled={add === undefined || past !== undefined} onClick={() => add !== undefined && void edit({ kind: 'count', id: row.id, add })}>
            {texts.reviewCount}
          </Button>
        </PanelFoot>
      )}
    </>
  );
}

function SetBoth({ row }: { readonly row: ObjectRow }) {
  const counter = useObjects((state) => state.data?.counter);
  const [typed, setTyped] = useState<{ value?: string; threshold?: string }>({});
  const edit = useEdit();
  const [valueText, thresholdText] = [typed.value ?? String(counter?.value ?? 0), typed.threshold ?? String(counter?.threshold ?? 0)];
  const [value, threshold] = [numberIn(valueText, 0, most), numberIn(thresholdText, 0, most)];
  const review = (): void => {
    if (value !== undefined && threshold !== undefined) void edit({ kind: 'write', id: row.id, hex: toHex(encodeCounter({ value, threshold })) });
  };
  return (
    <section aria-label={texts.setTitle}>
      <h3>{texts.setTitle}</h3>
      <p className="dim small">{texts.setBody}</p>
      {row.actions.some(({ name, can }) => name === 'write' && can) ? (
        <>
          <div className={css.two}>
            <Field label={texts.counterValue} inputMode="numeric" value={valueText} error={wrong(value, most)} onText={(text) => setTyped({ ...typed, value: text })} />
            <Field label={texts.counterThreshold} inputMode="numeric" value={thresholdText} error={wrong(threshold, most)} onText={(text) => setTyped({ ...typed, threshold: text })} />
          </div>
          <div className={css.foot}>
            <Button disabled={value === undefined || threshold === undefined} onClick={review}>
              {texts.reviewSet}
            </Button>
          </div>
        </>
      ) : (
        <Why row={row} name="write" />
      )}
    </section>
  );
}

/** A counter: its value, counting it up, and setting it while that is allowed. */
export function CounterPanel({ row }: { readonly row: ObjectRow }) {
  const counter = useObjects((state) => state.data?.counter);
  return (
    <>
      {counter && (
        <section aria-label={texts.tabs.counter}>
          <p className={css.figure}>
            {counter.value} <span className="dim">/ {counter.threshold}</span>
          </p>
          <Progress label={texts.counterValue} value={counter.threshold === 0 ? 0 : counter.value / counter.threshold} text={`${counter.value} / ${counter.threshold}`} />
          {counter.value >= counter.threshold && <Banner tone="warn">{texts.atThreshold}</Banner>}
        </section>
      )}
      <CountUp row={row} />
      <SetBoth row={row} />
    </>
  );
}
