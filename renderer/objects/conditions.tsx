import { CircleCheck, CircleHelp, CircleX } from 'lucide-react';
import type { ConditionView, ObjectRow } from '../../core/contract/objects.ts';
import { classes } from '../ui/classes.ts';
import css from './objects.module.css';
import { objectsTexts as texts } from './texts.ts';

function Truth({ truth }: { readonly truth: boolean | undefined }) {
  const [Icon, word, tone] =
    truth === undefined ? ([CircleHelp, texts.unknown, css.maybe] as const) : truth ? ([CircleCheck, texts.now, css.yes] as const) : ([CircleX, texts.notNow, css.no] as const);
  return (
    <span className={classes(css.truth, tone)}>
      <Icon size="1rem" aria-hidden />
      {word}
    </span>
  );
}

function Condition({ name, condition }: { readonly name: string; readonly condition: ConditionView | undefined }) {
  if (condition === undefined) return null;
  return (
    <div className={css.condition}>
      <dt className="dim">{name}</dt>
      <dd>
        {condition.sentence} <Truth truth={condition.truth} />
      </dd>
      {condition.terms.length > 1 && (
        <dd className={css.terms}>
          {condition.terms.map(({ sentence, truth }, at) => (
            <span key={at}>
              {sentence} <Truth truth={truth} />
            </span>
          ))}
        </dd>
      )}
    </div>
  );
}

/** Who may change, read and use an object: each condition as a sentence, with its present truth. */
export function Conditions({ row }: { readonly row: ObjectRow }) {
  return (
    <section aria-label={texts.conditions}>
      <h3>{texts.conditions}</h3>
      <dl>
        <Condition name={texts.change} condition={row.change} />
        <Condition name={texts.read} condition={row.read} />
        <Condition name={texts.execute} condition={row.execute} />
      </dl>
    </section>
  );
}
