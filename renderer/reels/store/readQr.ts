import decodeQR from 'qr/decode.js';
import { forgetMatch } from '../../ui/forgetMatch.ts';

/** Larger pictures are reduced to this size, because a QR code needs no more pixels and cameras produce many more. Pixels */
const largest = 1600;

/** The text of the QR code in a picture; undefined when it cannot be read. The picture does not leave the window. */
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

/** `digits`: 32 hexadecimal digits, which are a GUID without its dashes or a transport key. */
export type QrKind = 'batch' | 'digits' | 'other';

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What the letter's code may be, by its form. A batch ID is 64 or more hexadecimal digits, a GUID, or some other text. */
export function kindOfQr(text: string): QrKind {
  const kind = /^[0-9a-f]{64,}$/i.test(text) || guid.test(text) ? 'batch' : /^[0-9a-f]{32}$/i.test(text) ? 'digits' : 'other';
  forgetMatch();
  return kind;
}
