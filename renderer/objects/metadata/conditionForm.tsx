import { X } from 'lucide-react';
import { Fragment } from 'react';
import { encodeCondition, parseCondition } from '../../../core/access/bytes.ts';
import { always, maxGroups, maxTerms, never, terms, type Condition, type Term } from '../../../core/access/condition.ts';
import { conditionBytes } from '../../../core/access/sentence.ts';
import { conditionToJson, sayCondition, sayTerm } from '../../../core/access/words.ts';
import { Button } from '../../ui/button.tsx';
import { AddTerm } from './addTerm.tsx';
import { whatIsWrong } from './draft.ts';
import css from './metadata.module.css';
import type { ConditionField } from './sentencesView.tsx';
import { metadataTexts as texts } from './texts.ts';
import { TypedField } from './typedField.tsx';

type Groups = readonly (readonly Term[])[];

const groupsOf = (condition: Condition | undefined): Groups => (condition?.kind === 'terms' ? condition.groups : []);

function without(groups: Groups, group: number, term: number): Condition {
  const left = groups.map((one, at) => (at === group ? one.filter((_, index) => index !== term) : one)).filter((one) => one.length > 0);
  return left.length === 0 ? never : terms(...left);
}

/** Adds one term to the condition: "and" puts it into the last group, "or" makes a new group of it. */
function withTerm(groups: Groups, term: Term, join: 'and' | 'or'): Condition {
  const last = groups.at(-1);
  if (join === 'or' || last === undefined) return terms(...groups, [term]);
  return terms(...groups.slice(0, -1), [...last, term]);
}

function canAdd(groups: Groups): { readonly and: boolean; readonly or: boolean } {
  const last = groups.at(-1);
  return { and: last !== undefined && last.length < maxTerms, or: groups.length < maxGroups };
}

interface Props {
  readonly field: ConditionField;
  readonly value: Uint8Array | undefined;
  readonly onValue: (bytes: Uint8Array, typing?: string) => void;
}

function Chips({ groups, onRemove }: { readonly groups: Groups; readonly onRemove: (group: number, term: number) => void }) {
  return (
    <ul className={css.chips}>
      {groups.map((group, at) => (
        <Fragment key={at}>
          {at > 0 && <li className="dim small">{texts.joins.or}</li>}
          {group.map((term, index) => (
            <li key={index} className={css.chip}>
              {index > 0 && <span className="dim">{texts.joins.and} </span>}
              {sayTerm(term)}
              <button type="button" aria-label={texts.remove(sayTerm(term))} onClick={() => onRemove(at, index)}>
                <X size="0.875rem" aria-hidden />
              </button>
            </li>
          ))}
        </Fragment>
      ))}
    </ul>
  );
}

/** One condition: its terms, with buttons to remove and add them, and the same in the vendor's words in a text field. */
export function ConditionForm({ field, value, onValue }: Props) {
  const parsed = value === undefined ? undefined : parseCondition(value);
  const condition = parsed?.ok === true ? parsed.value : undefined;
  const groups = groupsOf(condition);
  const name = texts.fields[field];
  const put = (next: Condition): void => onValue(encodeCondition(next));
  const write = (text: string): string | undefined => {
    const bytes = conditionBytes(text);
    if (!bytes.ok) return whatIsWrong(bytes.fault);
    onValue(bytes.value, 'words');
    return undefined;
  };
  const json = condition === undefined ? '' : conditionToJson(condition);
  return (
    <fieldset className={css.condition}>
      <legend>
        {name} <span className={css.says}>{condition === undefined ? texts.absentRule[field] : sayCondition(condition)}</span>
      </legend>
      <div className={css.build}>
        {groups.length > 0 && <Chips groups={groups} onRemove={(group, term) => put(without(groups, group, term))} />}
        <AddTerm name={name} can={canAdd(groups)} onAdd={(term, join) => put(withTerm(groups, term, join))} />
        <Button small aria-pressed={condition?.kind === 'always'} aria-label={`${name}: ${texts.always}`} onClick={() => put(always)}>
          {texts.always}
        </Button>
        <Button small aria-pressed={condition?.kind === 'never'} aria-label={`${name}: ${texts.never}`} onClick={() => put(never)}>
          {texts.never}
        </Button>
      </div>
      <TypedField mono label={texts.words(name)} hint={texts.wordsHint} text={typeof json === 'string' ? json : json.join(' ')} onText={write} />
    </fieldset>
  );
}
