import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { Secret } from '../../../core/bytes/secret.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { parseCertificate, type Certificate } from '../../../core/certificates/certificate.ts';
import { selfSign } from '../../../core/certificates/issue.ts';
import { readObjects } from '../../../core/chip/snapshot.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import { encodePrivateKeyPem, generateKey, type PrivateKey } from '../../../core/keys/privateKey.ts';
import { keyUsageByte } from '../../../core/objects/codes.ts';
import { oid, type Oid } from '../../../core/objects/oid.ts';
import { joinFragments } from '../../../core/plan/fragments.ts';
import { encodePlan } from '../../../core/plan/planFile.ts';
import type { Input } from '../../../core/plan/step.ts';
import { wizardPlan, type PrepareAnswers } from '../../../core/plan/wizard.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, must, ok, type Result } from '../../../core/result/result.ts';
import { buildDataSet } from '../../../core/update/dataSet.ts';
import { writeFileText } from '../../../core/update/text.ts';
import { reason } from '../../files/reasons.ts';
import { writeAtomic } from '../../files/write.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import type { Action } from '../command.ts';
import { withChip, type Context, type Session } from '../context.ts';
import { progress } from '../io.ts';
import { runPlanCommand, type PlanReport } from '../runPlanCommand.ts';

interface Procedure {
  readonly name: string;
  readonly algorithm: 'secp256r1' | 'rsa2048';
  readonly target: Oid;
  readonly certificateObject: Oid;
  /** Encrypted, with both locks: the second procedure shows all of it. */
  readonly guarded: boolean;
}

const procedures: readonly Procedure[] = [
  { name: 'P-256', algorithm: 'secp256r1', target: oid(0xe0f1), certificateObject: oid(0xe0e1), guarded: false },
  { name: 'RSA-2048', algorithm: 'rsa2048', target: oid(0xe0fc), certificateObject: oid(0xe0e2), guarded: true },
];
const anchor = oid(0xe0e3);
const secretObject = oid(0xf1d1);
const secretName = 'demo-secret.txt';
const dataSetName = 'demo-data-set.txt';

interface Identity {
  readonly key: PrivateKey;
  readonly certificate: Certificate;
}

async function makeIdentity(algorithm: Procedure['algorithm'], subject: string): Promise<Identity> {
  const key = await generateKey(algorithm, nodeRandomness);
  const der = must(selfSign(key, subject, { days: 3650, now: new Date(), random: nodeRandomness }));
  return { key, certificate: must(parseCertificate(der)) };
}

type Files = [name: string, text: string][];

const filesOf = (name: string, { key, certificate }: Identity): Files => [
  [`${name}-key.pem`, encodePrivateKeyPem(key)],
  [`${name}-certificate.pem`, encodePem('CERTIFICATE', certificate.der)],
];

async function runProcedure(context: Context, session: Session, procedure: Procedure, integrity: Identity, files: Files): Promise<Result<PlanReport>> {
  progress(context.io, `--- ${procedure.name}: fresh key and certificate${procedure.guarded ? ', encrypted, anchor and secret locked' : ''}`);
  const device = await makeIdentity(procedure.algorithm, `CN=Demo device ${procedure.name}`);
  const secret = nodeRandomness(64);
  const spec = {
    target: procedure.target,
    trustAnchor: anchor,
    payloadVersion: 1,
    payload: { kind: 'key', key: device.key, usage: keyUsageByte(['authentication', 'signature']) },
    signer: integrity.key,
    ...(procedure.guarded
      ? { confidentiality: { secret: secretObject, value: new Secret(secret), label: utf8('Confidentiality'), seed: nodeRandomness(64) } }
      : {}),
  } as const;
  const dataSet = buildDataSet(spec);
  if (!dataSet.ok) return dataSet;
  files.push(...filesOf(procedure.name, device), [`${procedure.name}-data-set.txt`, writeFileText(dataSet.value)]);
  if (procedure.guarded) files.push([secretName, `${toHex(secret)}\n`]);
  const answers: PrepareAnswers = {
    target: procedure.target,
    anchor,
    anchorCertificate: integrity.certificate.der,
    lockAnchor: procedure.guarded,
    update: 'both',
    flush: true,
    ...(procedure.guarded
      ? { confidentiality: { object: secretObject, secret: { kind: 'material', name: secretName, length: secret.length }, lock: true, unreadable: true } }
      : {}),
  };
  const joined = joinFragments(dataSet.value.fragments);
  const fragments: Input = procedure.guarded ? { kind: 'inline', bytes: joined } : { kind: 'material', name: dataSetName, length: joined.length };
  const materials = new Map([[secretName, new Secret(secret)], [dataSetName, new Secret(joined)]]);
  const snapshot = await readObjects(session.chip, session.identity, [procedure.target]);
  if (!snapshot.ok) return snapshot;
  const plan = wizardPlan(answers, snapshot.value, {
    certificateObject: procedure.certificateObject,
    certificate: device.certificate.der,
    identityTag: true,
    manifest: dataSet.value.manifest,
    fragments,
  });
  files.push([`${procedure.name}-plan.json`, encodePlan(plan)]);
  return runPlanCommand(context, session, { plan, materials, confirmed: ['0xE0E3', '0xF1D1'], dryRun: false });
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

/** The whole procedure of spec page 4 on a simulated board, with fresh keys, each proved. */
export const demo: Action<DemoOptions> = async (context, { keep }) => {
  const simulated: Context = { ...context, port: keep === undefined ? 'simulated' : `simulated@${join(keep, 'chip.json')}` };
  const made = keep === undefined ? ok(undefined) : await makeFolder(keep);
  if (!made.ok) return made;
  return withChip(simulated, async (session) => {
    const integrity = await makeIdentity('secp256r1', 'CN=Demo integrity key');
    const files: Files = filesOf('integrity', integrity);
    const reports: { name: string; report: PlanReport }[] = [];
    const proofs: string[] = [];
    for (const procedure of procedures) {
      const report = await runProcedure(simulated, session, procedure, integrity, files);
      if (!report.ok) return report;
      reports.push({ name: procedure.name, report: report.value });
      const { steps } = report.value.result as { steps: readonly { id: string; state: string; says?: string }[] };
      const proof = steps.find(({ id }) => id === 'prove-key');
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
