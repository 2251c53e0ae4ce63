import { tlv } from '../../apdu/apdu.ts';
import { generateKey } from '../chip/generateKey.ts';
import { aesBytesOfCode } from '../chip/keys.ts';
import { nothing, refused } from '../chip/outcome.ts';
import type { Handler } from './handler.ts';

/** Makes an AES key in its object, or exports it behind tag 01. */
export const genSymKey: Handler = async (machine, param, data) => {
  if (aesBytesOfCode(param) === undefined) return 0x03;
  const made = await generateKey(machine, param, data);
  if (refused(made)) return made;
  if (!made.exported || made.key.kind !== 'aes') return nothing;
  return tlv(0x01, made.key.key);
};
