import { certificatesIn } from '../../core/certificates/certificatesIn.ts';
import { parseCertificate, type Certificate } from '../../core/certificates/certificate.ts';
import type { ChipSnapshot } from '../../core/chip/snapshot.ts';
import { formatOid, type Oid } from '../../core/objects/oid.ts';
import type { FileNames } from '../../core/plan/planWithMaterials.ts';
import type { Plan, SendDataSet, Step } from '../../core/plan/step.ts';
import { parseManifest } from '../../core/update/manifest.ts';
import type { RecordedCertificate, StepFacts } from './entry.ts';

const factsOf = ({ subject, issuer, serial, fingerprint }: Certificate): RecordedCertificate => ({ subject, issuer, serial, sha256: fingerprint });

const inContent = (bytes: Uint8Array | undefined): RecordedCertificate[] => (bytes === undefined ? [] : (certificatesIn(bytes)?.certificates ?? []).map(factsOf));

/** Reads the certificates from the unencrypted payload of a data set. The content of encrypted payloads is unknown. */
function inDataSet({ manifest: bytes, fragments }: SendDataSet): RecordedCertificate[] {
  const manifest = parseManifest(bytes);
  const open = manifest.ok && manifest.value.payload.kind === 'data' && manifest.value.confidentiality === undefined;
  return open && fragments.kind === 'inline' ? inContent(fragments.bytes) : [];
}

function certificatesOf(step: Step): RecordedCertificate[] {
  if (step.kind === 'send-data-set') return inDataSet(step);
  if (step.kind === 'write-object') return step.content.kind === 'inline' ? inContent(step.content.bytes) : [];
  if (step.kind !== 'prove-key') return [];
  const proved = parseCertificate(step.certificate);
  return proved.ok ? [factsOf(proved.value)] : [];
}

/** The object's content before a step: from an earlier step of the plan, otherwise from the chip. */
function contentBefore(step: Step, object: Oid, plan: Plan, snapshot: ChipSnapshot): Uint8Array | undefined {
  const earlier = plan.steps.slice(0, plan.steps.findIndex(({ id }) => id === step.id));
  const written = earlier.findLast((one) => one.kind === 'write-object' && one.object === object);
  if (written?.kind !== 'write-object') return snapshot.objects.get(object)?.data;
  return written.content.kind === 'inline' ? written.content.bytes : undefined;
}

/** The signer of a data set: the certificate in the trust anchor that the manifest names. */
function signerOf(step: Step, plan: Plan, snapshot: ChipSnapshot): Pick<StepFacts, 'signer'> {
  if (step.kind !== 'send-data-set') return {};
  const manifest = parseManifest(step.manifest);
  if (!manifest.ok) return {};
  const { trustAnchor } = manifest.value;
  const [certificate] = inContent(contentBefore(step, trustAnchor, plan, snapshot));
  return { signer: { anchor: formatOid(trustAnchor), ...(certificate === undefined ? {} : { certificate }) } };
}

/** Returns the file name without folders, for paths of any platform. */
const nameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? '';

/**
 * Collects the record's facts about the contents of a step: certificates, the signer, the source files.
 * @param plan without its secrets
 */
export function stepFacts(step: Step, plan: Plan, snapshot: ChipSnapshot, names: FileNames): StepFacts {
  const certificates = certificatesOf(step);
  const files = [...new Set((names.get(step.id) ?? []).map(nameOf))].filter((name) => name !== '');
  return {
    ...(certificates.length === 0 ? {} : { certificates }),
    ...(files.length === 0 ? {} : { files }),
    ...signerOf(step, plan, snapshot),
  };
}
