import { LockKeyhole } from 'lucide-react';
import type { JobDraft, JobSource } from '../../core/contract/jobs.ts';
import { FileButton, ticketOf } from '../files/ticketButton.tsx';
import { DropZone } from '../ui/dropZone.tsx';
import { Field } from '../ui/field.tsx';
import type { SecretField } from '../ui/secretField.ts';
import { Select } from '../ui/select.tsx';
import { TextArea } from '../ui/textArea.tsx';
import css from './jobs.module.css';
import { buildsSets, chosen, quantityOf, sourceOf, useJob, uses, type SerialChoice } from './jobStore.ts';
import { jobTexts as texts, sourceTitles } from './texts.ts';

interface Props {
  readonly draft: JobDraft;
}

/** Title, number of units, last day. */
export function Head() {
  const { wishes, change } = useJob();
  return (
    <div className={css.three}>
      <Field label={texts.name} value={wishes.title} maxLength={200} onText={(title) => change({ title })} />
      <Field label={texts.quantity} inputMode="numeric" value={wishes.quantity} hint={texts.quantityHint} error={quantityOf(wishes.quantity) === undefined ? texts.quantityBad : undefined} onText={(quantity) => change({ quantity })} />
      <Field label={texts.until} type="date" value={wishes.until} hint={texts.untilHint} onText={(until) => change({ until })} />
    </div>
  );
}

/** Asks, for each step that can vary, where its content comes from. */
export function Varies({ draft }: Props) {
  const { wishes, change } = useJob();
  const choose = (step: string, source: JobSource | 'fixed'): void => change({ sources: chosen(draft, wishes, step, source) });
  return (
    <section className={css.section} aria-label={texts.varies}>
      <h2>{texts.varies}</h2>
      <ol className={css.steps}>
        {draft.steps.map(({ id, title, sources, done }) => (
          <li key={id}>
            <span>
              {title}
              {done && <span className="dim small"> {texts.done}</span>}
            </span>
            {sources.length > 0 && <Select quiet label={title} value={sourceOf(wishes, id)} options={(['fixed', ...sources] as const).map((value) => ({ value, title: sourceTitles[value] }))} onChoose={(source) => choose(id, source)} />}
          </li>
        ))}
      </ol>
      {uses(draft, wishes, 'pairs') && <Field label={texts.pairsFolder} hint={texts.pathHint} value={wishes.pairsFolder} onText={(pairsFolder) => change({ pairsFolder })} />}
      {buildsSets(draft, wishes) && <PairSigner />}
      {uses(draft, wishes, 'data-sets') && <Field label={texts.setsFolder} hint={texts.pathHint} value={wishes.setsFolder} onText={(setsFolder) => change({ setsFolder })} />}
    </section>
  );
}

function PairSigner() {
  const { wishes, change, refuse } = useJob();
  return (
    <div className={css.section}>
      <strong>{texts.pairSigner}</strong>
      <p className="dim small">{wishes.pairSigner?.name ?? texts.pairSignerBody}</p>
      <div>
        <FileButton label={texts.chooseKey} name={texts.pairSigner} onTicket={(pairSigner) => change({ pairSigner, pairSignerPath: wishes.pairSignerPath === '' ? pairSigner.name : wishes.pairSignerPath })} onFault={refuse} />
      </div>
      <Field label={texts.pairSignerPath} hint={texts.pathHint} value={wishes.pairSignerPath} onText={(pairSignerPath) => change({ pairSignerPath })} />
    </div>
  );
}

const serialChoices = Object.keys(texts.serialRules) as readonly SerialChoice[];

export function Serials() {
  const { wishes, change } = useJob();
  return (
    <section className={css.section} aria-label={texts.serials}>
      <div className={css.three}>
        <Select label={texts.serials} value={wishes.serials} options={serialChoices.map((value) => ({ value, title: texts.serialRules[value] }))} onChoose={(serials) => change({ serials })} />
        {wishes.serials === 'counter' && <Field label={texts.first} hint={texts.firstHint} placeholder={texts.firstExample} maxLength={60} value={wishes.first} onText={(first) => change({ first })} />}
      </div>
      {wishes.serials === 'list' && <TextArea mono label={texts.numbers} value={wishes.numbers} onText={(numbers) => change({ numbers })} />}
    </section>
  );
}

/** Each step that cannot be undone is released by typing its object's id. */
export function Irreversible({ draft }: Props) {
  const { wishes, change } = useJob();
  const steps = draft.steps.filter(({ irreversibleBecause }) => irreversibleBecause !== undefined);
  if (steps.length === 0) return null;
  return (
    <section className={css.section} aria-label={texts.confirm}>
      <h2>
        <LockKeyhole size="1.25rem" aria-hidden /> {texts.confirm}
      </h2>
      <p className="small">{texts.confirmBody}</p>
      {steps.map(({ id, title, object, irreversibleBecause }) => (
        <div key={id} className={css.confirm}>
          <div>
            <strong>{title}</strong>
            <p>{irreversibleBecause}</p>
          </div>
          <Field mono label={texts.typeId(object)} value={wishes.typed[id] ?? ''} onText={(text) => change({ typed: { ...wishes.typed, [id]: text } })} />
        </div>
      ))}
    </section>
  );
}

/** @param passwordPlace where the password of an encrypted key is typed */
export function Signature({ passwordPlace }: { readonly passwordPlace: SecretField['place'] }) {
  const { wishes, change, refuse } = useJob();
  const take = async (files: readonly File[]): Promise<void> => {
    const signer = await ticketOf(files, refuse);
    if (signer !== undefined) change({ signer });
  };
  return (
    <section className={css.section} aria-label={texts.sign}>
      <h2>{texts.sign}</h2>
      <p className="small">{texts.signBody}</p>
      <DropZone label={texts.keyZone} says={wishes.signer === undefined ? texts.noKey : texts.keyIs(wishes.signer.name)} choose={texts.chooseKey} multiple={false} onFiles={(files) => void take(files)} />
      {wishes.signer?.content === 'encrypted-key' && <Field ref={passwordPlace} type="password" label={texts.password} hint={texts.passwordHint} onText={() => undefined} />}
    </section>
  );
}
