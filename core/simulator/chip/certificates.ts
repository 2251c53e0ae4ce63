import { parseCertificate } from '../../certificates/certificate.ts';
import type { CertificateUsage } from '../../certificates/extensions.ts';
import { algorithmOf, type PublicKey } from '../../keys/publicKey.ts';
import { permit } from './access.ts';
import { curveOfCode } from './keys.ts';
import { algorithmCodes } from '../../objects/codes.ts';
import type { Machine } from './machine.ts';
import type { Outcome } from './outcome.ts';
import { readable, type StoredObject } from './store.ts';

/** The chip's parser takes no longer certificate (manual, error 2A). Bytes. */
const longestCertificate = 1300;

/** Bytes of the DER value at the start: an object may be longer than the certificate in it. */
function derEnd(bytes: Uint8Array): number {
  const [, first = 0, second = 0, third = 0] = bytes;
  if (first < 0x80) return 2 + first;
  return first === 0x81 ? 3 + second : 4 + second * 256 + third;
}

type Usages = readonly CertificateUsage[];

/**
 * Public key of the certificate at the front of an object.
 * @param usages of which the certificate must have one, when it says what it is for
 * @returns 29 for no certificate (an identity's tag C0 too), 2A when it is too long or its key is none of the chip's,
 * 24 for another key usage: "unsupported key usage extension" is the nearest of the codes, the manual names none
 */
export function certificateKey(machine: Machine, object: StoredObject, usages?: Usages): Outcome<PublicKey> {
  const content = readable(object);
  if (content[0] !== 0x30) return 0x29;
  const end = derEnd(content);
  if (end > content.length) return 0x29;
  if (end > longestCertificate) return 0x2a;
  const parsed = parseCertificate(content.slice(0, end));
  if (!parsed.ok) return parsed.fault.code === 'certificate/unsupported-key' ? 0x2a : 0x29;
  const { publicKey, keyUsage } = parsed.value;
  const name = algorithmOf(publicKey);
  if (name === undefined || (publicKey.kind === 'ec' && curveOfCode(algorithmCodes[name], machine.v3) === undefined)) return 0x2a;
  return usages && keyUsage && !usages.some((usage) => keyUsage.includes(usage)) ? 0x24 : publicKey;
}

/** The same for a command that uses the object: its execute condition counts. */
export function useCertificate(machine: Machine, object: StoredObject, usages: Usages): Outcome<PublicKey> {
  return permit(machine, object, 'execute') ?? certificateKey(machine, object, usages);
}
