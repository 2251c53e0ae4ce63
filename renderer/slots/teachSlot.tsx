import { Cable } from 'lucide-react';
import { useState } from 'react';
import { useBoard } from '../board/boardStore.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { slotOnPort, useSlots } from './slotsStore.ts';
import css from './slots.module.css';
import { slotTexts as texts } from './texts.ts';

/** The list of ports, for a slot whose board is already plugged in. Boards of other slots are not offered. */
function PortChoice({ number }: { readonly number: number }) {
  const { slots, teach } = useSlots();
  const ports = useBoard((state) => state.ports);
  const [path, setPath] = useState('');
  const offered = ports.filter((port) => {
    const slot = slotOnPort(slots, port.path);
    return slot === undefined || slot.number === number;
  });
  const options = [{ value: '', title: texts.choosePort }, ...offered.map((port) => ({ value: port.path, title: texts.portOf(port.title, port.path) }))];
  const chosen = offered.some((port) => port.path === path) ? path : '';
  return (
    <div className={css.portChoice}>
      <Select label={texts.orPort} value={chosen} options={options} onChoose={setPath} />
      <Button disabled={chosen === ''} onClick={() => void teach(number, chosen)}>
        {texts.takeBoard}
      </Button>
    </div>
  );
}

/** Says what to do while a teach-in waits for a board. */
export function Waiting() {
  const { teaching, unplugged, stopTeaching } = useSlots();
  if (teaching === undefined) return null;
  return (
    <Banner tone="info" actions={<Button onClick={() => void stopTeaching()}>{texts.stop}</Button>}>
      <p className={css.waits}>{texts.waits(teaching)}</p>
      <p>{unplugged ? texts.unplugged : texts.waitsMore}</p>
    </Banner>
  );
}

/** Gives a slot its board: the next board that is plugged in, or a board from the list of ports. */
export function TeachSlot({ number, first = false }: { readonly number: number; readonly first?: boolean }) {
  const { teaching, teach } = useSlots();
  return (
    <div className={css.teach}>
      <Button look={first ? 'main' : 'plain'} disabled={teaching === number} icon={<Cable size="1.25rem" aria-hidden />} onClick={() => void teach(number)}>
        {texts.plugNow}
      </Button>
      <PortChoice number={number} />
    </div>
  );
}
