import { CircleCheck, CircleHelp, CircleX } from 'lucide-react';
import type { ConditionView, ObjectRow } from '../../core/contract/objects.ts';
import { classes } from '../ui/classes.ts';
import css from './conditions.module.css';
import { objectsTexts as texts } from './texts.ts';

const looks = {
  true: { Icon: CircleCheck, word: texts.now, tone: css.yes },
  false: { Icon: CircleX, word: texts.notNow, tone: css.no },
  undefined: { Icon: CircleHelp, word: texts.unknown, tone: css.maybe },
} as const;

/** Whether something is true now: a shape and a word. With `short`, the word is only for screen readers. */
export function Truth({ truth, short = false }: { readonly truth: boolean | undefined; readonly short?: boolean }) {
  const { Icon, word, tone } = looks[`${truth}`];
  return (
    <span className={classes(css.truth, tone)}>
      <Icon size="1rem" aria-hidden />
      <span className={short ? 'hiddenVisually' : undefined}>{word}</span>
    </span>
  );
}

function Condition({ name, condition }: { readonly name: string; readonly condition: ConditionView | undefined }) {
  if (condition === undefined) return null;
  return (
    <div className={css.condition}>
      <dt className="dim">{name}</dt>
      <dd className={css.sentence}>{condition.sentence}</dd>
      <dd>
        <Truth truth={condition.truth} />
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
    <section aria-label={texts.conditions} className={css.block}>
      <h3>{texts.conditions}</h3>
      <dl>
        <Condition name={texts.change} condition={row.change} />
        <Condition name={texts.read} condition={row.read} />
        <Condition name={texts.execute} condition={row.execute} />
      </dl>
    </section>
  );
}
