import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import type { KeyboardEvent, PointerEvent, Ref } from 'react';
import type { SlotView } from '../../core/contract/slots.ts';
import { Badge, StripedBadge } from '../ui/badge.tsx';
import { classes } from '../ui/classes.ts';
import css from './slots.module.css';
import { slotTexts as texts } from './texts.ts';

const looks = {
  present: { Icon: CircleCheck, tone: 'good' },
  missing: { Icon: CircleDashed, tone: 'plain' },
  unclear: { Icon: TriangleAlert, tone: 'warn' },
} as const;

const stateOf = ({ port, fault }: SlotView): keyof typeof looks => (fault !== undefined ? 'unclear' : port === undefined ? 'missing' : 'present');

/** Shows as a shape and a word whether the slot's board is plugged in. */
export function SlotState({ slot }: { readonly slot: SlotView }) {
  const state = stateOf(slot);
  const { Icon, tone } = looks[state];
  return (
    <Badge tone={tone} icon={<Icon size="1rem" aria-hidden />}>
      {texts.states[state]}
    </Badge>
  );
}

interface Props {
  readonly slot: SlotView;
  readonly chosen: boolean;
  /** Whether the window works on this slot. */
  readonly used: boolean;
  readonly tabbable: boolean;
  readonly dragged: boolean;
  readonly ref: Ref<HTMLButtonElement>;
  readonly onChoose: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
}

/** A slot on the bench. */
export function SlotTile({ slot, chosen, used, tabbable, dragged, ref, onChoose, onKeyDown, onPointerDown }: Props) {
  const { row, column } = slot.place;
  return (
    <button
      ref={ref}
      type="button"
      className={classes(css.tile, dragged && css.dragged)}
      style={{ gridRow: row + 1, gridColumn: column + 1 }}
      data-slot={slot.number}
      aria-pressed={chosen}
      aria-keyshortcuts="Shift+ArrowUp Shift+ArrowDown Shift+ArrowLeft Shift+ArrowRight"
      tabIndex={tabbable ? 0 : -1}
      onClick={onChoose}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
    >
      <span className={css.number}>{slot.number}</span>
      <span className={css.name}>{slot.name}</span>
      <span className={css.signs}>
        <SlotState slot={slot} />
        {slot.port?.kind === 'simulated' && <StripedBadge>{texts.simulated}</StripedBadge>}
        {used && <Badge tone="accent">{texts.used}</Badge>}
        <span className="hiddenVisually">{texts.lies(slot.place)}</span>
      </span>
    </button>
  );
}
