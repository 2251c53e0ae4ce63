import { visible } from '../../../core/result/visible.ts';
import type { ReelView } from '../../../core/contract/reels.ts';
import { kindOfQr, readQr, type QrKind } from './readQr.ts';
import { refuse, type Shelf } from './shelf.ts';
import { reelsTexts as texts } from '../texts.ts';
import type { Tools } from './tools.ts';
import type { TransportKey } from './transportKey.ts';

type Open = Pick<Shelf, 'reels' | 'shown'>;

interface LetterState {
  /** The data on the reel's letter, typed or read from a picture. */
  readonly batchId: string;
  /** The result of reading the last picture. */
  readonly qrSays: string;
}

/** The letter of the reel: its QR code, read from a picture. */
export interface Letter extends LetterState {
  readLetter(picture: File): Promise<void>;
  setBatchId(text: string): void;
  dismissLetter(): void;
}

/**
 * Removes the dashes that a GUID may have. A regular expression is not used, because the JavaScript engine would keep
 * the text, which may be a key.
 */
const plain = (text: string): string => text.replaceAll('-', '').toLowerCase();
const isOf = (text: string, { batch }: ReelView): boolean => plain(batch) === plain(text);

/**
 * Whether the text of a letter's QR code is a transport key: it has the right form, the reel on the screen waits for a
 * key, and no open reel has the same text as its batch ID.
 */
export const isForKey = (text: string, kind: QrKind, { reels, shown }: Open): boolean =>
  kind === 'digits' && reels.some(({ id, lock }) => id === shown && lock === 'locked') && !reels.some((reel) => isOf(text, reel));

/** Says which open reels have this batch ID. */
export function sayBatch(text: string, kind: QrKind, { reels, shown }: Open): string {
  const open = reels.find(({ id }) => id === shown);
  if (open === undefined) return kind === 'batch' ? texts.qrBatch : texts.qrOther;
  if (isOf(text, open)) return texts.qrSameBatch;
  const other = reels.find((reel) => isOf(text, reel));
  if (other !== undefined) return texts.qrOpenBatch(other.reelId);
  return kind === 'other' ? texts.qrOtherText(open.reelId) : texts.qrOtherBatch(open.reelId);
}

export function letterPart(tools: Tools<Shelf & LetterState & Pick<TransportKey, 'scannedKey'>>): Letter {
  const { set, get } = tools;
  return {
    batchId: '',
    qrSays: '',
    readLetter: async (picture) => {
      set({ qrSays: '', fault: undefined });
      const text = await readQr(picture);
      if (text === undefined) return refuse(tools, { code: 'window/no-code', object: visible(picture.name), ...texts.qrUnread });
      const kind = kindOfQr(text);
      if (isForKey(text, kind, get())) return set({ scannedKey: text, qrSays: texts.qrRead(texts.qrKey) });
      set({ batchId: text, qrSays: texts.qrRead(sayBatch(text, kind, get())) });
    },
    setBatchId: (batchId) => set({ batchId }),
    dismissLetter: () => set({ qrSays: '' }),
  };
}
