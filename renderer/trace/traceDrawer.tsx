import { Pause, Play, Save } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { drawerHeight } from '../../core/contract/operations.ts';
import { useNavigation } from '../navigation/navigation.ts';
import { filterRows, useTrace } from './traceStore.ts';
import { useSettings } from '../settings/settingsStore.ts';
import { Button } from '../ui/button.tsx';
import { Drawer } from '../ui/drawer.tsx';
import { Fault } from '../ui/fault.tsx';
import { moveFocus } from '../ui/moveFocus.ts';
import css from './trace.module.css';
import { TraceRow } from './traceRow.tsx';
import { traceTexts as texts } from './texts.ts';

/** Number of drawn rows, which are the newest. The saved file contains all rows. */
const drawn = 300;

function Tools() {
  const { filter, onlyFailed, paused, waiting, saved, setFilter, setOnlyFailed, pause, save } = useTrace();
  return (
    <>
      <span className="dim small" role="status">
        {paused && waiting.length > 0 ? texts.waiting(waiting.length) : saved && texts.saved(saved.name, saved.folder)}
      </span>
      <input className={css.filter} type="search" placeholder={texts.filter} aria-label={texts.filter} value={filter} onChange={(event) => setFilter(event.currentTarget.value)} />
      <label className={css.check}>
        <input type="checkbox" checked={onlyFailed} onChange={(event) => setOnlyFailed(event.currentTarget.checked)} />
        {texts.onlyFailed}
      </label>
      <Button small icon={paused ? <Play size="1rem" aria-hidden /> : <Pause size="1rem" aria-hidden />} onClick={() => pause(!paused)}>
        {paused ? texts.resume : texts.pause}
      </Button>
      <Button small icon={<Save size="1rem" aria-hidden />} onClick={() => void save()}>
        {texts.save}
      </Button>
    </>
  );
}

/** Every exchange with the chip, with the newest at the bottom. It scrolls along unless paused. */
export function TraceDrawer() {
  const { rows, filter, onlyFailed, paused, fault } = useTrace();
  const set = useNavigation((navigation) => navigation.set);
  const kept = useSettings(({ settings }) => settings.traceHeight ?? drawerHeight.first);
  const [dragged, setDragged] = useState<number>();
  const change = useSettings((settings) => settings.change);
  const resize = (traceHeight: number, done: boolean): void => {
    setDragged(done ? undefined : traceHeight);
    if (done) void change({ traceHeight });
  };
  const end = useRef<HTMLLIElement>(null);
  const shown = filterRows(rows, filter, onlyFailed).slice(-drawn);
  useEffect(() => {
    if (!paused) end.current?.scrollIntoView({ block: 'nearest' });
  }, [rows, paused]);
  return (
    <Drawer title={texts.title} tools={<Tools />} height={dragged ?? kept} limits={drawerHeight} onHeight={resize} onClose={() => set({ trace: false })}>
      {fault && <Fault fault={fault} />}
      {shown.length === 0 && <p className={css.none}>{rows.length === 0 ? texts.none : texts.noMatch}</p>}
      <ul className={css.rows} onKeyDown={moveFocus}>
        {shown.map((row) => (
          <TraceRow key={row.id} row={row} />
        ))}
        <li ref={end} aria-hidden />
      </ul>
    </Drawer>
  );
}
