import { reelLimits } from '../../../core/contract/reelLimits.ts';
import type { FaultView } from '../../../core/contract/board.ts';
import { reelsTexts as texts } from '../texts.ts';

/** The fault for too many files at once; undefined when the number is allowed. */
export const tooManyFiles = (count: number): FaultView | undefined =>
  count > reelLimits.files ? { code: 'window/too-many-files', object: texts.files(count), ...texts.tooMany(reelLimits.files) } : undefined;

/** The fault for a text that is too long for a transport key. It does not contain the text. Undefined when the length is allowed. */
export const tooLongForKey = (text: string): FaultView | undefined =>
  text.length > reelLimits.transportKey ? { code: 'window/long-key', ...texts.longKey(text.length) } : undefined;
