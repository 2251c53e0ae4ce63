import decodeQR from 'qr/decode.js';
import { forgetMatch } from '../ui/forgetMatch.ts';

/** Larger pictures are made smaller first: a code needs no more, and cameras give many times that. Pixels. */
const largest = 1600;

/** The text of the code in a picture; undefined when none can be read. The picture does not leave the window. */
export async function readQr(file: File): Promise<string | undefined> {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, largest / Math.max(picture.width, picture.height));
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)));
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) return undefined;
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    return decodeQR({ data, width, height });
  } catch {
    return undefined;
  }
}

export type QrKind = 'batch' | 'key' | 'other';

/** What a code of the letter says, by its form: a batch ID has 64 or more hexadecimal digits, a transport key fewer. */
export function kindOfQr(text: string): QrKind {
  const batch = /^[0-9a-f]{64,}$/i.test(text);
  const key = /^[0-9a-z+/=_-]{16,63}$/i.test(text);
  forgetMatch();
  if (batch) return 'batch';
  return key ? 'key' : 'other';
}
