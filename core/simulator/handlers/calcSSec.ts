import { ecdhX } from '../../keys/ecdsa.ts';
import { findKey, usage, useKey } from '../chip/keyUse.ts';
import { parsePublicKey } from '../chip/keys.ts';
import { refused } from '../chip/outcome.ts';
import { parseTlvs, tlvNumber, tlvOid } from '../chip/tlv.ts';
import type { Handler } from './handler.ts';
import { placeSecret, validPlace } from './sharedSecret.ts';

const ecdh = 0x01;

/** ECDH between a private key (usage: key agreement) and a given public key. The shared X is exported or stored in a session context. */
export const calcSSec: Handler = async (machine, param, data) => {
  if (param !== ecdh) return 0x03;
  const tlvs = parseTlvs(data, [0x01, 0x05, 0x06, 0x07, 0x08]);
  if (refused(tlvs)) return tlvs;
  const [algorithm, bytes] = [tlvNumber(tlvs, 0x05, 1), tlvs.get(0x06)];
  if (algorithm === undefined || bytes === undefined || tlvs.get(0x01)?.length !== 2 || !validPlace(tlvs)) return 0x05;
  const peer = parsePublicKey(algorithm, bytes, machine.v3);
  if (refused(peer)) return peer;
  if (peer.kind !== 'ec') return 0x25;
  const found = await findKey(machine, tlvOid(tlvs, 0x01), ['ec'], usage.keyAgreement);
  if (refused(found)) return found;
  if (found.key.kind !== 'ec' || found.key.curve !== peer.curve) return 0x05;
  const denied = await useKey(machine, found);
  if (denied !== undefined) return denied;
  return placeSecret(machine, tlvs, ecdhX(peer.curve, found.key.privateKey, peer.point));
};
