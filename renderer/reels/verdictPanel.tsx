import { CircleCheck, CircleHelp, CircleX } from 'lucide-react';
import type { ChipVerdict } from '../../core/contract/reels.ts';
import { sayChipId } from '../../core/result/format.ts';
import { isThere } from '../board/boardMessage.ts';
import { useBoard } from '../board/boardStore.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Fault } from '../ui/fault.tsx';
import css from './reels.module.css';
import { useReels } from './store/reelsStore.ts';
import { reelsTexts as texts } from './texts.ts';

const tones = { 'on-reel': 'good', 'other-reel': 'info', 'not-judged': 'info', 'not-genuine': 'bad' } as const;
/** Failed checks come first. */
const order = { bad: 0, unknown: 1, good: 2 } as const;
const icons = { good: CircleCheck, bad: CircleX, unknown: CircleHelp } as const;

/** The checks, one line each. */
function Checks({ checks }: Pick<ChipVerdict, 'checks'>) {
  return (
    <ul className={css.checks} tabIndex={0} aria-label={texts.checks}>
      {checks.toSorted((a, b) => order[a.state] - order[b.state]).map(({ state, says }) => {
        const Icon = icons[state];
        return (
          <li key={says}>
            <Icon size="1rem" aria-hidden /> <strong>{texts.stateWords[state]}</strong> {says}
          </li>
        );
      })}
    </ul>
  );
}

/** A simulated chip cannot hold the key of the vendor's certificate: that its proof fails is expected, and stays folded. */
const opens = ({ verdict, checks }: ChipVerdict): boolean =>
  verdict === 'not-genuine' || checks.some(({ state, what }) => state === 'bad' && !(verdict === 'not-judged' && what === 'proof'));

/** The verdict about the connected chip (see useChipCheck). */
export function VerdictPanel() {
  const chipId = useBoard(({ board }) => board.chip?.chipId);
  const { verdict, verdictFault, checking, where, check, find, reels } = useReels();
  const there = useBoard(({ board }) => isThere(board));
  if (chipId === undefined) return null;
  const again = (
    <Button small disabled={checking} onClick={() => void check(chipId)}>
      {texts.checkAgain}
    </Button>
  );
  if (verdictFault) return <Fault fault={verdictFault} actions={again} />;
  // A lost board's chip is checked when the board is back.
  if (verdict === undefined && !there && where === undefined) return null;
  if (verdict === undefined) return <Banner tone="info">{where === undefined ? texts.checking : where === '' ? (reels.length > 0 ? texts.onNone : texts.checking) : texts.onReel(where)}</Banner>;
  const actions = (
    <>
      {verdict.reel !== undefined && (
        <Button small look="quiet" onClick={() => void find(verdict.chipId)}>
          {texts.showInList}
        </Button>
      )}
      {again}
    </>
  );
  return (
    <Banner tone={tones[verdict.verdict]} label={texts.plugged} actions={actions}>
      <p className={css.says}>
        {verdict.says} <span className="mono">{sayChipId(verdict.chipId)}</span>
      </p>
      <details open={opens(verdict)}>
        <summary>{texts.checkSum(verdict.checks.map(({ state }) => state))}</summary>
        <Checks checks={verdict.checks} />
      </details>
    </Banner>
  );
}
