import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Randomness } from '../../core/bridge/bytePort.ts';
import type { PrivateKey } from '../../core/keys/privateKey.ts';
import { encodeSpki } from '../../core/keys/publicKey.ts';
import { equalSecret, utf8 } from '../../core/bytes/bytes.ts';
import { toHex } from '../../core/bytes/hex.ts';
import { confirmationDigest, confirmationMessage, namedContents, voidConfirmation, type BoundContents, type VoidConfirmation } from '../../core/plan/confirmation.ts';
import { inputLength, withInput } from '../../core/plan/input.ts';
import type { Input, Plan, Step } from '../../core/plan/step.ts';
import type { Materials } from '../../core/plan/stepKind.ts';
import { fault } from '../../core/result/fault.ts';
import { say } from '../../core/result/say.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { reason } from '../files/reasons.ts';
import { shortestProved, type ContentKey } from './contentKey.ts';
import type { Journal } from './journal.ts';
import { keyFileSigner } from '../signers/keyFile.ts';
import { keptStationKey, NotSigned, stationKeyOf } from './stationKey.ts';

async function orFault<T>(key: () => Promise<T>): Promise<Result<T, 'plan/not-sealed'>> {
  try {
    return ok(await key());
  } catch (thrown) {
    return err(fault('plan/not-sealed', { reason: thrown instanceof NotSigned ? thrown.reason : reason(thrown) }));
  }
}

async function ownKey(folder: string, random: Randomness): Promise<PrivateKey> {
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
  return stationKeyOf(folder, random);
}

/** The parts of the journal with the keys for confirmations: a station uses its journal's keys. */
export type Station = Pick<Journal, 'folder' | 'contentKey'>;

/** What was confirmed: the plan, and the contents that its file only names. */
export interface Confirmed {
  readonly plan: Plan;
  readonly materials: Materials;
  /** Objects whose ids were typed, as 0xE0F1. */
  readonly objects: readonly string[];
}

const inputOf = (step: Step | undefined): Input | undefined =>
  step === undefined ? undefined : 'content' in step ? step.content : step.kind === 'prove-aes' ? step.known : undefined;

/** The message contains the plan, so the HMACs of two plans do not reveal that they name the same secret. */
const messageRun = (plan: Plan, objects: readonly string[]): string => `plan confirmation ${toHex(confirmationDigest(plan, objects))}`;

/** HMACs of the contents that a plan file only names, if they are available and long enough. */
async function boundContents(hidden: Plan, { plan, materials, objects }: Confirmed, key: ContentKey | undefined): Promise<Result<BoundContents, 'journal/key-unusable'>> {
  const named = namedContents(hidden);
  if (named.length === 0 || key === undefined) return ok({});
  const hmac = await key.forWriting();
  if (!hmac.ok) return hmac;
  const run = messageRun(hidden, objects);
  const contents: Record<string, string> = {};
  for (const { step, name } of named) {
    const input = inputOf(plan.steps.find(({ id }) => id === step.id));
    if (input === undefined || inputLength(input) < shortestProved) continue;
    const code = await withInput(input, materials, async (bytes) => ok(hmac.value(run, name, bytes)));
    if (code.ok) contents[name] = code.value;
  }
  return ok(contents);
}

/**
 * Adds the confirmations to a plan, sealed with the station's key. Without confirmations, the plan is unchanged.
 * @param hidden the plan in its saved form: secrets are only named
 */
export async function withConfirmation(hidden: Plan, confirmed: Confirmed, { folder, contentKey }: Station, random: Randomness): Promise<Result<Plan, 'plan/not-sealed' | 'journal/key-unusable'>> {
  const { confirmed: _, ...bare } = hidden;
  const { objects } = confirmed;
  if (objects.length === 0) return ok(bare);
  const bound = await boundContents(bare, confirmed, contentKey);
  if (!bound.ok) return bound;
  const key = await orFault(() => ownKey(folder, random));
  if (!key.ok) return key;
  const digest = confirmationDigest(bare, objects, bound.value);
  const contents = Object.keys(bound.value).length === 0 ? {} : { contents: bound.value };
  const signature = await keyFileSigner(key.value).sign(confirmationMessage(bare, objects, bound.value), 'sha256');
  key.value.secret.wipe();
  if (!signature.ok) return err(fault('plan/not-sealed', { reason: say(signature.fault).why }, signature.fault));
  const seal = { digest, publicKey: encodeSpki(key.value.publicKey), signature: signature.value, ...contents };
  return ok({ ...bare, confirmed: { objects, seal } });
}

interface ConfirmedByFile {
  readonly objects: readonly string[];
  readonly void?: VoidConfirmation;
}

/** Why a confirmation does not count: a named content differs from the one at the confirmation. Undefined when all are the same. */
async function otherContents(plan: Plan, materials: Materials, key: ContentKey | undefined): Promise<VoidConfirmation | undefined> {
  // A missing content is not compared: it is not written, and its step reports that it is missing.
  const named = namedContents(plan).filter(({ name }) => materials.has(name));
  const { objects = [], seal } = plan.confirmed ?? {};
  if (named.length === 0) return undefined;
  const hmac = await key?.forChecking();
  if (hmac?.ok !== true) return 'content-unbound';
  const run = messageRun(plan, objects);
  const bound = new Map(Object.entries(seal?.contents ?? {}));
  for (const { name } of named) {
    const wanted = bound.get(name);
    const found = materials.get(name)?.open((bytes) => hmac.value(run, name, bytes));
    if (wanted === undefined || found === undefined) return 'content-unbound';
    if (!equalSecret(utf8(wanted), utf8(found))) return 'content-other';
  }
  return undefined;
}

/** What a plan file confirms at this station: the objects, or why the confirmation does not count. @param materials available contents */
export async function confirmedBy(plan: Plan, materials: Materials, { folder, contentKey }: Station): Promise<Result<ConfirmedByFile, 'plan/not-sealed'>> {
  if (plan.confirmed === undefined) return ok({ objects: [] });
  const key = await orFault(() => keptStationKey(folder));
  if (!key.ok) return key;
  const because = voidConfirmation(plan, key.value && encodeSpki(key.value.publicKey)) ?? (await otherContents(plan, materials, contentKey));
  key.value?.secret.wipe();
  return ok(because === undefined ? { objects: plan.confirmed.objects } : { objects: [], void: because });
}
