import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Comparison, Term } from '../../../core/access/condition.ts';
import { catalogue, type ObjectKind } from '../../../core/objects/catalogue.ts';
import { lifecycleCodes } from '../../../core/objects/codes.ts';
import { formatOid, oid } from '../../../core/objects/oid.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import css from './metadata.module.css';
import { metadataTexts as texts, termWords, type TermChoice } from './texts.ts';

const objectKinds: Readonly<Record<'int' | 'conf' | 'auto' | 'luc', readonly ObjectKind[]>> = {
  int: ['trust-anchor', 'certificate', 'binding-secret'],
  conf: ['data', 'binding-secret'],
  auto: ['data'],
  luc: ['counter'],
};

interface Choice {
  readonly term: TermChoice;
  readonly object: string;
  readonly comparison: Comparison;
  readonly state: string;
}

const byObject = (term: TermChoice): term is 'int' | 'conf' | 'auto' | 'luc' => Object.hasOwn(objectKinds, term);

const objectsFor = (term: 'int' | 'conf' | 'auto' | 'luc') =>
  catalogue.filter(({ kind }) => objectKinds[term].includes(kind)).map(({ id, name }) => ({ value: String(id), title: `${formatOid(id)} ${name}` }));

function termOf({ term, object, comparison, state }: Choice): Term {
  if (byObject(term)) return { kind: term, oid: oid(Number(object)) };
  if (term === 'until') return { kind: 'lcsO', comparison: '<', state: lifecycleCodes.operational };
  return { kind: term, comparison, state: Number(state) };
}

const choices = (Object.entries(termWords) as [TermChoice, string][]).map(([value, title]) => ({ value, title }));
const comparisons = [
  { value: '<', title: 'before' },
  { value: '>', title: 'after' },
  { value: '==', title: 'is' },
] as const;
const states = Object.entries(lifecycleCodes).map(([title, code]) => ({ value: String(code), title }));

interface Props {
  /** The condition's name, for the screen reader. */
  readonly name: string;
  readonly can: { readonly and: boolean; readonly or: boolean };
  readonly onAdd: (term: Term, join: 'and' | 'or') => void;
}

function Details({ name, choice, onChoice }: { readonly name: string; readonly choice: Choice; readonly onChoice: (part: Partial<Choice>) => void }) {
  const { term, object, comparison, state } = choice;
  if (byObject(term)) return <Select quiet label={`${name}: ${texts.object}`} value={object} options={objectsFor(term)} onChoose={(next) => onChoice({ object: next })} />;
  if (term === 'until') return null;
  return (
    <>
      <Select quiet label={`${name}: ${texts.comparison}`} value={comparison} options={comparisons} onChoose={(next) => onChoice({ comparison: next })} />
      <Select quiet label={`${name}: ${texts.state}`} value={state} options={states} onChoose={(next) => onChoice({ state: next })} />
    </>
  );
}

/** The form for one more term: its kind, its object, and how it is joined to the others. */
export function AddTerm({ name, can, onAdd }: Props) {
  const [choice, setChoice] = useState<Choice>({ term: 'until', object: String(0xe0e8), comparison: '<', state: String(lifecycleCodes.operational) });
  const [wanted, setJoin] = useState<'and' | 'or'>('or');
  const join = can[wanted] ? wanted : can.or ? 'or' : 'and';
  const choose = (term: TermChoice): void => setChoice({ ...choice, term, ...(byObject(term) ? { object: objectsFor(term)[0]?.value ?? '' } : {}) });
  const possible = can.or || can.and;
  return (
    <div className={css.add} role="group" aria-label={`${name}: ${texts.addTerm}`}>
      {can.and && (
        <Select
          quiet
          label={`${name}: ${texts.join}`}
          value={join}
          options={(['or', 'and'] as const).map((value) => ({ value, title: texts.joins[value], disabled: !can[value] }))}
          onChoose={setJoin}
        />
      )}
      <Select quiet label={`${name}: ${texts.term}`} value={choice.term} options={choices} onChoose={choose} />
      <Details name={name} choice={choice} onChoice={(part) => setChoice({ ...choice, ...part })} />
      <Button small icon={<Plus size="1rem" aria-hidden />} disabled={!possible} aria-label={`${name}: ${texts.addTerm}`} title={possible ? undefined : texts.full} onClick={() => onAdd(termOf(choice), join)}>
        {texts.add}
      </Button>
    </div>
  );
}
