import { basename } from 'node:path';
import { utf8 } from '../../../core/bytes/bytes.ts';
import type { Secret } from '../../../core/bytes/secret.ts';
import { checkForObject } from '../../../core/certificates/certificate.ts';
import { readObjects } from '../../../core/chip/snapshot.ts';
import { findObject } from '../../../core/objects/catalogue.ts';
import { metadataLimit } from '../../../core/objects/metadata.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import { sameObjects } from '../../../core/plan/distinctObjects.ts';
import { encodePlan } from '../../../core/plan/planFile.ts';
import { targetBudget, wizardPlan, type PrepareAnswers } from '../../../core/plan/wizard.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { sayLine } from '../../../core/result/say.ts';
import { writeAtomic } from '../../files/write.ts';
import { withConfirmation } from '../../journal/confirm.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import type { Action } from '../command.ts';
import { withChip, type Context } from '../context.ts';
import { readCertificate, readConfirmed, readSecret, requireOid } from '../inputs.ts';
import { warn } from '../io.ts';
import { journalOf } from '../journalOf.ts';
import { runPlanCommand, sayDryRun } from '../runPlanCommand.ts';

interface PrepareOptions {
  readonly target: string;
  readonly anchor: string;
  readonly anchorCertificate: string;
  readonly lockAnchor?: boolean;
  readonly secretId?: string;
  readonly secret?: string;
  readonly lockSecret?: boolean;
  readonly secretUnreadable?: boolean;
  readonly update: 'data' | 'metadata' | 'both';
  readonly flush?: boolean;
  readonly yesLock?: readonly string[];
  readonly dryRun?: boolean;
  readonly planOut?: string;
}

interface Read {
  readonly answers: PrepareAnswers;
  readonly materials: ReadonlyMap<string, Secret>;
}

const usage = (message: string): Result<never> => err(fault('usage/bad-option', { message }));

async function readConfidentiality(options: PrepareOptions): Promise<Result<{ confidentiality?: PrepareAnswers['confidentiality']; materials: Map<string, Secret> }>> {
  const { secretId, secret: file } = options;
  if (secretId === undefined && file === undefined) {
    if (options.lockSecret === true || options.secretUnreadable === true) return usage('--lock-secret and --secret-unreadable want --secret-id and --secret.');
    return ok({ materials: new Map() });
  }
  if (secretId === undefined || file === undefined) return usage('--secret-id and --secret go together.');
  if (options.secretUnreadable === true && options.lockSecret !== true) return usage('--secret-unreadable wants --lock-secret: it is set together with the lock.');
  const object = requireOid(secretId);
  if (!object.ok) return object;
  const secret = await readSecret(file);
  if (!secret.ok) return secret;
  const name = file === '-' ? 'secret' : file;
  const confidentiality = {
    object: object.value,
    secret: { kind: 'material', name, length: secret.value.length },
    lock: options.lockSecret === true,
    unreadable: options.secretUnreadable === true,
  } as const;
  return ok({ confidentiality, materials: new Map([[name, secret.value]]) });
}

async function readAnswers(context: Context, options: PrepareOptions): Promise<Result<Read>> {
  const [target, anchor] = [requireOid(options.target), requireOid(options.anchor)];
  if (!target.ok) return target;
  if (!anchor.ok) return anchor;
  for (const id of [target.value, anchor.value]) {
    if (findObject(id) === undefined) return err(fault('object/unknown', { object: formatOid(id) }));
  }
  if (options.flush === true && options.update === 'data') return usage('--flush wants --update metadata or both.');
  const certificate = await readCertificate(options.anchorCertificate);
  if (!certificate.ok) return certificate;
  const fits = checkForObject(certificate.value, { maxSize: findObject(anchor.value)?.maxSize ?? 0, now: new Date(), anchor: true });
  if (!fits.ok) return fits;
  for (const warning of fits.value) warn(context.io, sayLine(warning));
  const secret = await readConfidentiality(options);
  if (!secret.ok) return secret;
  const { confidentiality } = secret.value;
  const [same] = sameObjects({ target: target.value, 'trust anchor': anchor.value, ...(confidentiality === undefined ? {} : { secret: confidentiality.object }) });
  if (same !== undefined) return err(same.fault);
  if (confidentiality?.lock === true && !confidentiality.unreadable) {
    warn(context.io, `${formatOid(confidentiality.object)} can still be read by everyone after it is locked; --secret-unreadable closes that`);
  }
  const answers: PrepareAnswers = {
    target: target.value,
    anchor: anchor.value,
    anchorCertificate: certificate.value.der,
    lockAnchor: options.lockAnchor === true,
    update: options.update,
    flush: options.flush === true,
    ...(confidentiality === undefined ? {} : { confidentiality }),
  };
  return ok({ answers, materials: secret.value.materials });
}

export const prepare: Action<PrepareOptions> = async (context, options) => {
  const read = await readAnswers(context, options);
  if (!read.ok) return read;
  const confirmed = readConfirmed(options.yesLock);
  if (!confirmed.ok) return confirmed;
  const { answers, materials } = read.value;
  return withChip(context, async (session) => {
    const snapshot = await readObjects(session.chip, session.identity, [answers.target]);
    if (!snapshot.ok) return snapshot;
    const present = snapshot.value.objects.get(answers.target)?.metadata ?? [];
    const bytes = targetBudget(answers, present);
    if (bytes > metadataLimit) return err(fault('metadata/too-long', { object: formatOid(answers.target), bytes, limit: metadataLimit }));
    const plan = wizardPlan(answers, snapshot.value);
    if (options.planOut !== undefined) {
      const sealed = await withConfirmation(plan, { plan, materials, objects: confirmed.value }, journalOf(context), nodeRandomness);
      if (!sealed.ok) return sealed;
      const written = await writeAtomic(options.planOut, utf8(encodePlan(sealed.value)));
      if (!written.ok) return written;
    }
    const report = await runPlanCommand(context, session, { plan, materials, confirmed: confirmed.value, dryRun: options.dryRun === true, from: 'procedure' });
    if (!report.ok) return report;
    const done = options.dryRun === true ? `: ${sayDryRun(report.value.rehearsal)}` : ' is prepared';
    return ok({ json: report.value, lines: [`${formatOid(answers.target)}${done}`, ...(options.planOut === undefined ? [] : [`plan: ${basename(options.planOut)}`])] });
  });
};
