import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import { useEffect } from 'react';
import { useBoard } from '../board/boardStore.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Fault } from '../ui/fault.tsx';
import css from './dialogs.module.css';
import { useNavigation } from '../navigation/navigation.ts';
import { appTexts, stageStates, stageWords } from './texts.ts';

const icons = { ok: CircleCheck, failed: CircleX, 'not-reached': CircleDashed } as const;

/** The link's stages in order. The first failed stage shows the cause. */
export function HealthDialog() {
  const { health, fault, checkHealth } = useBoard();
  const set = useNavigation((navigation) => navigation.set);
  useEffect(() => void checkHealth(), [checkHealth]);
  return (
    <Dialog title={appTexts.checkLink} onClose={() => set({ overlay: undefined })}>
      {fault && <Fault fault={fault} />}
      {health === undefined ? (
        fault === undefined && <p className="dim">{appTexts.checking}</p>
      ) : (
        <ol>
          {health.stages.map(({ stage, state, says, todo }) => {
            const Icon = icons[state];
            return (
              <li key={stage} className={css.stage}>
                <Icon size="1.25rem" className={css[state]} aria-hidden />
                <span>
                  {stageWords[stage]}
                  <br />
                  <span className="dim small">{stageStates[state]}</span>
                </span>
                <span>
                  {says}
                  {todo !== undefined && <strong> {todo}</strong>}
                </span>
              </li>
            );
          })}
        </ol>
      )}
    </Dialog>
  );
}
