import { basename } from 'node:path';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { readConditions } from '../../../core/chip/snapshot.ts';
import { requireObject } from '../../../core/objects/catalogue.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import { encodePlan } from '../../../core/plan/planFile.ts';
import type { PlanWithMaterials } from '../../../core/plan/planWithMaterials.ts';
import { objectsInUse, type ResolvedAnswers, type UpdateKind } from '../../../core/plan/wizard/answers.ts';
import type { GivenSecret, WizardMaterial } from '../../../core/plan/wizard/material.ts';
import { materialNames, planOfAnswers } from '../../../core/plan/wizard/plan.ts';
import { findProblems } from '../../../core/plan/wizard/problems.ts';
import { findWarnings } from '../../../core/plan/wizard/warnings.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { sayLine } from '../../../core/result/say.ts';
import { writeAtomic } from '../../files/write.ts';
import { withConfirmation } from '../../journal/confirm.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { keyFileSigner } from '../../signers/keyFile.ts';
import type { Action } from '../command.ts';
import { withChip, type Context, type Session } from '../context.ts';
import { readCertificate, readConfirmed, readSecret } from '../inputs.ts';
import { warn } from '../io.ts';
import { journalOf } from '../journalOf.ts';
import { planCommand, sayDryRun } from '../runPlanCommand.ts';

interface PrepareOptions {
  readonly target: string;
  readonly anchor: string;
  readonly anchorCertificate: string;
  readonly lockAnchor?: boolean;
  readonly secretId?: string;
  readonly secret?: string;
  readonly lockSecret?: boolean;
  readonly secretUnreadable?: boolean;
  readonly secretReadable?: boolean;
  readonly update: UpdateKind;
  readonly flush?: boolean;
  readonly yesLock?: readonly string[];
  readonly dryRun?: boolean;
  readonly planOut?: string;
}

/** The wizard's answers and material, for a plan that sends no key. */
interface Read {
  readonly answers: ResolvedAnswers;
  readonly material: WizardMaterial;
}

const usage = (message: string): Result<never> => err(fault('usage/bad-option', { message }));

interface Confidentiality {
  readonly answers: NonNullable<ResolvedAnswers['confidentiality']>;
  readonly secret: GivenSecret;
}

async function readConfidentiality(options: PrepareOptions): Promise<Result<Confidentiality | undefined>> {
  const { secretId, secret: file } = options;
  const ofLock = options.secretUnreadable === true ? '--secret-unreadable' : options.secretReadable === true ? '--secret-readable' : undefined;
  if (secretId === undefined && file === undefined) {
    if (options.lockSecret === true || ofLock !== undefined) return usage(`${ofLock ?? '--lock-secret'} requires --secret-id and --secret.`);
    return ok(undefined);
  }
  if (secretId === undefined || file === undefined) return usage('--secret-id and --secret must be given together.');
  if (ofLock !== undefined && options.lockSecret !== true) return usage(`${ofLock} requires --lock-secret: both are set in one step.`);
  if (options.secretUnreadable === true && options.secretReadable === true) return usage('Use --secret-unreadable or --secret-readable, not both.');
  const object = requireObject(secretId);
  if (!object.ok) return object;
  const secret = await readSecret(file);
  if (!secret.ok) return secret;
  const answers = { object: object.value, lock: options.lockSecret === true, unreadable: options.lockSecret === true && options.secretReadable !== true };
  return ok({ answers, secret: { secret: secret.value, file: file === '-' ? 'secret' : file } });
}

async function readAnswers(options: PrepareOptions): Promise<Result<Read>> {
  const [target, anchor] = [requireObject(options.target), requireObject(options.anchor)];
  if (!target.ok) return target;
  if (!anchor.ok) return anchor;
  if (options.flush === true && options.update === 'data') return usage('--flush requires --update metadata or both.');
  const certificate = await readCertificate(options.anchorCertificate);
  if (!certificate.ok) return certificate;
  const read = await readConfidentiality(options);
  if (!read.ok) return read;
  const confidentiality = read.value;
  const answers: ResolvedAnswers = {
    target: target.value,
    anchor: anchor.value,
    lockAnchor: options.lockAnchor === true,
    update: options.update,
    flush: options.flush === true,
    ...(confidentiality === undefined ? {} : { confidentiality: confidentiality.answers }),
  };
  const integrity = { certificate: { certificate: certificate.value, file: options.anchorCertificate } };
  const material = { device: {}, integrity, secret: confidentiality?.secret };
  const [problem] = findProblems(answers, material, undefined);
  return problem === undefined ? ok({ answers, material }) : err(problem.fault);
}

/** Makes the plan for the chip of this session. In the plan, the secret has the name of its file. */
async function planFor(context: Context, { chip, identity }: Session, { answers, material }: Read): Promise<Result<PlanWithMaterials>> {
  // Options that do not exist on the chip's family are not required.
  const [problem] = findProblems(answers, material, identity);
  if (problem !== undefined) return err(problem.fault);
  const snapshot = await readConditions(chip, identity, objectsInUse(answers));
  if (!snapshot.ok) return snapshot;
  for (const { fault: warning } of findWarnings(answers, material, snapshot.value, new Date())) warn(context.io, sayLine(warning));
  return planOfAnswers(answers, material, snapshot.value, { random: nodeRandomness, signerOf: keyFileSigner }, { ...materialNames, secret: material.secret?.file ?? materialNames.secret });
}

export const prepare: Action<PrepareOptions> = async (context, options) => {
  const read = await readAnswers(options);
  if (!read.ok) return read;
  const confirmed = readConfirmed(options.yesLock);
  if (!confirmed.ok) return confirmed;
  return withChip(context, async (session) => {
    const made = await planFor(context, session, read.value);
    if (!made.ok) return made;
    const { plan, materials, files = new Map<string, string[]>() } = made.value;
    if (options.planOut !== undefined) {
      const sealed = await withConfirmation(plan, { plan, materials, objects: confirmed.value }, journalOf(context), nodeRandomness);
      if (!sealed.ok) return sealed;
      const written = await writeAtomic(options.planOut, utf8(encodePlan(sealed.value)));
      if (!written.ok) return written;
    }
    const report = await planCommand(context, session, { plan, materials, files, confirmed: confirmed.value, from: 'procedure' }, options.dryRun === true);
    if (!report.ok) return report;
    const done = options.dryRun === true ? `: ${sayDryRun(report.value.rehearsal)}` : ' is prepared';
    return ok({ json: report.value, lines: [`${formatOid(read.value.answers.target)}${done}`, ...(options.planOut === undefined ? [] : [`plan: ${basename(options.planOut)}`])] });
  });
};
