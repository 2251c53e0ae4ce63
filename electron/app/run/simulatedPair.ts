import { equal } from '../../../core/bytes/bytes.ts';
import { unwrapCertificate } from '../../../core/certificates/identity.ts';
import { allowedNow, readObjects } from '../../../core/chip/snapshot.ts';
import { formatOid, oid } from '../../../core/objects/oid.ts';
import type { ProveKey } from '../../../core/plan/step.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import type { Work } from '../../board/board.ts';

/** The vendor's own key and its certificate. */
const [vendorKey, vendorCertificate] = [oid(0xe0f0), oid(0xe0e0)];

/**
 * Explains why the vendor's key and certificate of a simulated chip do not match: most profiles have the certificate of a
 * real chip, but not its private key. Both objects are locked by the factory, so there can be no other reason.
 * @returns another fault in this case, otherwise the given fault
 */
export async function explainPair({ key, certificate }: Pick<ProveKey, 'key' | 'certificate'>, why: Fault, { chip, identity }: Pick<Work, 'chip' | 'identity'>): Promise<Fault> {
  if (why.code !== 'plan/proof-failed' || key !== vendorKey) return why;
  const read = await readObjects(chip, identity, [vendorKey, vendorCertificate]);
  const [certificateObject, keyObject] = read.ok ? [read.value.objects.get(vendorCertificate), read.value.objects.get(vendorKey)] : [];
  if (certificateObject?.data === undefined || keyObject === undefined) return why;
  if ([certificateObject, keyObject].some(({ metadata }) => allowedNow(metadata, 'change', identity) === true)) return why;
  const inside = unwrapCertificate(certificateObject.data, formatOid(vendorCertificate));
  if (!inside.ok || !inside.value.certificates.some((der) => equal(der, certificate))) return why;
  return fault('plan/simulated-pair', { key: formatOid(vendorKey), certificate: formatOid(vendorCertificate) });
}
