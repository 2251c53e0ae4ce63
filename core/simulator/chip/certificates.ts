import { readAsChip, statusOf } from '../../certificates/anchorRules.ts';
import type { CertificateUsage } from '../../certificates/extensions.ts';
import type { PublicKey } from '../../keys/publicKey.ts';
import { permit } from './access.ts';
import type { Machine } from './machine.ts';
import type { Outcome } from './outcome.ts';
import { readable, type StoredObject } from './store.ts';

type Usages = readonly CertificateUsage[];

/**
 * Public key of the certificate at the start of an object.
 * @param usages if the certificate restricts its key, it must allow one of these; default: those for verifying
 * @returns the code of the first broken rule: 29, 2A or 24
 */
export function certificateKey(machine: Machine, object: StoredObject, usages?: Usages): Outcome<PublicKey> {
  const { breaches, publicKey } = readAsChip(readable(object), machine.profile.family, usages);
  const [first] = breaches;
  if (first !== undefined) return statusOf(first);
  return publicKey ?? 0x29;
}

/** The same for a command that uses the object. Its execute condition must be met. */
export function useCertificate(machine: Machine, object: StoredObject, usages: Usages): Outcome<PublicKey> {
  return permit(machine, object, 'execute') ?? certificateKey(machine, object, usages);
}
