import { parseCertificate } from '../../certificates/certificate.ts';
import type { PublicKey } from '../../keys/publicKey.ts';
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

/** Certificate at the front of an object. 29: no certificate (an identity's tag C0 too), 2A: too long, or a key that the chip lacks. */
export function certificateKey(machine: Machine, object: StoredObject): Outcome<PublicKey> {
  const content = readable(object);
  if (content[0] !== 0x30) return 0x29;
  const end = derEnd(content);
  if (end > content.length) return 0x29;
  if (end > longestCertificate) return 0x2a;
  const parsed = parseCertificate(content.slice(0, end));
  if (!parsed.ok) return parsed.fault.code === 'certificate/unsupported-key' ? 0x2a : 0x29;
  const { publicKey } = parsed.value;
  const known = publicKey.kind === 'rsa' || curveOfCode(algorithmCodes[publicKey.curve], machine.v3) !== undefined;
  return known ? publicKey : 0x2a;
}

/** The same for a command that uses the object: its execute condition counts. */
export function useCertificate(machine: Machine, object: StoredObject): Outcome<PublicKey> {
  return permit(machine, object, 'execute') ?? certificateKey(machine, object);
}
