import { signatureSchemes } from '../../apdu/commands/calcSign.ts';
import { curves } from '../../keys/curves.ts';
import { derTags, encodeDer } from '../../keys/der.ts';
import { ecdsaSign } from '../../keys/ecdsa.ts';
import { rsaSign } from '../../keys/rsaPrivate.ts';
import { findKey, usage, useKey } from '../chip/keyUse.ts';
import { concat } from '../../bytes/bytes.ts';
import { refused } from '../chip/outcome.ts';
import { parseTlvs, tlvOid } from '../chip/tlv.ts';
import type { Handler } from './handler.ts';
import { rsaHashOf } from './schemes.ts';

/** Digest sizes that ECDSA accepts, in bytes: 10 up to the key's length, at most 64 (manual, notes 62, 66). */
const ecdsaDigestFits = (digest: Uint8Array, fieldBytes: number): boolean =>
  digest.length >= 10 && digest.length <= Math.min(64, fieldBytes);

/** Padded to the curve's length even for a small number. Real chips answer like this, although strict DER does not allow it. */
const chipInteger = (number: Uint8Array): Uint8Array =>
  encodeDer(derTags.integer, (number[0] as number) >= 0x80 ? Uint8Array.of(0) : new Uint8Array(), number);

/** @param rs r ‖ s, each padded */
const chipSignature = (rs: Uint8Array): Uint8Array => concat(chipInteger(rs.subarray(0, rs.length / 2)), chipInteger(rs.subarray(rs.length / 2)));

/** Signs a digest; the key's usage must be sign or authentication. */
export const calcSign: Handler = async (machine, param, data) => {
  const hash = rsaHashOf(param);
  if (hash === undefined && param !== signatureSchemes.ecdsa) return 0x03;
  const tlvs = parseTlvs(data, [0x01, 0x03]);
  if (refused(tlvs)) return tlvs;
  const digest = tlvs.get(0x01);
  if (digest === undefined || tlvs.get(0x03)?.length !== 2) return 0x05;
  const found = await findKey(machine, tlvOid(tlvs, 0x03), [hash ? 'rsa' : 'ec'], usage.sign | usage.authentication);
  if (refused(found)) return found;
  const { key } = found;
  if (key.kind === 'ec' && !ecdsaDigestFits(digest, curves[key.curve].bytes)) return 0x05;
  if (hash && digest.length !== hash.bytes) return 0x05;
  const denied = await useKey(machine, found);
  if (denied !== undefined) return denied;
  if (key.kind === 'ec') return chipSignature(ecdsaSign(key.curve, key.privateKey, digest));
  return key.kind === 'rsa' && hash ? rsaSign(key.key, hash.name, digest) : 0x24;
};
