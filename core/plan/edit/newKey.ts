import { findObject, keyAlgorithms } from '../../objects/catalogue.ts';
import { algorithmWords, keyUsageByte, type KeyUsage } from '../../objects/codes.ts';
import { holdsKey, type Metadata } from '../../objects/metadata.ts';
import { formatOid, type Oid } from '../../objects/oid.ts';
import { fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';
import type { GenerateKey } from '../step.ts';

/** A key to be made on the chip. */
export interface NewKey {
  readonly key: Oid;
  readonly algorithm: GenerateKey['algorithm'];
  readonly usage: readonly KeyUsage[];
}

/** Whether the object takes keys of this algorithm. */
export function checkNewKey({ key, algorithm }: NewKey): Result<void, 'exchange/wrong-algorithm'> {
  const kind = findObject(key)?.kind;
  const takes = (kind === undefined ? undefined : keyAlgorithms[kind]) ?? [];
  if (takes.includes(algorithm)) return ok(undefined);
  return err(fault('exchange/wrong-algorithm', { object: formatOid(key), algorithm: algorithmWords[algorithm], takes: takes.map((name) => algorithmWords[name]).join(', ') }));
}

/**
 * The step that makes a key on the chip.
 * @param present the object's present metadata
 * @param overwrite whether an existing key may be replaced: this was confirmed, or the review asks for it. If false,
 *   the step refuses to run when the object has a key
 */
export function newKeyStep(asked: NewKey, present: Metadata, overwrite: boolean): Result<GenerateKey, 'exchange/wrong-algorithm'> {
  const fits = checkNewKey(asked);
  if (!fits.ok) return fits;
  const { key, algorithm, usage } = asked;
  return ok({ id: 'generate-key', kind: 'generate-key', key, algorithm, usage: keyUsageByte(usage), overwrite: overwrite && holdsKey(present) });
}
