import { kindOfQr, readQr } from './readQr.ts';
import { refuse, type ReelsState, type Tools } from './reelsState.ts';
import { reelsTexts as texts } from './texts.ts';

/** Whether the batch of the letter is that of the open reel, for people. */
function compared(batchId: string, { reels, shown }: ReelsState): string {
  const open = reels.find(({ id }) => id === shown);
  if (open === undefined) return texts.qrBatch;
  return open.batch.toLowerCase() === batchId.toLowerCase() ? texts.qrSameBatch : texts.qrOtherBatch(open.reelId);
}

/** The letter that came with the reel: its code, read off a picture. */
export function letterActions(tools: Tools): Pick<ReelsState, 'readLetter' | 'setBatchId' | 'keyTaken'> {
  const { set, get } = tools;
  return {
    readLetter: async (picture) => {
      set({ qrSays: '', fault: undefined });
      const text = await readQr(picture);
      if (text === undefined) return refuse(tools, { code: 'window/no-code', object: picture.name, ...texts.qrUnread });
      switch (kindOfQr(text)) {
        case 'key':
          return set({ scannedKey: text, qrSays: texts.qrRead(texts.qrKey) });
        case 'batch':
          return set({ batchId: text, qrSays: texts.qrRead(compared(text, get())) });
        case 'other':
          return set({ batchId: text, qrSays: texts.qrRead(texts.qrOther) });
      }
    },
    setBatchId: (batchId) => set({ batchId }),
    keyTaken: () => set({ scannedKey: '' }),
  };
}
