import { tlv } from '../../apdu/apdu.ts';
import { rsaDecryptPkcs1v15 } from '../../keys/rsaPrivate.ts';
import { findKey, usage, useKey } from '../chip/keyUse.ts';
import { isSession } from '../chip/machine.ts';
import { nothing, refused } from '../chip/outcome.ts';
import { parseTlvs, tlvOid } from '../chip/tlv.ts';
import { sessionLimit } from './getRandom.ts';
import type { Handler } from './handler.ts';
import { rsaesPkcs1 } from './schemes.ts';

/** Decrypts with an RSA key (usage: encryption). The message is exported behind tag 61, or stored in a session context. */
export const decryptAsym: Handler = async (machine, param, data) => {
  if (param !== rsaesPkcs1) return 0x03;
  const tlvs = parseTlvs(data, [0x61, 0x03, 0x02]);
  if (refused(tlvs)) return tlvs;
  const [cipher, session] = [tlvs.get(0x61), tlvOid(tlvs, 0x02)];
  if (cipher === undefined || tlvs.get(0x03)?.length !== 2) return 0x05;
  if (tlvs.has(0x02) && (session === undefined || !isSession(session))) return 0x05;
  const found = await findKey(machine, tlvOid(tlvs, 0x03), ['rsa'], usage.encryption);
  if (refused(found)) return found;
  if (found.key.kind !== 'rsa' || cipher.length !== found.key.key.modulus.length) return 0x05;
  const denied = await useKey(machine, found);
  if (denied !== undefined) return denied;
  const message = rsaDecryptPkcs1v15(found.key.key, cipher);
  if (message === undefined) return 0x2e;
  if (session === undefined) return tlv(0x61, message);
  if (message.length > sessionLimit(machine)) return 0x05;
  machine.volatile.sessions.set(session, { kind: 'secret', secret: message });
  return nothing;
};
