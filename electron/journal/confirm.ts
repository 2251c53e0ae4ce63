import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Randomness } from '../../core/bridge/bytePort.ts';
import { signDigest, type PrivateKey } from '../../core/keys/privateKey.ts';
import { encodeSpki } from '../../core/keys/publicKey.ts';
import { confirmationDigest, voidConfirmation, type VoidConfirmation } from '../../core/plan/confirmation.ts';
import type { Plan } from '../../core/plan/step.ts';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { reason } from '../files/reasons.ts';
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

/** The plan with what was confirmed, sealed with the station's key. Nothing confirmed: without. @param folder of the journal */
export async function withConfirmation(plan: Plan, objects: readonly string[], folder: string, random: Randomness): Promise<Result<Plan, 'plan/not-sealed'>> {
  const { confirmed: _, ...bare } = plan;
  if (objects.length === 0) return ok(bare);
  const key = await orFault(() => ownKey(folder, random));
  if (!key.ok) return key;
  const digest = confirmationDigest(plan, objects);
  const seal = { digest, publicKey: encodeSpki(key.value.publicKey), signature: signDigest(key.value, 'sha256', digest) };
  key.value.secret.wipe();
  return ok({ ...bare, confirmed: { objects, seal } });
}

interface ConfirmedByFile {
  readonly objects: readonly string[];
  readonly void?: VoidConfirmation;
}

/** What a plan file confirms at this station: its objects, or why its word does not count. @param folder of the journal */
export async function confirmedBy(plan: Plan, folder: string): Promise<Result<ConfirmedByFile, 'plan/not-sealed'>> {
  if (plan.confirmed === undefined) return ok({ objects: [] });
  const key = await orFault(() => keptStationKey(folder));
  if (!key.ok) return key;
  const because = voidConfirmation(plan, key.value && encodeSpki(key.value.publicKey));
  key.value?.secret.wipe();
  return ok(because === undefined ? { objects: plan.confirmed.objects } : { objects: [], void: because });
}
