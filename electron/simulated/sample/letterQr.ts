import encodeQR from 'qr';

/** The QR code on a reel's letter, as a picture (GIF). */
export const letterQr = (text: string): Uint8Array => encodeQR(text, 'gif', { scale: 6, border: 4 });
