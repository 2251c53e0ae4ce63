import { useEffect } from 'react';
import { useNavigation } from '../navigation/navigation.ts';
import { isRunning, useRun } from '../plan/runStore.ts';
import { originOf, usePlan } from '../plan/planStore.ts';
import { client } from '../client/client.ts';
import { useBoard } from '../board/boardStore.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Fault } from '../ui/fault.tsx';
import { useRecords } from './store.ts';
import { recordsTexts as texts } from './texts.ts';

const count = (states: readonly string[], wanted: readonly string[]): number => states.filter((state) => wanted.includes(state)).length;

/** A run that an earlier start of the program left interrupted. It is offered on every screen until it is resumed or dismissed. */
export function Unfinished() {
  const { unfinished, fault, look, resume, setAside, dismiss } = useRecords();
  const adopt = usePlan((state) => state.adopt);
  const goScreen = useNavigation((navigation) => navigation.goScreen);
  const room = useNavigation((navigation) => navigation.room);
  const run = useRun((state) => state.run);
  const chipId = useBoard(({ board }) => board.chip?.chipId);
  const link = useBoard(({ board }) => board.link === 'connected' || board.link === 'busy');
  const running = isRunning(run);
  useEffect(() => void look(), [look, chipId, link, running]);
  // A run that began since the program was started has its own screen, which offers to resume the run.
  if (running || unfinished === undefined || unfinished.run === run?.runId) return null;
  const states = unfinished.steps.map(({ state }) => state);
  const goOn = async (): Promise<void> => {
    const plan = await resume();
    if (plan === undefined) return;
    adopt(plan, originOf(room), () => client.call('records/resume', { run: unfinished.run }));
    goScreen('review');
  };
  const actions = (
    <>
      <Button small onClick={() => void goOn()} disabled={unfinished.chip !== 'this-one'}>
        {texts.resume}
      </Button>
      <Button small look="quiet" onClick={() => void setAside()}>
        {texts.setAside}
      </Button>
    </>
  );
  return (
    <>
      <Banner tone={unfinished.chip === 'another' ? 'bad' : 'warn'} actions={actions} label={texts.unfinished(unfinished.title)}>
        <p>{texts.unfinished(unfinished.title)}</p>
        <p>{texts.sofar(count(states, ['done', 'unchanged', 'unproved']), count(states, ['unknown', 'failed']), count(states, ['waiting', 'cancelled']))}</p>
        <p>{texts.chips[unfinished.chip]}</p>
      </Banner>
      {fault && room !== 'records' && <Fault fault={fault} onDismiss={dismiss} />}
    </>
  );
}
