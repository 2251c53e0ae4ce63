import { CircleAlert, CircleCheck, CircleHelp, CircleX } from 'lucide-react';
import type { BuildView } from '../../core/contract/datasets.ts';
import { Banner } from '../ui/banner.tsx';
import { classes } from '../ui/classes.ts';
import css from './aside.module.css';
import { buildTexts as texts, studioTexts } from './texts.ts';

const icons = { accepted: CircleCheck, refused: CircleX, unknown: CircleHelp } as const;

function Chip({ view: { prediction, chip } }: { readonly view: BuildView }) {
  if (chip === undefined) return <p className="dim small">{studioTexts.noChipSays}</p>;
  if (prediction === undefined) return <p className="dim small">{texts.notYet}</p>;
  const { verdict, why, todo, raw } = prediction;
  const Icon = icons[verdict];
  return (
    <div className="small">
      <p className={classes(css.word, css[verdict])}>
        <Icon size="1.25rem" aria-hidden />
        {studioTexts.chipStates[verdict]}
      </p>
      <p>{verdict === 'accepted' ? studioTexts.acceptedSays : why}</p>
      {todo !== '' && <p className={css.todo}>{todo}</p>}
      {raw !== undefined && <p className="mono dim">{raw}</p>}
    </div>
  );
}

/** Beside the form: open problems, the result, and the predicted answer of the chip. */
export function BuildAside({ view }: { readonly view: BuildView }) {
  const { problems, size, warnings } = view;
  return (
    <aside className={css.aside}>
      <section>
        <h2 className="partTitle">{studioTexts.chip}</h2>
        <Chip view={view} />
      </section>
      <section>
        <h2 className="partTitle">{texts.result}</h2>
        {size === undefined ? (
          <ul className={css.needs}>
            {problems.map(({ field, fault }) => (
              <li key={field} className="small">
                <CircleAlert size="1rem" aria-hidden />
                <span>{fault.code === 'wizard/missing' || fault.why === '' ? fault.what : fault.why}</span>
              </li>
            ))}
          </ul>
        ) : (
          <p className="small">
            {texts.resultPayload(size.payload)}
            <br />
            {texts.resultSize(size.manifest, size.fragments)}
          </p>
        )}
        {warnings.map((warning) => (
          <Banner key={warning} tone="warn">
            {warning}
          </Banner>
        ))}
      </section>
    </aside>
  );
}
