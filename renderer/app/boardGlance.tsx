import { ChevronDown } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { isThere } from '../board/boardMessage.ts';
import { useBoard, type BoardState } from '../board/boardStore.ts';
import { classes } from '../ui/classes.ts';
import { useFocusAfterUse } from '../ui/focusBack.ts';
import { BoardPanel } from './boardPanel.tsx';
import { linkWords } from '../board/linkWords.ts';
import { useNavigation } from '../navigation/navigation.ts';
import { slotOnPort, titleOf, useSlots } from '../slots/slotsStore.ts';
import { appTexts } from './texts.ts';
import css from './topBar.module.css';

/** Moves the focus to the list of ports, so that arrow keys and Enter connect. Without ports, moves it to the first control. */
function toFirstPort(event: Event): void {
  const first = event.currentTarget instanceof HTMLElement ? event.currentTarget.querySelector<HTMLElement>('[data-moves]') : null;
  if (first === null) return;
  event.preventDefault();
  first.focus();
}

/**
 * What a screen reader says about the connection: the board's notice, or its name when it is connected without one. A
 * notice that goes is not followed by the name. A lost board has an alert of its own.
 */
function useAnnounced(board: BoardState['board'], title: string): string | undefined {
  const there = isThere(board);
  const { notice } = board;
  const [heard, hear] = useState<{ readonly there: boolean; readonly notice: string | undefined; readonly text: string | undefined }>({ there: false, notice: undefined, text: undefined });
  if (there !== heard.there || notice !== heard.notice) hear({ there, notice, text: there ? (notice ?? heard.text ?? appTexts.connectedTo(title)) : undefined });
  return heard.text;
}

/** The board's state in the top bar: link state as a shape and a word, and the port. Opens the list of boards. */
export function BoardGlance() {
  const { board, refreshPorts } = useBoard();
  const { used, onCloseAutoFocus } = useFocusAfterUse();
  const open = useNavigation(({ boards }) => boards);
  const set = useNavigation((navigation) => navigation.set);
  const { word, tone, Icon } = linkWords[board.link];
  const { slots, load } = useSlots();
  const below = board.activity ?? (board.port === undefined ? appTexts.chooseBoard : titleOf(board.port, slotOnPort(slots, board.port.path)));
  const show = (boards: boolean): void => {
    set({ boards });
    if (boards) void Promise.all([refreshPorts(), load()]);
  };
  const announced = useAnnounced(board, board.port === undefined ? '' : titleOf(board.port, slotOnPort(slots, board.port.path)));
  return (
    <Popover.Root open={open} onOpenChange={show}>
      <Popover.Trigger className={classes(css.block, css.board)} data-testid="board">
        <Icon size="1.5rem" className={css[tone]} aria-hidden />
        <span>
          <span className={classes(css.line, css.strong)} data-testid="link-state">
            {word}
          </span>
          <span className={classes(css.line, 'dim', 'small')}>{below}</span>
        </span>
        <span className="hiddenVisually">{appTexts.boards}</span>
        <ChevronDown size="1rem" aria-hidden />
      </Popover.Trigger>
      <p className="hiddenVisually" role="status">
        {announced}
      </p>
      <Popover.Portal>
        <Popover.Content className={css.popover} align="start" sideOffset={4} collisionPadding={8} aria-label={appTexts.boards} onOpenAutoFocus={toFirstPort} onCloseAutoFocus={onCloseAutoFocus}>
          <BoardPanel onDone={() => (used(), set({ boards: false }))} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
