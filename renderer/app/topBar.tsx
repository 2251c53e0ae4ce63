import { Hand as HandIcon, Keyboard, ScrollText } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ChipView } from '../../core/contract/board.ts';
import { ReachBadges } from '../chip/authorization/authorizationPanel.tsx';
import type { SimulatedAction } from '../board/boardStore.ts';
import { useBoard } from '../board/boardStore.ts';
import { ReelGlance } from '../reels/reelGlance.tsx';
import { StripedBadge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { useFocusAfterUse } from '../ui/focusBack.ts';
import { BoardGlance } from './boardGlance.tsx';
import { sayChipId } from '../../core/result/format.ts';
import { useNavigation } from '../navigation/navigation.ts';
import { appTexts } from './texts.ts';
import css from './topBar.module.css';

function ChipGlance({ chip }: { readonly chip: ChipView | undefined }) {
  if (chip === undefined) return <div className={classes(css.block, css.chip, 'dim', 'small')}>{appTexts.noChip}</div>;
  return (
    <section className={classes(css.block, css.chip)} aria-label={appTexts.chip} data-testid="chip">
      <div className={css.facts}>
        <div className={css.line}>
          <span className={css.strong}>{chip.familyName}</span> <span className="dim" title={chip.buildWarning} data-testid="chip-build">
            {chip.buildWarning === undefined ? appTexts.build(chip.build) : appTexts.newBuild(chip.build)}
          </span>
        </div>
        <div className={classes(css.line, 'small')}>
          <span className="dim">{appTexts.id} </span>
          <span className={css.id} data-testid="chip-id">
            {sayChipId(chip.chipId)}
          </span>
        </div>
      </div>
      <div className={classes(css.facts, 'small')} title={appTexts.lifecycle}>
        <div className={css.line}>
          <span className="dim">{appTexts.global} </span>
          {chip.lifecycle.global}
        </div>
        <div className={css.line}>
          <span className="dim">{appTexts.application} </span>
          {chip.lifecycle.application}
        </div>
      </div>
      <div className={css.access}>
        <ReachBadges />
      </div>
    </section>
  );
}

function SimulateMenu() {
  const { board, simulate } = useBoard();
  const { used, onCloseAutoFocus } = useFocusAfterUse();
  const gone = board.link === 'lost' || board.link === 'none' || board.link === 'not-connected';
  const item = (does: SimulatedAction, text: string, disabled: boolean) => (
    <DropdownMenu.Item className={css.item} data-testid={`simulate-${does}`} disabled={disabled} onSelect={() => (used(), void simulate(does))}>
      {text}
    </DropdownMenu.Item>
  );
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button look="quiet" small data-testid="simulate" icon={<HandIcon size="1.25rem" aria-hidden />} title={appTexts.simulateTitle}>
          {appTexts.simulate}
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={css.menu} align="end" sideOffset={4} aria-label={appTexts.simulateTitle} onCloseAutoFocus={onCloseAutoFocus}>
          {item('unplug', appTexts.unplug, gone)}
          {item('plug', appTexts.plug, !gone)}
          {item('reset', appTexts.reset, gone)}
          {item('new-chip', appTexts.newChip, false)}
          {item('bind-firmware', appTexts.bindFirmware, gone)}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** Board and chip, always visible; on the right the window's tools. */
export function TopBar() {
  const board = useBoard((state) => state.board);
  const trace = useNavigation((navigation) => navigation.trace);
  const set = useNavigation((navigation) => navigation.set);
  return (
    <header className={css.bar}>
      <BoardGlance />
      <ChipGlance chip={board.chip} />
      <ReelGlance />
      {board.simulated && (
        <div className={classes(css.block, css.still)} data-testid="simulated">
          <StripedBadge>{appTexts.simulated}</StripedBadge>
        </div>
      )}
      <div className={css.tools}>
        {board.simulated && <SimulateMenu />}
        <Button look="quiet" small aria-pressed={trace} icon={<ScrollText size="1.25rem" aria-hidden />} onClick={() => set({ trace: !trace })}>
          {appTexts.trace}
        </Button>
        <Button
          look="quiet"
          small
          aria-label={appTexts.shortcutsButton}
          title={appTexts.shortcutsButton}
          icon={<Keyboard size="1.25rem" aria-hidden />}
          onClick={() => set({ overlay: 'shortcuts' })}
        />
      </div>
    </header>
  );
}
