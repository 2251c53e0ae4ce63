import { readAsChip, statusOf } from '../../certificates/anchorRules.ts';
import type { CertificateUsage } from '../../certificates/extensions.ts';
import type { PublicKey } from '../../keys/publicKey.ts';
import { permit } from './access.ts';
import type { Machine } from './machine.ts';
import type { Outcome } from './outcome.ts';
import { readable, type StoredObject } from './store.ts';

type Usages = readonly CertificateUsage[];

/**
 * Public key of the certificate at the front of an object.
 * @param usages of which the certificate must have one, when it says what it is for; default: those for verifying
 * @returns the code of the first rule that the certificate breaks: 29, 2A or 24
 */
export function certificateKey(machine: Machine, object: StoredObject, usages?: Usages): Outcome<PublicKey> {
  const { breaches, publicKey } = readAsChip(readable(object), machine.profile.family, usages);
  const [first] = breaches;
  if (first !== undefined) return statusOf(first);
  return publicKey ?? 0x29;
}

/** The same for a command that uses the object: its execute condition counts. */
export function useCertificate(machine: Machine, object: StoredObject, usages: Usages): Outcome<PublicKey> {
  return permit(machine, object, 'execute') ?? certificateKey(machine, object, usages);
}
