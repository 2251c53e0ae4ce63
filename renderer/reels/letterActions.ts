import { visible } from '../../core/result/visible.ts';
import type { ReelView } from '../../core/contract/reels.ts';
import { kindOfQr, readQr, type QrKind } from './readQr.ts';
import { refuse, type ReelsState, type Tools } from './reelsState.ts';
import { reelsTexts as texts } from './texts.ts';

type Shelf = Pick<ReelsState, 'reels' | 'shown'>;

/** A GUID is written with dashes or without. No regular expression: the engine would keep the text, which may be a key. */
const plain = (text: string): string => text.replaceAll('-', '').toLowerCase();
const isOf = (text: string, { batch }: ReelView): boolean => plain(batch) === plain(text);

/**
 * Whether the text of a letter's code is meant as the transport key: it has the form of one, the reel on the screen
 * waits for it, and it is no open reel's batch ID, which may have the same form.
 */
export const isForKey = (text: string, kind: QrKind, { reels, shown }: Shelf): boolean =>
  kind === 'digits' && reels.some(({ id, lock }) => id === shown && lock === 'locked') && !reels.some((reel) => isOf(text, reel));

/** What a batch ID is to the open reels, for people. */
export function sayBatch(text: string, kind: QrKind, { reels, shown }: Shelf): string {
  const open = reels.find(({ id }) => id === shown);
  if (open === undefined) return kind === 'batch' ? texts.qrBatch : texts.qrOther;
  if (isOf(text, open)) return texts.qrSameBatch;
  const other = reels.find((reel) => isOf(text, reel));
  if (other !== undefined) return texts.qrOpenBatch(other.reelId);
  return kind === 'other' ? texts.qrOtherText(open.reelId) : texts.qrOtherBatch(open.reelId);
}

/** The letter that came with the reel: its code, read off a picture. */
export function letterActions(tools: Tools): Pick<ReelsState, 'readLetter' | 'setBatchId' | 'keyTaken' | 'keyAsked' | 'dismissLetter'> {
  const { set, get } = tools;
  return {
    readLetter: async (picture) => {
      set({ qrSays: '', fault: undefined });
      const text = await readQr(picture);
      if (text === undefined) return refuse(tools, { code: 'window/no-code', object: visible(picture.name), ...texts.qrUnread });
      const kind = kindOfQr(text);
      if (isForKey(text, kind, get())) return set({ scannedKey: text, qrSays: texts.qrRead(texts.qrKey) });
      set({ batchId: text, qrSays: texts.qrRead(sayBatch(text, kind, get())) });
    },
    setBatchId: (batchId) => set({ batchId }),
    keyTaken: () => set({ scannedKey: '' }),
    keyAsked: () => set({ keyWanted: false }),
    dismissLetter: () => set({ qrSays: '' }),
  };
}
