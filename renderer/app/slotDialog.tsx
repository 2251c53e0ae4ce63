import { useState } from 'react';
import type { MaterialGroup } from '../../core/contract/material.ts';
import { useNavigation } from '../navigation/navigation.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { DialogChoice, DialogChoices } from '../ui/dialogChoices.tsx';
import { PairsDialog } from '../wizard/next/pairsDialog.tsx';
import { useWizard, type MaterialSlot } from '../wizard/wizardStore.ts';
import { giveMaterial } from '../files/takeFiles.ts';
import { appTexts } from './texts.ts';
import css from './dialogs.module.css';

type Use = MaterialSlot | 'none';
const uses: readonly (readonly [Use, string])[] = [
  ['device', appTexts.slotDevice],
  ['integrity', appTexts.slotIntegrity],
  ['none', appTexts.slotNone],
];

/** Whether there are keys and certificates, but none belong together. A key whose password is missing may belong to any. */
const areApart = (groups: readonly MaterialGroup[]): boolean =>
  groups.every(({ key, pair }) => key !== 'locked' && !pair) && groups.some(({ key }) => key === 'open') && groups.some(({ key, certificate }) => key === 'none' && certificate);

/** Shown when a drop contains more than one pair: which pair goes onto the chip, and which one signs. */
function GroupsDialog() {
  const { asking, groups, set } = useNavigation();
  const [chosen, choose] = useState<readonly Use[]>(() => groups.map(() => 'none'));
  const close = (): void => set({ asking: [], groups: [] });
  // Only one group can have a use: choosing the use for this group removes it from the other group.
  const pick = (at: number, use: Use): void => choose(chosen.map((one, other) => (other === at ? use : one === use ? 'none' : one)));
  const take = async (): Promise<void> => {
    close();
    for (const [at, use] of chosen.entries()) {
      const tickets = asking.filter(({ ticket }) => groups[at]?.tickets.includes(ticket) === true);
      for (const ticket of tickets) if (use !== 'none') await giveMaterial(use, ticket);
    }
  };
  const foot = (
    <>
      <Button onClick={close}>{appTexts.cancel}</Button>
      <Button look="main" disabled={chosen.every((use) => use === 'none')} onClick={() => void take()}>
        {appTexts.groupsTake}
      </Button>
    </>
  );
  return (
    <Dialog title={appTexts.groupsTitle} onClose={close} foot={foot}>
      <p>{appTexts.groupsBody}</p>
      {areApart(groups) && (
        <Banner tone="warn" role="note">
          {appTexts.groupsApart}
        </Banner>
      )}
      {groups.map(({ says, files, copies, problem }, at) => (
        <fieldset key={files.join()} className={css.group}>
          <legend>{says}</legend>
          <p className="mono small">{files.join(', ')}</p>
          {copies.map(({ name, of }) => (
            <p key={name} className="small dim">
              {appTexts.copyOf(name, of)}
            </p>
          ))}
          {problem ? (
            <p>
              {problem.what} {problem.why}
            </p>
          ) : (
            uses.map(([use, title]) => (
              <label key={use}>
                <input type="radio" name={`group-${at}`} checked={chosen[at] === use} onChange={() => pick(at, use)} /> {title}
              </label>
            ))
          )}
        </fieldset>
      ))}
    </Dialog>
  );
}

/** Shown once for all files of a drop, when key material fits both the device's slot and the trust anchor's. */
function SlotDialog() {
  const asking = useNavigation((navigation) => navigation.asking);
  const set = useNavigation((navigation) => navigation.set);
  const give = async (slot: MaterialSlot): Promise<void> => {
    set({ asking: [] });
    for (const ticket of asking) await giveMaterial(slot, ticket);
  };
  return (
    <Dialog
      title={appTexts.slotTitle}
      onClose={() => set({ asking: [] })}
      foot={<Button onClick={() => set({ asking: [] })}>{appTexts.cancel}</Button>}
    >
      <p className="mono small">{asking.map(({ name }) => name).join(', ')}</p>
      <DialogChoices>
        <DialogChoice title={appTexts.slotDevice} detail={appTexts.slotDeviceDetail} onGo={() => void give('device')} />
        <DialogChoice title={appTexts.slotIntegrity} detail={appTexts.slotIntegrityDetail} onGo={() => void give('integrity')} />
      </DialogChoices>
    </Dialog>
  );
}

/**
 * Asks about dropped files: which slot gets one pair, which roles two pairs have, or whether to use a folder of pairs
 * for several chips.
 */
export function SlotDialogs() {
  const { asking, groups } = useNavigation();
  const hasIntegrity = useWizard(({ view }) => view?.integrity.key !== undefined);
  if (asking.length === 0) return null;
  const pairs = groups.filter(({ pair }) => pair).length;
  // Two pairs are the device's and the integrity pair, unless the integrity pair is already there.
  if (pairs > 2 || (pairs === 2 && hasIntegrity)) return <PairsDialog />;
  return groups.length > 1 ? <GroupsDialog /> : <SlotDialog />;
}
