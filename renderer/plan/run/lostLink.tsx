import type { FaultView } from '../../../core/contract/board.ts';
import { useBoard } from '../../board/boardStore.ts';
import { Banner } from '../../ui/banner.tsx';
import { Fault } from '../../ui/fault.tsx';
import { BoardActions } from '../../board/boardActions.tsx';
import { runTexts as texts } from './texts.ts';

/** Whether a run could go on now: the board answers. */
export const useLinkIsUp = (): boolean => useBoard(({ board }) => board.link === 'connected' || board.link === 'busy');

/** After a link was lost in a run: what to do with the board, and how the run goes on. */
export function LostLink({ fault }: { readonly fault: FaultView | undefined }) {
  const up = useLinkIsUp();
  if (up) {
    return (
      <Banner tone="info">
        <strong>{texts.backTitle}</strong> {texts.backBody}
      </Banner>
    );
  }
  if (fault) return <Fault fault={fault} actions={<BoardActions />} />;
  return (
    <Banner tone="warn" role="alert" actions={<BoardActions />}>
      <strong>{texts.lostTitle}</strong> {texts.lostBody}
    </Banner>
  );
}
