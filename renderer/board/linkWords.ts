import { CircleDashed, CircleDot, CircleHelp, CircleX, LoaderCircle, Plug, type LucideIcon } from 'lucide-react';
import type { BoardView } from '../../core/contract/board.ts';
import { boardTexts } from './texts.ts';

export interface LinkWord {
  readonly word: string;
  readonly tone: 'plain' | 'accent' | 'good' | 'bad' | 'warn';
  readonly Icon: LucideIcon;
}

/** Each link state is a shape and a word. */
export const linkWords: Readonly<Record<BoardView['link'], LinkWord>> = {
  none: { word: boardTexts.link.none, tone: 'plain', Icon: CircleDashed },
  'not-connected': { word: boardTexts.link['not-connected'], tone: 'bad', Icon: CircleX },
  connecting: { word: boardTexts.link.connecting, tone: 'accent', Icon: LoaderCircle },
  connected: { word: boardTexts.link.connected, tone: 'good', Icon: Plug },
  busy: { word: boardTexts.link.busy, tone: 'accent', Icon: CircleDot },
  lost: { word: boardTexts.link.lost, tone: 'bad', Icon: CircleX },
  'not-a-bridge': { word: boardTexts.link['not-a-bridge'], tone: 'warn', Icon: CircleHelp },
};
