import type { Certificate } from '../../../core/certificates/certificate.ts';
import { formatOid, parseOid } from '../../../core/objects/oid.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { certificatesOfObject, checkHoldsCertificates } from '../../app/objects/index.ts';
import { proveNow } from '../../app/run/index.ts';
import { isSimulated } from '../../simulated/simulatedNames.ts';
import type { Action } from '../command.ts';
import { withChip, type Session } from '../context.ts';
import { readCertificate, requireOid } from '../inputs.ts';

/** Reads a certificate from the chip (by object id) or from a file. */
async function certificateOf(session: Session, from: string): Promise<Result<Certificate>> {
  const id = parseOid(from);
  if (!id.ok) return readCertificate(from);
  const found = await certificatesOfObject(id.value, session);
  return found.ok ? ok(found.value[0] as Certificate) : found;
}

interface ProveOptions {
  readonly key: string;
  readonly certificate: string;
}

export const prove: Action<ProveOptions> = async (context, { key, certificate }) => {
  const id = requireOid(key);
  if (!id.ok) return id;
  const from = parseOid(certificate);
  const fits = from.ok ? checkHoldsCertificates(from.value) : ok(undefined);
  if (!fits.ok) return fits;
  return withChip(context, async (session) => {
    const found = await certificateOf(session, certificate);
    if (!found.ok) return found;
    const step = { id: 'prove', kind: 'prove-key', key: id.value, certificate: found.value.der } as const;
    const proof = await proveNow(step, session, { random: nodeRandomness, simulated: isSimulated(session.port) });
    if (!proof.ok) return proof;
    const json = { key: formatOid(id.value), certificate: found.value.subject, proved: proof.value.proved, says: proof.value.says };
    return ok({ json, lines: [`proved: ${proof.value.says}`] });
  });
};
