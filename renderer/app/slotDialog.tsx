import { useNavigation } from './navigation.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import type { MaterialSlot } from '../client/wizardStore.ts';
import { giveMaterial } from './takeFiles.ts';
import { appTexts } from './texts.ts';
import css from './dialogs.module.css';

/** Asked once for all files of a drop: key material fits the device's slot and the trust anchor's. */
export function SlotDialog() {
  const asking = useNavigation((navigation) => navigation.asking);
  const set = useNavigation((navigation) => navigation.set);
  const give = async (slot: MaterialSlot): Promise<void> => {
    set({ asking: [] });
    for (const ticket of asking) await giveMaterial(slot, ticket);
  };
  const way = (slot: MaterialSlot, title: string, detail: string) => (
    <Button className={css.way ?? ''} onClick={() => void give(slot)}>
      <span>{title}</span>
      <span className="dim small">{detail}</span>
    </Button>
  );
  return (
    <Dialog
      title={appTexts.slotTitle}
      onClose={() => set({ asking: [] })}
      foot={<Button onClick={() => set({ asking: [] })}>{appTexts.cancel}</Button>}
    >
      <p className="mono small">{asking.map(({ name }) => name).join(', ')}</p>
      <div className={css.ways}>
        {way('device', appTexts.slotDevice, appTexts.slotDeviceDetail)}
        {way('integrity', appTexts.slotIntegrity, appTexts.slotIntegrityDetail)}
      </div>
    </Dialog>
  );
}
