import { isCurveName } from '../../../core/keys/curves.ts';
import { findObject, keyAlgorithms } from '../../../core/objects/catalogue.ts';
import { algorithmWords, keyUsageByte, keyUsageCodes, type KeyUsage } from '../../../core/objects/codes.ts';
import type { Metadata } from '../../../core/objects/metadata.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import type { GenerateKey } from '../../../core/plan/step.ts';
import { holdsKey } from '../../../core/plan/steps/generateKey.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';

type PairAlgorithm = GenerateKey['algorithm'];

const isPair = (name: string): name is PairAlgorithm => isCurveName(name) || name === 'rsa1024' || name === 'rsa2048';
const isUsage = (name: string): name is KeyUsage => Object.hasOwn(keyUsageCodes, name);

/** The step that makes a key. One that is there already is overwritten only after its loss was confirmed in the review. */
export function generateKeyStep(id: Oid, present: Metadata, algorithm: string, usage: readonly string[]): Result<GenerateKey> {
  const kind = findObject(id)?.kind;
  const takes = (kind === undefined ? undefined : keyAlgorithms[kind]) ?? [];
  const usages = usage.filter(isUsage);
  if (isPair(algorithm) && takes.includes(algorithm) && usages.length === usage.length) {
    return ok({ id: 'generate-key', kind: 'generate-key', key: id, algorithm, usage: keyUsageByte(usages), overwrite: holdsKey(present) });
  }
  const why = takes.length === 0 ? 'It is no key object.' : `It takes ${takes.map((name) => algorithmWords[name]).join(', ')}; asked for: ${algorithm}, ${usage.join(', ')}.`;
  return err(fault('object/not-for-this', { object: formatOid(id), what: 'This key cannot be made in the object.', why }));
}
