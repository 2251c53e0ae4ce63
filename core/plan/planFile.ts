import { z } from 'zod';
import { hex, toHex } from '../bytes/hex.ts';
import { newKeyAlgorithms } from '../objects/codes.ts';
import { countBy } from '../objects/counter.ts';
import { encodeMetadata, parseMetadata } from '../objects/metadata.ts';
import { formatOid, parseOid, type Oid } from '../objects/oid.ts';
import { fault } from '../result/fault.ts';
import { err, must, ok, unreachable, type Result } from '../result/result.ts';
import { refuseKeys } from './refuseKeys.ts';
import type { Confirmation } from './confirmation.ts';
import type { Input, Plan, Step } from './step.ts';

const format = 'trust-bench-plan';
const version = 1;

const hexText = z.string().regex(/^([0-9a-f]{2})*$/i).max(200_000);
const oidText = z.string().regex(/^0x[0-9a-f]{4}$/i);
const input = z.union([
  z.strictObject({ inline: hexText }),
  z.strictObject({ material: z.string().min(1).max(200), bytes: z.number().int().min(1).max(100_000) }),
]);
const id = z.string().min(1).max(80);

const keyAlgorithm = z.enum(newKeyAlgorithms);

/** A step in a plan file, and in a job. */
export const stepJson = z.discriminatedUnion('kind', [
  z.strictObject({ id, kind: z.literal('write-object'), object: oidText, content: input, what: z.string().max(80) }),
  z.strictObject({ id, kind: z.literal('write-at'), object: oidText, offset: z.number().int().min(0).max(1727), content: input }),
  z.strictObject({ id, kind: z.literal('erase'), object: oidText }),
  z.strictObject({ id, kind: z.literal('count'), object: oidText, by: z.number().int().min(countBy.least).max(countBy.most), from: z.number().int().min(0).max(0xffff_ffff) }),
  z.strictObject({ id, kind: z.literal('write-metadata'), object: oidText, changes: hexText, purpose: z.string().max(300) }),
  z.strictObject({ id, kind: z.literal('send-data-set'), target: oidText, manifest: hexText, fragments: input }),
  z.strictObject({ id, kind: z.literal('prove-key'), key: oidText, certificate: hexText }),
  z.strictObject({ id, kind: z.literal('generate-key'), key: oidText, algorithm: keyAlgorithm, usage: z.number().int().min(1).max(0x33), overwrite: z.boolean() }),
  z.strictObject({ id, kind: z.literal('prove-aes'), key: oidText, known: z.strictObject({ material: z.string().min(1).max(200), bytes: z.number().int().min(16).max(32) }) }),
  z.strictObject({ id, kind: z.literal('lock'), object: oidText, unreadable: z.boolean() }),
]);
type StepJson = z.infer<typeof stepJson>;

/** The form of older programs. It bound the confirmation to nothing. */
const oldConfirmation = z.array(oidText).max(200);
const confirmation = z.strictObject({ objects: oldConfirmation, digest: hexText, publicKey: hexText, signature: hexText, contents: z.record(z.string().max(200), hexText).optional() });

const planJson = z.strictObject({
  format: z.literal(format),
  version: z.literal(version),
  title: z.string().max(200),
  chip: z.strictObject({ uid: hexText, chipId: z.string().max(20) }).optional(),
  steps: z.array(stepJson).min(1).max(200),
  confirmed: z.union([oldConfirmation, confirmation]).optional(),
});

const inputToJson = (value: Input): z.infer<typeof input> =>
  value.kind === 'inline' ? { inline: toHex(value.bytes) } : { material: value.name, bytes: value.length };

const inputFromJson = (json: z.infer<typeof input>): Input =>
  'inline' in json ? { kind: 'inline', bytes: hex(json.inline) } : { kind: 'material', name: json.material, length: json.bytes };

/** A step in the form of the plan file. */
export function stepToJson(step: Step): StepJson {
  switch (step.kind) {
    case 'write-object':
    case 'write-at':
      return { ...step, object: formatOid(step.object), content: inputToJson(step.content) };
    case 'write-metadata':
      return { ...step, object: formatOid(step.object), changes: toHex(encodeMetadata(step.changes)) };
    case 'send-data-set':
      return { ...step, target: formatOid(step.target), manifest: toHex(step.manifest), fragments: inputToJson(step.fragments) };
    case 'prove-aes':
      return { ...step, key: formatOid(step.key), known: { material: step.known.name, bytes: step.known.length } };
    case 'prove-key':
      return { ...step, key: formatOid(step.key), certificate: toHex(step.certificate) };
    case 'generate-key':
      return { ...step, key: formatOid(step.key) };
    case 'lock':
    case 'erase':
    case 'count':
      return { ...step, object: formatOid(step.object) };
    default:
      return unreachable(step);
  }
}

const readOid = (text: string): Oid => must(parseOid(text));

/** Reads a step of a plan file. */
export function stepFromJson(json: StepJson): Result<Step, 'metadata/malformed'> {
  switch (json.kind) {
    case 'write-object':
      return ok({ ...json, object: readOid(json.object), content: inputFromJson(json.content) });
    case 'write-metadata': {
      const changes = parseMetadata(hex(json.changes));
      return changes.ok ? ok({ ...json, object: readOid(json.object), changes: changes.value }) : changes;
    }
    case 'send-data-set':
      return ok({ ...json, target: readOid(json.target), manifest: hex(json.manifest), fragments: inputFromJson(json.fragments) });
    case 'prove-aes':
      return ok({ ...json, key: readOid(json.key), known: { kind: 'material', name: json.known.material, length: json.known.bytes } });
    case 'prove-key':
      return ok({ ...json, key: readOid(json.key), certificate: hex(json.certificate) });
    case 'generate-key':
      return ok({ ...json, key: readOid(json.key) });
    case 'write-at':
      return ok({ ...json, object: readOid(json.object), content: inputFromJson(json.content) });
    case 'lock':
      return ok({ ...json, object: readOid(json.object) });
    case 'erase':
      return ok({ ...json, object: readOid(json.object) });
    case 'count':
      return ok({ ...json, object: readOid(json.object) });
    default:
      return unreachable(json);
  }
}

function confirmationToJson({ objects, seal }: Confirmation): z.infer<typeof planJson>['confirmed'] {
  if (seal === undefined) return [...objects];
  const contents = seal.contents === undefined ? {} : { contents: seal.contents };
  return { objects: [...objects], digest: toHex(seal.digest), publicKey: toHex(seal.publicKey), signature: toHex(seal.signature), ...contents };
}

function confirmationFromJson(json: NonNullable<z.infer<typeof planJson>['confirmed']>): Confirmation {
  const objects = (ids: readonly string[]): string[] => ids.map((one) => formatOid(readOid(one)));
  if (Array.isArray(json)) return { objects: objects(json) };
  const contents = json.contents === undefined ? {} : { contents: json.contents };
  return { objects: objects(json.objects), seal: { digest: hex(json.digest), publicKey: hex(json.publicKey), signature: hex(json.signature), ...contents } };
}

/** The plan as a file: versioned JSON. It names secrets and keys and never contains them. */
export function encodePlan(plan: Plan): string {
  const chip = plan.chip === undefined ? {} : { chip: { uid: toHex(plan.chip.uid), chipId: plan.chip.chipId } };
  return `${JSON.stringify({ format, version, title: plan.title, ...chip, steps: plan.steps.map(stepToJson), confirmed: plan.confirmed && confirmationToJson(plan.confirmed) }, undefined, 2)}\n`;
}

type PlanFileFault = 'plan/not-a-plan' | 'plan/newer-version' | 'metadata/malformed' | 'key/not-for-object';

/** Reads a plan file. @param file the user's name for it */
export function decodePlan(text: string, file: string): Result<Plan, PlanFileFault> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return err(fault('plan/not-a-plan', { file, why: 'It is not JSON.' }));
  }
  const head = z.object({ format: z.literal(format), version: z.number() }).safeParse(json);
  if (!head.success) return err(fault('plan/not-a-plan', { file, why: `It does not say "format": "${format}".` }));
  if (head.data.version > version) return err(fault('plan/newer-version', { file, version: head.data.version }));
  const parsed = planJson.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return err(fault('plan/not-a-plan', { file, why: `At ${issue?.path.join('.') || 'the top'}: ${issue?.message ?? 'wrong'}.` }));
  }
  return planFromJson(parsed.data, file);
}

function planFromJson(json: z.infer<typeof planJson>, file: string): Result<Plan, PlanFileFault> {
  const ids = new Set(json.steps.map((step) => step.id));
  if (ids.size !== json.steps.length) return err(fault('plan/not-a-plan', { file, why: 'Two of its steps have the same id.' }));
  const steps: Step[] = [];
  for (const stepText of json.steps) {
    const step = stepFromJson(stepText);
    if (!step.ok) return step;
    steps.push(step.value);
  }
  const chip = json.chip === undefined ? {} : { chip: { uid: hex(json.chip.uid), chipId: json.chip.chipId } };
  const confirmed = json.confirmed === undefined ? {} : { confirmed: confirmationFromJson(json.confirmed) };
  const plan = { title: json.title, ...chip, steps, ...confirmed };
  const allowed = refuseKeys(plan, file);
  return allowed.ok ? ok(plan) : allowed;
}
