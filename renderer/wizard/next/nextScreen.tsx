import { Cpu } from 'lucide-react';
import { sayChipId } from '../../../core/result/format.ts';
import { useBoard } from '../../board/boardStore.ts';
import { useNavigation } from '../../navigation/navigation.ts';
import { ActionBar } from '../../ui/actions.tsx';
import { Button } from '../../ui/button.tsx';
import { ScreenHeading } from '../../ui/screenHeading.tsx';
import { useWizard } from '../wizardStore.ts';
import { onNextChip } from './nextChip.ts';
import screen from '../../ui/screen.module.css';
import css from './next.module.css';
import { PairList } from './pairList.tsx';
import { nextTexts as texts } from './texts.ts';
import { useOtherChip } from './useNextChip.ts';

/** Between two chips: shows the next pair, and waits for the next chip. */
export function NextScreen() {
  const goScreen = useNavigation((navigation) => navigation.goScreen);
  const pairs = useWizard(({ view }) => view?.pairs);
  const other = useOtherChip();
  const here = useBoard(({ board }) => (board.link === 'connected' || board.link === 'busy' ? board.chip?.chipId : undefined));
  const next = pairs?.pairs.find(({ state }) => state === 'current');
  const same = here !== undefined && !other;
  return (
    <div className={screen.screen}>
      <div className={css.body}>
        <div className={css.page}>
          <div className={css.sign}>
            <Cpu size="3rem" aria-hidden />
            <div>
              <ScreenHeading>{here === undefined ? texts.noBoardTitle : texts.insertTitle}</ScreenHeading>
              <p role="status">{same ? texts.sameChip(sayChipId(here)) : here === undefined ? texts.noBoardBody : texts.insertBody}</p>
            </div>
          </div>
          {next && <p><strong>{texts.nextIs(next.subject)}</strong></p>}
          {pairs !== undefined && next === undefined && <p>{texts.noneLeft}</p>}
          {pairs && <PairList of={pairs} />}
        </div>
      </div>
      <ActionBar
        back={{ label: texts.toReport, run: () => goScreen('run') }}
        others={same && <Button onClick={onNextChip}>{texts.useSame}</Button>}
        note={texts.insertBody}
      />
    </div>
  );
}
