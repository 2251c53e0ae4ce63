import { toHex, hex } from '../../../core/bytes/hex.ts';
import { u16 } from '../../../core/bytes/bytes.ts';
import { wrapIdentity } from '../../../core/certificates/identity.ts';
import { encodeMetadata, parseMetadata } from '../../../core/objects/metadata.ts';
import { must } from '../../../core/result/result.ts';
import type { ChipState, KeyState, ObjectState } from '../../../core/simulator/chip/state.ts';
import { profiles } from '../../../core/simulator/profiles/profiles.ts';
import type { SampleChip } from './sampleBundle.ts';

const usedSizeTag = 0xc5;
const part = (jwk: Readonly<Record<string, string>>, name: string): string => Buffer.from(jwk[name] ?? '', 'base64url').toString('hex');

const ecKey = (jwk: Readonly<Record<string, string>>): KeyState => ({ kind: 'ec', curve: 'secp256r1', privateKey: part(jwk, 'd') });
const rsaKey = (jwk: Readonly<Record<string, string>>): KeyState => ({
  kind: 'rsa',
  modulus: part(jwk, 'n'),
  exponent: part(jwk, 'e'),
  privateExponent: part(jwk, 'd'),
  p: part(jwk, 'p'),
  q: part(jwk, 'q'),
});

function holding(state: ObjectState | undefined, data: Uint8Array): ObjectState {
  if (state === undefined) throw new Error('the profile lacks an object');
  const metadata = must(parseMetadata(hex(state.metadata)));
  const sized = metadata.map((entry) => (entry.tag === usedSizeTag ? { ...entry, value: u16(data.length) } : entry));
  return { metadata: toHex(encodeMetadata(sized)), data: toHex(data) };
}

/** Makes the memory of an Express chip that belongs to a sample reel: `--port simulated:express@FILE`. */
export function reelChipState({ chipId, certificates, keys, pbs, auto }: SampleChip): ChipState {
  const { objects } = profiles['trust-m-express'];
  const uid = objects['e0c2'];
  const keyed = (id: string, key: KeyState): ObjectState => ({ metadata: objects[id]?.metadata ?? '', key });
  if (uid?.data === undefined) throw new Error('the profile lacks its UID');
  return {
    version: 1,
    profile: 'trust-m-express',
    objects: {
      ...objects,
      // Batch, X and Y are bytes 11…20 of the UID.
      e0c2: { ...uid, data: uid.data.slice(0, 22) + chipId + uid.data.slice(42) },
      e0e0: holding(objects['e0e0'], wrapIdentity(certificates.E0E0)),
      e0e1: holding(objects['e0e1'], wrapIdentity(certificates.E0E1)),
      e0e2: holding(objects['e0e2'], wrapIdentity(certificates.E0E2)),
      e0f0: keyed('e0f0', ecKey(keys.E0E0)),
      e0f1: keyed('e0f1', ecKey(keys.E0E1)),
      e0fc: keyed('e0fc', rsaKey(keys.E0E2)),
      e140: { metadata: objects['e140']?.metadata ?? '', data: pbs },
      f1d0: { metadata: objects['f1d0']?.metadata ?? '', data: auto },
    },
  };
}
