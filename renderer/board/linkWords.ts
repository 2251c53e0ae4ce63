import { CircleDashed, CircleDot, CircleHelp, CircleX, LoaderCircle, Plug, type LucideIcon } from 'lucide-react';
import type { BoardView } from '../../core/contract/board.ts';

export interface LinkWord {
  readonly word: string;
  readonly tone: 'plain' | 'accent' | 'good' | 'bad' | 'warn';
  readonly Icon: LucideIcon;
}

/** Each link state is a shape and a word. */
export const linkWords: Readonly<Record<BoardView['link'], LinkWord>> = {
  none: { word: 'No board', tone: 'plain', Icon: CircleDashed },
  'not-connected': { word: 'Not connected', tone: 'bad', Icon: CircleX },
  connecting: { word: 'Connecting', tone: 'accent', Icon: LoaderCircle },
  connected: { word: 'Connected', tone: 'good', Icon: Plug },
  busy: { word: 'Busy', tone: 'accent', Icon: CircleDot },
  lost: { word: 'Lost', tone: 'bad', Icon: CircleX },
  'not-a-bridge': { word: 'Not a bridge', tone: 'warn', Icon: CircleHelp },
};
