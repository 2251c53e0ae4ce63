import { tlv } from '../../apdu/apdu.ts';
import { concat } from '../../bytes/bytes.ts';
import { generateKey } from '../chip/generateKey.ts';
import { curveOfCode, privateKeyBytes, publicKeyBytes, rsaBitsOfCode } from '../chip/keys.ts';
import { refused } from '../chip/outcome.ts';
import type { Handler } from './handler.ts';

/** Makes a key pair in a key object or session context, or exports it. Answers the public key behind tag 02. */
export const genKeyPair: Handler = async (machine, param, data) => {
  if (curveOfCode(param, machine.v3) === undefined && rsaBitsOfCode(param) === undefined) return 0x03;
  const made = await generateKey(machine, param, data);
  if (refused(made)) return made;
  const publicPart = tlv(0x02, publicKeyBytes(made.key));
  return made.exported ? concat(tlv(0x01, privateKeyBytes(made.key)), publicPart) : publicPart;
};
