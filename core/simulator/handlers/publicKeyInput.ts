import type { CertificateUsage } from '../../certificates/extensions.ts';
import type { PublicKey } from '../../keys/publicKey.ts';
import { useCertificate } from '../chip/certificates.ts';
import { parsePublicKey } from '../chip/keys.ts';
import { objectAt, type Machine } from '../chip/machine.ts';
import { refused, type Outcome } from '../chip/outcome.ts';
import { tlvNumber, tlvOid, type Tlvs } from '../chip/tlv.ts';

/** The key usages that a certificate must allow (manual, notes 50, 69). */
const usages = {
  verify: ['digitalSignature', 'keyCertSign'],
  encrypt: ['keyEncipherment', 'dataEncipherment'],
} as const satisfies Record<string, readonly CertificateUsage[]>;

/** The public key of a command: in a certificate object (tag 04), or given with its algorithm (05, 06). */
export function publicKeyInput(machine: Machine, tlvs: Tlvs, purpose: keyof typeof usages): Outcome<PublicKey> {
  const [algorithm, bytes] = [tlvNumber(tlvs, 0x05, 1), tlvs.get(0x06)];
  if (tlvs.has(0x04)) {
    if (tlvs.has(0x05) || tlvs.has(0x06) || tlvs.get(0x04)?.length !== 2) return 0x05;
    const object = objectAt(machine, tlvOid(tlvs, 0x04));
    return refused(object) ? object : useCertificate(machine, object, usages[purpose]);
  }
  if (algorithm === undefined || bytes === undefined) return 0x05;
  return parsePublicKey(algorithm, bytes, machine.v3);
}
