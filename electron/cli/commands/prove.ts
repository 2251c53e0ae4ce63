import { unwrapCertificate } from '../../../core/certificates/identity.ts';
import { parseCertificate, type Certificate } from '../../../core/certificates/certificate.ts';
import { readObject } from '../../../core/chip/read.ts';
import { readObjects } from '../../../core/chip/snapshot.ts';
import { formatOid, parseOid } from '../../../core/objects/oid.ts';
import { explainRefusal } from '../../../core/plan/explainRefusal.ts';
import { proveKey } from '../../../core/plan/steps/proveKey.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { explainPair } from '../../app/run/index.ts';
import { isSimulated } from '../../simulated/simulatedNames.ts';
import type { Action } from '../command.ts';
import { withChip, type Session } from '../context.ts';
import { readCertificate, requireOid } from '../inputs.ts';

/** A certificate of the chip (by object id), or of a file. */
async function certificateOf({ chip }: Session, from: string): Promise<Result<Certificate>> {
  const id = parseOid(from);
  if (!id.ok) return readCertificate(from);
  const data = await readObject(chip, id.value);
  if (!data.ok) return data;
  const inside = unwrapCertificate(data.value, formatOid(id.value));
  return inside.ok ? parseCertificate(inside.value.certificates[0] as Uint8Array, formatOid(id.value)) : inside;
}

interface ProveOptions {
  readonly key: string;
  readonly certificate: string;
}

export const prove: Action<ProveOptions> = async (context, { key, certificate }) => {
  const id = requireOid(key);
  if (!id.ok) return id;
  return withChip(context, async (session) => {
    const found = await certificateOf(session, certificate);
    if (!found.ok) return found;
    const step = { id: 'prove', kind: 'prove-key', key: id.value, certificate: found.value.der } as const;
    const proof = await proveKey.verify(step, { ...session, materials: new Map(), random: nodeRandomness });
    if (!proof.ok) {
      const why = isSimulated(session.port) ? await explainPair(step, proof.fault, session) : proof.fault;
      if (why !== proof.fault) return err(why);
      const snapshot = await readObjects(session.chip, session.identity, [id.value]);
      return snapshot.ok ? err(explainRefusal(step, proof.fault, snapshot.value.objects, snapshot.value)) : proof;
    }
    const json = { key: formatOid(id.value), certificate: found.value.subject, proved: proof.value.proved, says: proof.value.says };
    return ok({ json, lines: [`proved: ${proof.value.says}`] });
  });
};
