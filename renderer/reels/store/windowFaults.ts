import { reelLimits } from '../../../core/contract/reelLimits.ts';
import type { FaultView } from '../../../core/contract/board.ts';
import { reelsTexts as texts } from '../texts.ts';

/** More files than are opened together; undefined when they are not too many. */
export const tooManyFiles = (count: number): FaultView | undefined =>
  count > reelLimits.files ? { code: 'window/too-many-files', object: texts.files(count), ...texts.tooMany(reelLimits.files) } : undefined;

/** A text that is too long for a transport key; the fault does not show it. Undefined when it may be one. */
export const tooLongForKey = (text: string): FaultView | undefined =>
  text.length > reelLimits.transportKey ? { code: 'window/long-key', ...texts.longKey(text.length) } : undefined;
