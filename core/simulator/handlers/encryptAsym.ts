import { tlv } from '../../apdu/apdu.ts';
import { rsaEncryptPkcs1v15 } from '../../keys/rsa.ts';
import { isSession, type Machine } from '../chip/machine.ts';
import { refused, type Outcome } from '../chip/outcome.ts';
import { parseTlvs, tlvOid, type Tlvs } from '../chip/tlv.ts';
import type { Handler } from './handler.ts';
import { publicKeyInput } from './publicKeyInput.ts';
import { rsaesPkcs1 } from './schemes.ts';
import { sessionSecret } from './sharedSecret.ts';

/** Least bytes that RSAES-PKCS1-v1_5 adds. */
const padding = 11;

function messageOf(machine: Machine, tlvs: Tlvs): Outcome<Uint8Array> {
  const [message, id] = [tlvs.get(0x61), tlvOid(tlvs, 0x02)];
  if (tlvs.has(0x61) === tlvs.has(0x02)) return 0x05;
  if (message !== undefined) return message.length > 0 ? message : 0x05;
  return id !== undefined && isSession(id) ? sessionSecret(machine, id) : 0x05;
}

/** Encrypts a message or a session's pre-master secret with an RSA public key. */
export const encryptAsym: Handler = (machine, param, data) => {
  if (param !== rsaesPkcs1) return 0x03;
  const tlvs = parseTlvs(data, [0x61, 0x02, 0x04, 0x05, 0x06]);
  if (refused(tlvs)) return tlvs;
  const message = messageOf(machine, tlvs);
  if (refused(message)) return message;
  const key = publicKeyInput(machine, tlvs, 'encrypt');
  if (refused(key)) return key;
  if (key.kind !== 'rsa' || message.length > key.modulus.length - padding) return 0x05;
  return tlv(0x61, rsaEncryptPkcs1v15(key, message, machine.random));
};
