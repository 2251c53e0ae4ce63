import type { FaultView } from '../../../core/contract/board.ts';
import { useBoard } from '../../client/stores.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Fault } from '../../ui/fault.tsx';
import { runTexts as texts } from './texts.ts';

/** Faults that end a run because the board went away, not because the chip refused. */
export const linkFaults: ReadonlySet<string> = new Set(['link/closed', 'link/dead', 'link/chip-silent', 'link/no-answer']);

/** Whether a run could go on now: the board answers. */
export const useLinkIsUp = (): boolean => useBoard(({ board }) => board.link === 'connected' || board.link === 'busy');

/** After a link was lost in a run: what to do with the board, and how the run goes on. */
export function LostLink({ fault }: { readonly fault: FaultView | undefined }) {
  const { board, connect, hand } = useBoard();
  const up = useLinkIsUp();
  if (up) {
    return (
      <Banner tone="info">
        <strong>{texts.backTitle}</strong> {texts.backBody}
      </Banner>
    );
  }
  const { port } = board;
  const actions = (
    <>
      {board.simulated && <Button onClick={() => void hand('plug')}>{texts.plug}</Button>}
      {port && <Button onClick={() => void connect(port.path)}>{texts.connectAgain}</Button>}
    </>
  );
  if (fault) return <Fault fault={fault} actions={actions} />;
  return (
    <Banner tone="warn" role="alert" actions={actions}>
      <strong>{texts.lostTitle}</strong> {texts.lostBody}
    </Banner>
  );
}
