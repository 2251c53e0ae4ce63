import { cbc, cmac, ecb } from '@noble/ciphers/aes.js';
import { hmac } from '@noble/hashes/hmac.js';
import type { HashName } from '../../keys/rsa.ts';
import { hashOf } from '../chip/tlsPrf.ts';

export type SymMode =
  | { readonly kind: 'ecb' | 'cbc' | 'cbc-mac' | 'cmac' }
  | { readonly kind: 'hmac'; readonly hash: HashName };

/** Symmetric modes of operation (manual, table 41). */
export const symModes: Readonly<Record<number, SymMode>> = {
  0x08: { kind: 'ecb' },
  0x09: { kind: 'cbc' },
  0x0a: { kind: 'cbc-mac' },
  0x0b: { kind: 'cmac' },
  0x20: { kind: 'hmac', hash: 'sha256' },
  0x21: { kind: 'hmac', hash: 'sha384' },
  0x22: { kind: 'hmac', hash: 'sha512' },
};

export const blockBytes = 16;

/** Whether input must be whole blocks. The host does the padding, except where the mode defines it. */
export const needsBlocks = (mode: SymMode, last: boolean): boolean =>
  mode.kind === 'cmac' ? !last : mode.kind !== 'hmac';

/** Modes that give a result only at the end. */
export const gathers = (mode: SymMode): boolean => mode.kind !== 'ecb' && mode.kind !== 'cbc';

const raw = { disablePadding: true } as const;

/** ECB or CBC over whole blocks. @returns the output, and the initial value for the next part */
export function cipher(
  mode: SymMode,
  direction: 'encrypt' | 'decrypt',
  key: Uint8Array,
  iv: Uint8Array,
  input: Uint8Array,
): { readonly output: Uint8Array; readonly iv: Uint8Array } {
  const engine = mode.kind === 'cbc' ? cbc(key, iv, raw) : ecb(key, raw);
  const output = engine[direction](input);
  const chained = direction === 'encrypt' ? output : input;
  return { output, iv: chained.slice(-blockBytes) };
}

/** MAC or hash over all input. */
export function authenticate(mode: SymMode, key: Uint8Array, input: Uint8Array): Uint8Array {
  if (mode.kind === 'hmac') return hmac(hashOf[mode.hash], key, input);
  if (mode.kind === 'cmac') return cmac(input, key);
  // ISO 9797-1 MAC algorithm 1: the last block of CBC with a zero initial value.
  return cbc(key, new Uint8Array(blockBytes), raw).encrypt(input).slice(-blockBytes);
}
