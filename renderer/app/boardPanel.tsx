import { Cable, CircuitBoard, FlaskConical, RefreshCw, Stethoscope, Unplug } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import type { PortView } from '../../core/contract/board.ts';
import { useBoard } from '../board/boardStore.ts';
import { Button } from '../ui/button.tsx';
import { Fault } from '../ui/fault.tsx';
import { Field } from '../ui/field.tsx';
import { moveFocus } from '../ui/moveFocus.ts';
import { useNavigation } from '../navigation/navigation.ts';
import { slotOnPort, titleOf, useSlots } from '../slots/slotsStore.ts';
import { appTexts } from './texts.ts';
import css from './topBar.module.css';

const icons = { kitprog3: CircuitBoard, other: Cable, simulated: FlaskConical } as const;

function PortButton({ port, current, onPick }: { readonly port: PortView; readonly current: boolean; readonly onPick: () => void }) {
  const Icon = icons[port.kind];
  const slot = slotOnPort(useSlots((state) => state.slots), port.path);
  return (
    <button type="button" className={css.port} data-moves aria-pressed={current} onClick={onPick}>
      <Icon size="1.25rem" aria-hidden />
      <span>
        <span className={css.line}>
          <span className="hiddenVisually">{appTexts.connectTo} </span>
          {titleOf(port, slot)}
          {port.ignored === true && <span className="dim"> · {appTexts.ignoredPort}</span>}
        </span>
        <span className={`${css.line} dim small mono`}>{port.path}</span>
      </span>
    </button>
  );
}

function TypedPath({ onPath }: { readonly onPath: (path: string) => void }) {
  const [path, setPath] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (path.trim() !== '') onPath(path.trim());
  };
  return (
    <form className={css.typed} onSubmit={submit}>
      <Field label={appTexts.typedPath} hint={appTexts.typedHint} mono value={path} onText={setPath} />
      <Button type="submit" disabled={path.trim() === ''}>
        {appTexts.connect}
      </Button>
    </form>
  );
}

/** The list of boards: boards first, then a field for a path, and the simulated board, which is always available. */
export function BoardPanel({ onDone }: { readonly onDone: () => void }) {
  const { board, ports, fault, connect, disconnect, refreshPorts } = useBoard();
  const set = useNavigation((navigation) => navigation.set);
  const pick = async (path: string): Promise<void> => {
    if (await connect(path)) onDone();
  };
  return (
    <>
      <div className={css.row}>
        <h2>{appTexts.boards}</h2>
        <Button small look="quiet" icon={<RefreshCw size="1rem" aria-hidden />} onClick={() => void refreshPorts()}>
          {appTexts.searchAgain}
        </Button>
      </div>
      {fault && <Fault fault={fault} />}
      <div className={css.ports} onKeyDown={moveFocus}>
        {ports.map((port) => (
          <PortButton key={port.path} port={port} current={port.path === board.port?.path} onPick={() => void pick(port.path)} />
        ))}
        {ports.length === 0 && <p className="dim">{appTexts.noPorts}</p>}
      </div>
      <TypedPath onPath={(path) => void pick(path)} />
      {board.link !== 'none' && (
        <div className={css.row}>
          <Button small icon={<Stethoscope size="1rem" aria-hidden />} onClick={() => set({ overlay: 'health', boards: false })}>
            {appTexts.checkLink}
          </Button>
          <Button small icon={<Unplug size="1rem" aria-hidden />} onClick={() => void disconnect()}>
            {appTexts.disconnect}
          </Button>
        </div>
      )}
    </>
  );
}
