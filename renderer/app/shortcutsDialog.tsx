import { Fragment } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import css from './dialogs.module.css';
import { useNavigation } from '../navigation/navigation.ts';
import { appTexts, shortcutRows } from './texts.ts';

export function ShortcutsDialog() {
  const set = useNavigation((navigation) => navigation.set);
  return (
    <Dialog title={appTexts.shortcuts} onClose={() => set({ overlay: undefined })}>
      <dl className={css.keys}>
        {shortcutRows.map(([keys, does]) => (
          <Fragment key={keys}>
            <dt>{keys}</dt>
            <dd>{does}</dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  );
}
