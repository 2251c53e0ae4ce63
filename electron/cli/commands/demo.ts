import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { Secret } from '../../../core/bytes/secret.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { readConditions } from '../../../core/chip/snapshot.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import { encodePrivateKeyPem } from '../../../core/keys/privateKey.ts';
import { formatOid, oid, type Oid } from '../../../core/objects/oid.ts';
import { splitFragments } from '../../../core/plan/fragments.ts';
import { withInput } from '../../../core/plan/input.ts';
import { encodePlan } from '../../../core/plan/planFile.ts';
import type { PlanWithMaterials } from '../../../core/plan/planWithMaterials.ts';
import { objectsInUse, usualKeyUsage, usualObjects, type ResolvedAnswers } from '../../../core/plan/wizard/answers.ts';
import type { GivenCertificate, GivenKey, WizardMaterial } from '../../../core/plan/wizard/material.ts';
import { planOfAnswers } from '../../../core/plan/wizard/plan.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { writeFileText } from '../../../core/update/text.ts';
import { reason } from '../../files/reasons.ts';
import { writeAtomic } from '../../files/write.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { keyFileSigner } from '../../signers/keyFile.ts';
import type { Action } from '../command.ts';
import { withChip, type Context, type Session } from '../context.ts';
import { progress } from '../io.ts';
import { makePair } from '../../app/material/index.ts';
import type { RunReport } from '../../app/run/index.ts';
import { runPlanCommand } from '../runPlanCommand.ts';

interface Procedure {
  readonly name: string;
  readonly algorithm: 'secp256r1' | 'rsa2048';
  readonly target: Oid;
  readonly certificateObject: Oid;
  /** Whether the update is encrypted and both locks are set, so that the second procedure shows every feature. */
  readonly guarded: boolean;
}

const procedures: readonly Procedure[] = [
  { name: 'P-256', algorithm: 'secp256r1', target: usualObjects.target, certificateObject: usualObjects.certificate, guarded: false },
  { name: 'RSA-2048', algorithm: 'rsa2048', target: oid(0xe0fc), certificateObject: oid(0xe0e2), guarded: true },
];
const { anchor, secret: secretObject } = usualObjects;
const secretName = 'demo-secret.txt';

interface Identity {
  readonly key: GivenKey;
  readonly certificate: GivenCertificate;
}

async function makeIdentity(name: string, algorithm: Procedure['algorithm'], subject: string): Promise<Identity> {
  const { key, certificate } = await makePair(algorithm, subject, { days: 3650, now: new Date(), random: nodeRandomness });
  return { key: { key, file: `${name}-key.pem` }, certificate: { certificate, file: `${name}-certificate.pem` } };
}

type Files = [name: string, text: string][];

const filesOf = ({ key, certificate }: Identity): Files => [
  [key.file, encodePrivateKeyPem(key.key)],
  [certificate.file, encodePem('CERTIFICATE', certificate.certificate.der)],
];

/** The wizard's answers for a procedure. Version 1, because these are the chip's first keys. */
const answersOf = ({ target, certificateObject, guarded }: Procedure): ResolvedAnswers => ({
  target,
  anchor,
  lockAnchor: guarded,
  update: 'both',
  flush: true,
  ...(guarded ? { confidentiality: { object: secretObject, lock: true, unreadable: true } } : {}),
  key: { certificateObject, identityTag: true, usage: usualKeyUsage(), version: 1 },
});

/** The data set that a plan sends, as text in the form of the vendor's tools. */
async function dataSetText({ plan, materials }: PlanWithMaterials): Promise<Result<string>> {
  const sends = plan.steps.find((step) => step.kind === 'send-data-set');
  if (sends === undefined) return ok('');
  return withInput(sends.fragments, materials, (bytes) => Promise.resolve(ok(writeFileText({ manifest: sends.manifest, fragments: splitFragments(bytes) }))));
}

async function runProcedure(context: Context, session: Session, procedure: Procedure, integrity: Identity, files: Files): Promise<Result<RunReport>> {
  const { name, algorithm, guarded } = procedure;
  progress(context.io, `--- ${name}: fresh key and certificate${guarded ? ', encrypted, anchor and secret locked' : ''}`);
  const device = await makeIdentity(name, algorithm, `CN=Demo device ${name}`);
  const secret = new Secret(nodeRandomness(64));
  const material: WizardMaterial = { device, integrity, secret: { secret, file: secretName } };
  const answers = answersOf(procedure);
  const snapshot = await readConditions(session.chip, session.identity, objectsInUse(answers));
  if (!snapshot.ok) return snapshot;
  const made = await planOfAnswers(answers, material, snapshot.value, { random: nodeRandomness, signerOf: keyFileSigner }, { secret: secretName, fragments: 'demo-data-set.txt', aes: 'demo-aes.txt' });
  if (!made.ok) return made;
  const dataSet = await dataSetText(made.value);
  if (!dataSet.ok) return dataSet;
  files.push(...filesOf(device), [`${name}-data-set.txt`, dataSet.value], ...(guarded ? [[secretName, `${secret.open(toHex)}\n`] as [string, string]] : []));
  const { plan, materials, files: names = new Map<string, string[]>() } = made.value;
  files.push([`${name}-plan.json`, encodePlan(plan)]);
  return runPlanCommand(context, session, { plan, materials, files: names, confirmed: [formatOid(anchor), formatOid(secretObject)] });
}

interface DemoOptions {
  readonly keep?: string;
}

async function makeFolder(folder: string): Promise<Result<void>> {
  try {
    await mkdir(folder, { recursive: true });
    return ok(undefined);
  } catch (thrown) {
    return err(fault('file/not-written', { file: folder, reason: reason(thrown) }));
  }
}

async function keepFiles(folder: string, files: Files): Promise<Result<void>> {
  const made = await makeFolder(folder);
  if (!made.ok) return made;
  for (const [name, text] of files) {
    const written = await writeAtomic(join(folder, name), utf8(text), { mode: 0o600 });
    if (!written.ok) return written;
  }
  return ok(undefined);
}

/** Runs the whole procedure on a simulated board with new keys, and proves each key. */
export const demo: Action<DemoOptions> = async (context, { keep }) => {
  const simulated: Context = { ...context, port: keep === undefined ? 'simulated' : `simulated@${join(keep, 'chip.json')}` };
  const made = keep === undefined ? ok(undefined) : await makeFolder(keep);
  if (!made.ok) return made;
  return withChip(simulated, async (session) => {
    const integrity = await makeIdentity('integrity', 'secp256r1', 'CN=Demo integrity key');
    const files: Files = filesOf(integrity);
    const reports: { name: string; report: RunReport }[] = [];
    const proofs: string[] = [];
    for (const procedure of procedures) {
      const report = await runProcedure(simulated, session, procedure, integrity, files);
      if (!report.ok) return report;
      reports.push({ name: procedure.name, report: report.value });
      const proof = report.value.result.steps.find(({ id }) => id === 'prove-key');
      proofs.push(`${procedure.name}: proved: ${proof?.says ?? ''}`);
    }
    if (keep !== undefined) {
      const kept = await keepFiles(keep, files);
      if (!kept.ok) return kept;
    }
    const json = { simulated: true, chipId: session.identity.uid.chipId, procedures: reports, proofs };
    return ok({ json, lines: [...proofs, ...(keep === undefined ? [] : [`files: ${keep}`])] });
  });
};
