import { CircleCheck, CircleDashed, CircleHelp, CircleX, type LucideIcon } from 'lucide-react';
import { useNavigation } from '../navigation/navigation.ts';
import { useBoard } from '../board/boardStore.ts';
import { classes } from '../ui/classes.ts';
import css from './reelGlance.module.css';
import { useReels, type ReelsState } from './store/reelsStore.ts';
import { reelsTexts as texts } from './texts.ts';

interface Glance {
  readonly where: string;
  readonly says: string;
  readonly tone: 'plain' | 'good' | 'bad' | 'warn';
  readonly Icon: LucideIcon;
}

/** Says the origin of the connected chip in two short lines; undefined while no reel is open. */
export function glanceOf({ reels, where, verdict, verdictFault, beforeRun }: Pick<ReelsState, 'reels' | 'where' | 'verdict' | 'verdictFault' | 'beforeRun'>): Glance | undefined {
  if (reels.length === 0) return undefined;
  const place = where === undefined ? texts.glanceLooking : where === '' ? texts.glanceNone : texts.glanceOn(where);
  if (verdictFault !== undefined) return { where: place, says: texts.glanceUnchecked, tone: 'warn', Icon: CircleHelp };
  if (verdict === undefined) return { where: place, says: texts.glanceChecking, tone: 'plain', Icon: CircleDashed };
  const when = (says: string): string => (beforeRun ? texts.glanceBeforeRun(says) : says);
  if (verdict.verdict === 'not-genuine') return { where: place, says: when(texts.glanceBad), tone: 'bad', Icon: CircleX };
  if (verdict.verdict === 'not-judged') return { where: place, says: texts.glanceSimulated, tone: 'plain', Icon: CircleHelp };
  return { where: place, says: when(texts.glanceGood), tone: verdict.verdict === 'on-reel' ? 'good' : 'plain', Icon: CircleCheck };
}

/**
 * The top bar's entry beside the chip, in every room: the open reel that contains the chip, and whether the chip is
 * genuine. Opens Reels.
 */
export function ReelGlance() {
  const present = useBoard(({ board }) => board.chip !== undefined);
  const goRoom = useNavigation((navigation) => navigation.goRoom);
  const { reels, where, verdict, verdictFault, beforeRun } = useReels();
  const glance = present ? glanceOf({ reels, where, verdict, verdictFault, beforeRun }) : undefined;
  if (glance === undefined) return null;
  const { Icon, tone } = glance;
  return (
    <div className={css.place} aria-live="polite">
      <button type="button" className={css.glance} title={texts.glanceTitle(glance.where, glance.says)} data-testid="reel-glance" onClick={() => goRoom('reels')}>
        <Icon size="1.25rem" className={css[tone]} aria-hidden />
        <span className={css.lines}>
          <span className={css.line}>{glance.where}</span>
          <span className={classes(css.line, css[tone])}>{glance.says}</span>
        </span>
      </button>
    </div>
  );
}
