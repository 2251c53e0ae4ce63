import { parseCertificate, type Certificate } from './certificate.ts';
import { unwrapCertificate, type ObjectForm } from './identity.ts';

/** The certificates in an object's content, in any supported form; undefined when there are none. */
export function certificatesIn(data: Uint8Array): { readonly form: ObjectForm; readonly certificates: readonly Certificate[] } | undefined {
  const inside = unwrapCertificate(data);
  if (!inside.ok) return undefined;
  const certificates = inside.value.certificates.flatMap((der) => {
    const parsed = parseCertificate(der);
    return parsed.ok ? [parsed.value] : [];
  });
  return certificates.length === 0 ? undefined : { form: inside.value.form, certificates };
}
