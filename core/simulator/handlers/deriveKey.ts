import { hkdf } from '@noble/hashes/hkdf.js';
import type { HashName } from '../../keys/rsa.ts';
import { objectTypeCodes } from '../../objects/codes.ts';
import { nothing, refused } from '../chip/outcome.ts';
import { hashOf, tlsPrf } from '../chip/tlsPrf.ts';
import { parseTlvs, tlvNumber, tlvOid, type Tlvs } from '../chip/tlv.ts';
import type { Machine } from '../chip/machine.ts';
import { sessionLimit } from './getRandom.ts';
import type { Handler } from './handler.ts';
import { placeSecret, useSecret, validPlace } from './sharedSecret.ts';

interface Method {
  readonly kind: 'prf' | 'hkdf';
  readonly hash: HashName;
}

/** Key derivation methods (manual, table 39). */
const methods: Readonly<Record<number, Method>> = {
  0x01: { kind: 'prf', hash: 'sha256' },
  0x02: { kind: 'prf', hash: 'sha384' },
  0x03: { kind: 'prf', hash: 'sha512' },
  0x08: { kind: 'hkdf', hash: 'sha256' },
  0x09: { kind: 'hkdf', hash: 'sha384' },
  0x0a: { kind: 'hkdf', hash: 'sha512' },
};

const exportLimit = 256;

/** Lengths from notes 87 to 89: input 8…1024 (HKDF: from 0), key 16…256 if exported or 16…66 if stored, info up to 256. */
function valid(machine: Machine, method: Method, tlvs: Tlvs, length: number): boolean {
  const [input, info] = [tlvs.get(0x02), tlvs.get(0x04)];
  const size = input?.length ?? 0;
  if (size > 1024 || (method.kind === 'prf' && (size < 8 || info !== undefined)) || (info?.length ?? 0) > 256) return false;
  return length >= 16 && length <= (tlvs.has(0x08) ? sessionLimit(machine) : exportLimit) && validPlace(tlvs);
}

/** Derives a key from a pre-shared secret or session secret, and exports it or stores it in a session context. */
export const deriveKey: Handler = async (machine, param, data) => {
  const method = methods[param];
  if (method === undefined || (!machine.v3 && param !== 0x01)) return 0x03;
  const tlvs = parseTlvs(data, [0x01, 0x02, 0x03, 0x04, 0x07, 0x08]);
  if (refused(tlvs)) return tlvs;
  const [id, length] = [tlvOid(tlvs, 0x01), tlvNumber(tlvs, 0x03, 2)];
  if (id === undefined || length === undefined || !valid(machine, method, tlvs, length)) return 0x05;
  const secret = await useSecret(machine, id, objectTypeCodes.pre_sh_secret);
  if (refused(secret)) return secret;
  const input = tlvs.get(0x02) ?? nothing;
  const key =
    method.kind === 'prf'
      ? tlsPrf(method.hash, secret, input, length)
      : hkdf(hashOf[method.hash], secret, input, tlvs.get(0x04) ?? nothing, length);
  return placeSecret(machine, tlvs, key);
};
