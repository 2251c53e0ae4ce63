import { Grid2x2, Plus } from 'lucide-react';
import { useEffect, useRef, type RefObject } from 'react';
import { useBoard } from '../board/boardStore.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/emptyState.tsx';
import { Fault } from '../ui/fault.tsx';
import { focusBack } from '../ui/focusBack.ts';
import { Bench } from './bench.tsx';
import { freeNumber } from './benchPlaces.ts';
import { SlotDetails } from './slotDetails.tsx';
import { useSlots } from './slotsStore.ts';
import css from './slots.module.css';
import { TeachSlot, Waiting } from './teachSlot.tsx';
import { slotTexts as texts } from './texts.ts';

/** Time between two requests for the plugged-in boards. ms */
const lookMs = 1_000;

/** While the page is shown, asks repeatedly which boards are plugged in. */
function useBoardsThatComeAndGo(): void {
  const load = useSlots((state) => state.load);
  const refreshPorts = useBoard((state) => state.refreshPorts);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const look = async (): Promise<void> => {
      await Promise.all([load(), refreshPorts()]);
      if (!ended) timer = setTimeout(() => void look(), lookMs);
    };
    void look();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [load, refreshPorts]);
}

/** Ends a teach-in when the page is left: elsewhere nothing says that the next board becomes a slot. */
function useTeachInOnlyHere(): void {
  const leave = useSlots((state) => state.leave);
  useEffect(() => () => void leave(), [leave]);
}

/**
 * When the focused element is gone because a slot was taught or forgotten, moves the focus to the chosen slot, or else
 * to the screen's heading.
 */
function useFocusOnSlots(page: RefObject<HTMLElement | null>): void {
  const taught = useSlots(({ slots }) => slots.map(({ number }) => number).join());
  const chosen = useSlots((state) => state.chosen);
  useEffect(() => {
    if (document.activeElement === document.body) focusBack(page.current?.querySelector('button[aria-pressed="true"]') ?? null);
  }, [page, taught, chosen]);
}

function Aside() {
  const { slots, chosen } = useSlots();
  const slot = slots.find(({ number }) => number === chosen);
  if (slot !== undefined) return <SlotDetails key={slot.number} slot={slot} />;
  if (chosen === undefined) return <p className="dim">{texts.noChoice}</p>;
  return (
    <Card title={texts.newSlot(chosen)}>
      <TeachSlot first number={chosen} />
    </Card>
  );
}

/** The slots of this station: as they lie on the bench, and the chosen one in detail. */
export function SlotsPage() {
  const { slots, chosen, fault, teachFault, choose, dismissFault, stopTeaching } = useSlots();
  const page = useRef<HTMLDivElement>(null);
  useBoardsThatComeAndGo();
  useTeachInOnlyHere();
  useFocusOnSlots(page);
  const free = freeNumber(slots);
  const add = free !== undefined && (
    <Button icon={<Plus size="1.25rem" aria-hidden />} onClick={() => choose(free)}>
      {texts.add(free)}
    </Button>
  );
  return (
    <div className={css.box} ref={page}>
      <div className={css.page}>
        <div className={css.left}>
          <Waiting />
          {fault && <Fault fault={fault} onDismiss={dismissFault} />}
          {teachFault && <Fault fault={teachFault} onDismiss={() => void stopTeaching()} />}
          {slots.length === 0 ? (
            <EmptyState icon={<Grid2x2 size="2rem" aria-hidden />} title={texts.emptyTitle} actions={chosen !== free && add}>
              {texts.emptyBody}
            </EmptyState>
          ) : (
            <>
              <p className="dim">{texts.intro}</p>
              <Bench />
              <div className={css.others}>{add || <p className="dim">{texts.full}</p>}</div>
            </>
          )}
        </div>
        {(slots.length > 0 || chosen !== undefined) && (
          <div className={css.aside}>
            <Aside />
          </div>
        )}
      </div>
    </div>
  );
}
