import { useState } from 'react';
import { giveMaterial } from '../../files/takeFiles.ts';
import { useNavigation } from '../../navigation/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { useWizard } from '../wizardStore.ts';
import css from './next.module.css';
import { nextTexts as texts } from './texts.ts';

const none: string = '';

/** Asks which pair of a dropped folder signs. Each of the other pairs is used for one chip. */
export function PairsDialog() {
  const { asking, groups, set } = useNavigation();
  const hasIntegrity = useWizard(({ view }) => view?.integrity.key !== undefined);
  const [integrity, choose] = useState(none);
  const pairs = groups.filter(({ pair }) => pair);
  const count = pairs.length - (integrity === none ? 0 : 1);
  const left = groups.reduce((sum, { pair, files, copies }) => sum + copies.length + (pair ? 0 : files.length), 0);
  const close = (): void => set({ asking: [], groups: [] });
  const work = async (): Promise<void> => {
    const tickets = asking.map(({ ticket }) => ticket);
    const signs = pairs.find(({ files }) => files.join() === integrity)?.tickets ?? [];
    close();
    for (const ticket of asking) if (signs.includes(ticket.ticket)) await giveMaterial('integrity', ticket);
    await useWizard.getState().pairs(tickets);
    useNavigation.getState().goStep(0);
  };
  const foot = (
    <>
      <Button onClick={close}>{texts.cancel}</Button>
      <Button look="main" onClick={() => void work()}>
        {texts.work(count)}
      </Button>
    </>
  );
  return (
    <Dialog title={texts.dialogTitle(pairs.length)} onClose={close} foot={foot}>
      <div className={css.dialog}>
        <p>{texts.dialogBody}</p>
        {!hasIntegrity && (
          <Select
            label={texts.integrityLabel}
            hint={texts.integrityHint}
            value={integrity}
            options={[{ value: none, title: texts.noIntegrity }, ...pairs.map(({ says, files }) => ({ value: files.join(), title: says }))]}
            onChoose={choose}
          />
        )}
        <ol className={classes(css.scroll, css.listed)} tabIndex={0} aria-label={texts.pairs}>
          {pairs.map(({ says, files }) => (
            <li key={files.join()}>
              {says} <span className="mono small dim">{files.join(', ')}</span>
            </li>
          ))}
        </ol>
        {left > 0 && <p>{texts.leftOver(left)}</p>}
      </div>
    </Dialog>
  );
}
