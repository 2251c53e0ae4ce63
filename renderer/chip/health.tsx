import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import { useEffect } from 'react';
import { useBoardMessage } from '../board/boardMessage.ts';
import { useBoard } from '../board/boardStore.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Fault } from '../ui/fault.tsx';
import css from './chip.module.css';
import { chipTexts as texts, stageTitles, stageWords } from './texts.ts';

const icons = { ok: CircleCheck, failed: CircleX, 'not-reached': CircleDashed } as const;

/** The stages from the port to the chip's application, with what to do at each. */
export function Health() {
  const { health, fault, checkHealth } = useBoard();
  const message = useBoardMessage();
  useEffect(() => void checkHealth(), [checkHealth]);
  /** The message above the screen already says the same about the board. */
  const said = (says: string): boolean => message !== undefined && says.startsWith(message.what);
  return (
    <Card
      title={texts.health}
      aside={
        <Button small onClick={() => void checkHealth()}>
          {texts.check}
        </Button>
      }
    >
      <p className="dim small">{texts.healthBody}</p>
      {fault && <Fault fault={fault} />}
      {health === undefined ? (
        fault === undefined && <p className="dim">{texts.checking}</p>
      ) : (
        <ol className={css.stages}>
          {health.stages.map(({ stage, state, says, todo }) => {
            const Icon = icons[state];
            return (
              <li key={stage} className={css.stage}>
                <Icon size="1.25rem" className={css[state]} aria-hidden />
                <strong>{stageTitles[stage]}</strong>
                <span>
                  <span className={css[state]}>{stageWords[state]}</span>
                  {state !== 'not-reached' && !said(says) && <span className={css.means}>{says}</span>}
                  {todo !== undefined && !said(says) && <span className={css.todo}>{todo}</span>}
                </span>
              </li>
            );
          })}
        </ol>
      )}
    </Card>
  );
}
