import { readPem } from '../../keys/pem.ts';

/** DER of the first PEM block. */
export const derOf = (pem: string): Uint8Array => readPem(pem).blocks[0]?.bytes as Uint8Array;
