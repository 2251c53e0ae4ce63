import { useCallback, useEffect } from 'react';
import { saysAlready, useBoardMessage } from '../board/boardMessage.ts';
import { useBoard } from '../board/boardStore.ts';
import { useSettings } from '../settings/settingsStore.ts';
import { useTrace } from '../trace/traceStore.ts';
import { useNextChip } from '../wizard/next/useNextChip.ts';
import { useWizard } from '../wizard/wizardStore.ts';
import { isRunning, useRun } from '../plan/runStore.ts';
import { useReels } from '../reels/store/reelsStore.ts';
import { useSlots } from '../slots/slotsStore.ts';
import { useChipCheck } from '../reels/useChipCheck.ts';
import { TraceDrawer } from '../trace/traceDrawer.tsx';
import { SaidElsewhere } from '../ui/fault.tsx';
import { focusBack } from '../ui/focusBack.ts';
import { TermProvider } from '../ui/term.tsx';
import css from './app.module.css';
import { HealthDialog } from './healthDialog.tsx';
import { useNavigation } from '../navigation/navigation.ts';
import { Notices } from './notices.tsx';
import { litRoom, parsePlace } from '../navigation/place.ts';
import { usePlan } from '../plan/planStore.ts';
import { rooms } from './rooms.ts';
import { useShortcuts } from './shortcuts.ts';
import { ShortcutsDialog } from './shortcutsDialog.tsx';
import { copyChipIdsWithoutBlanks } from './copyChipId.ts';
import { RunJobDialog } from '../jobs/runJobDialog.tsx';
import { SlotDialogs } from './slotDialog.tsx';
import { appTexts } from './texts.ts';
import { TopBar } from './topBar.tsx';
import { WindowDrop } from './windowDrop.tsx';

/** Loads what every screen needs, then opens the last place of the window. A running run has priority. */
export async function loadWindow(): Promise<void> {
  const [kept] = await Promise.all([
    useSettings.getState().load(),
    useBoard.getState().load(),
    useWizard.getState().load(),
    useRun.getState().load(),
    useTrace.getState().load(),
    useReels.getState().load(),
    useSlots.getState().load(),
  ]);
  const { room, step } = parsePlace(kept.lastRoom, rooms.map(({ id }) => id));
  useNavigation.setState({ room, step, seen: step, screen: isRunning(useRun.getState().run) ? 'run' : 'steps' });
}

function Rail() {
  const room = litRoom(useNavigation(), usePlan((state) => state.origin));
  const goRoom = useNavigation((navigation) => navigation.goRoom);
  return (
    <nav className={css.rail} aria-label={appTexts.rooms}>
      {rooms.map(({ id, title, Icon }) => (
        <button key={id} type="button" aria-current={id === room ? 'page' : undefined} onClick={() => goRoom(id)}>
          <Icon size="1.5rem" aria-hidden />
          {title}
        </button>
      ))}
    </nav>
  );
}

function Middle() {
  const room = useNavigation((navigation) => navigation.room);
  const View = rooms.find(({ id }) => id === room)?.View;
  const board = useBoard((state) => state.board);
  const message = useBoardMessage();
  const said = useCallback((code: string | undefined) => saysAlready(message, board, code), [message, board]);
  return (
    <main id="content" className={css.room}>
      <SaidElsewhere value={said}>{View && <View />}</SaidElsewhere>
    </main>
  );
}

/** Link past the top bar, rail and steps to the screen's heading, from which Tab continues. */
function SkipLink() {
  return (
    <a className={css.skip} href="#content" onClick={(event) => (event.preventDefault(), focusBack(null))}>
      {appTexts.skip}
    </a>
  );
}

/** Updates the screens when the board is connected, disconnected or changed. */
function useBoardFollowers(): void {
  const chipId = useBoard(({ board }) => board.chip?.chipId);
  const present = useBoard(({ board }) => board.link === 'connected' || board.link === 'busy');
  const running = useRun(({ run }) => isRunning(run));
  useEffect(() => {
    // Choices and present metadata depend on the chip, so the main process is asked again when the chip changes,
    // appears or disappears, and after a run. Not at each "busy" state, because asking may itself make the link busy.
    if (!running) void useWizard.getState().load();
  }, [chipId, present, running]);
}

/** The engineer's window: board and chip, rooms, trace, and what is dropped anywhere. */
export function EngineerWindow() {
  const trace = useNavigation((navigation) => navigation.trace);
  const overlay = useNavigation((navigation) => navigation.overlay);
  useEffect(copyChipIdsWithoutBlanks, []);
  useShortcuts();
  useBoardFollowers();
  useNextChip();
  useChipCheck();
  return (
    <TermProvider>
      <div className={css.app}>
        <SkipLink />
        <TopBar />
        <div className={css.middle}>
          <Rail />
          <div className={css.column}>
            <Notices />
            <Middle />
            {trace && <TraceDrawer />}
          </div>
        </div>
        <WindowDrop />
        {overlay === 'shortcuts' && <ShortcutsDialog />}
        {overlay === 'health' && <HealthDialog />}
        <SlotDialogs />
        <RunJobDialog />
      </div>
    </TermProvider>
  );
}
