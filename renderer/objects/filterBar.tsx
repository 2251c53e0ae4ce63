import type { ObjectRow } from '../../core/contract/objects.ts';
import { Button } from '../ui/button.tsx';
import css from './filterBar.module.css';
import { countOf, filterNames, useFilter } from './filter.ts';
import { filterTexts as texts, filterWords } from './filterTexts.ts';
import { StateIcon } from './stateSign.tsx';

/** The search field, and a button for each state with its number of objects. */
export function FilterBar({ rows, shown, reading }: { readonly rows: readonly ObjectRow[]; readonly shown: number; readonly reading: boolean }) {
  const { search, chosen, find, toggle, showAll } = useFilter();
  const filtered = search.trim() !== '' || chosen.length > 0;
  return (
    <div className={css.bar}>
      <input className={css.search} type="search" aria-label={texts.search} placeholder={texts.searchHint} value={search} onChange={(event) => find(event.currentTarget.value)} />
      <div role="group" aria-label={texts.filters} className={css.filters}>
        {filterNames.map((name) => (
          <button key={name} type="button" className={css.filter} aria-pressed={chosen.includes(name)} onClick={() => toggle(name)}>
            <StateIcon name={name} /> {filterWords[name]} <span className={css.count}>{countOf(rows, name)}</span>
          </button>
        ))}
      </div>
      <p className="dim small" role="status">
        {filtered && !reading && texts.shown(shown, rows.length)}
      </p>
      {filtered && (
        <Button small look="quiet" onClick={showAll}>
          {texts.showAll}
        </Button>
      )}
    </div>
  );
}
