import { CircleCheck, CircleX, LockKeyhole } from 'lucide-react';
import type { ObjectAction, ObjectActionName, ObjectRow } from '../../../core/contract/objects.ts';
import { objectTypeWords } from '../../../core/objects/codes.ts';
import { AuthorizationPanel } from '../../chip/authorization/authorizationPanel.tsx';
import { Button } from '../../ui/button.tsx';
import { bindingLines } from '../bindingLines.ts';
import { bindingTexts } from '../bindingTexts.ts';
import { Conditions } from '../conditions.tsx';
import { useObjects } from '../objectsStore.ts';
import { actionWords, objectsTexts as texts } from '../texts.ts';
import { useEdit } from '../../plan/useEdit.ts';
import { Decoded } from './decoded.tsx';
import css from './detail.module.css';
import { useTab, type TabName } from './tab.ts';

/** The tab in which an action is done. The other actions lead directly to their review. */
const placeOf: Readonly<Partial<Record<ObjectActionName, TabName>>> = {
  read: 'content',
  write: 'content',
  metadata: 'metadata',
  count: 'counter',
  'generate-key': 'key',
  csr: 'key',
  'sign-test': 'key',
};

function Do({ name, row }: { readonly name: ObjectActionName; readonly row: ObjectRow }) {
  const go = useTab((state) => state.go);
  const edit = useEdit();
  const label = actionWords[name];
  const place = placeOf[name];
  if (place !== undefined) {
    const goTo = texts.goTo[name as keyof typeof texts.goTo];
    const open = (): void => {
      go(place);
      // The content may be long, and the requested panel is at its end.
      if (name === 'write') requestAnimationFrame(() => document.querySelector(`section[aria-label="${texts.writeTitle}"]`)?.scrollIntoView());
    };
    return (
      <Button small aria-label={`${goTo}: ${label}, ${row.id}`} onClick={open}>
        {goTo}
      </Button>
    );
  }
  const kind = name === 'lock' ? 'lock' : 'erase';
  return (
    <Button
      small
      className={kind === 'lock' ? (css.final ?? '') : ''}
      icon={kind === 'lock' && <LockKeyhole size="1rem" aria-hidden />}
      onClick={() => void edit({ kind, id: row.id })}
    >
      {texts[kind]}
    </Button>
  );
}

function Line({ action: { name, can, why }, row }: { readonly action: ObjectAction; readonly row: ObjectRow }) {
  const Icon = can ? CircleCheck : CircleX;
  return (
    <li className={css.action}>
      <Icon size="1.25rem" className={can ? css.can : css.cannot} aria-label={can ? texts.now : texts.notNow} />
      <div>
        <strong>{actionWords[name]}</strong>
        {why !== undefined && <p className="dim small">{why}</p>}
        {can && name === 'lock' && <p className="dim small">{texts.lockNote}</p>}
        {can && name === 'erase' && <p className="dim small">{texts.eraseNote}</p>}
      </div>
      {can && <Do name={name} row={row} />}
    </li>
  );
}

/** The objects that this one depends on, and those that depend on it. A button leads to each. */
function Bound({ row }: { readonly row: ObjectRow }) {
  const { rows, select } = useObjects();
  const lines = bindingLines(row, rows);
  if (lines.length === 0) return null;
  return (
    <section aria-label={bindingTexts.title}>
      <h3>{bindingTexts.title}</h3>
      <ul>
        {lines.map(({ id, says }) => (
          <li key={says}>
            <Button small look="quiet" onClick={() => void select(id)}>
              {says}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What can be done with the object now and why the rest cannot; its content; its access rules. */
export function Overview({ row }: { readonly row: ObjectRow }) {
  return (
    <>
      <section aria-label={texts.canTitle}>
        <h3>{texts.canTitle}</h3>
        <ul className={css.actions}>
          {row.actions.map((action) => (
            <Line key={action.name} action={action} row={row} />
          ))}
        </ul>
      </section>
      {row.type === objectTypeWords.authorization_ref && <AuthorizationPanel reference={row.id} />}
      <Conditions row={row} />
      <Bound row={row} />
      <Decoded />
    </>
  );
}
