import { plainAccess } from '../access/accessContext.ts';
import { conditionOf } from '../access/conditionOf.ts';
import { evaluate } from '../access/evaluate.ts';
import { errorMeaning } from '../apdu/status.ts';
import { parseCertificate } from '../certificates/certificate.ts';
import type { ChipSnapshot, ObjectSnapshot } from '../chip/snapshot.ts';
import { fieldNumber, holdsKey, type Metadata } from '../objects/metadata.ts';
import { formatOid, type Oid } from '../objects/oid.ts';
import { fault, type Fault } from '../result/fault.ts';
import { explainRefusal } from './explainRefusal.ts';
import type { StepOf } from './step.ts';
import { otherAlgorithm } from './steps/proveKey.ts';

const accessDenied = 0x07;

/** The fault of a key object without a key; undefined when its metadata names a key. */
export function noKeyIn(object: Oid, metadata: Metadata): Fault<'object/not-for-this'> | undefined {
  if (holdsKey(metadata)) return undefined;
  const named = fieldNumber(metadata, 'algorithm') !== undefined;
  const why = named ? 'Its metadata names an algorithm, but no key usage: no key was put into it yet.' : 'Its metadata names no algorithm.';
  return fault('object/not-for-this', { object: formatOid(object), what: 'The object holds no key.', why });
}

function notItsAlgorithm(step: StepOf<'prove-key'>, metadata: Metadata): Fault | undefined {
  const certificate = parseCertificate(step.certificate);
  return certificate.ok ? otherAlgorithm(step.key, metadata, certificate.value.publicKey) : certificate.fault;
}

/**
 * Why a proof by use of the object's present key is certain to fail: the key is missing, its algorithm is not the
 * certificate's, or it may not be used. Undefined when only the chip can tell.
 */
export function proofRefusal(step: StepOf<'prove-key' | 'prove-aes'>, objects: ReadonlyMap<Oid, ObjectSnapshot>, snapshot: ChipSnapshot): Fault | undefined {
  const object = objects.get(step.key) ?? snapshot.objects.get(step.key);
  if (object === undefined) return undefined;
  const missing = noKeyIn(step.key, object.metadata) ?? (step.kind === 'prove-key' ? notItsAlgorithm(step, object.metadata) : undefined);
  if (missing !== undefined) return missing;
  if (evaluate(conditionOf(object.metadata, 'execute'), plainAccess(object.metadata, snapshot)) !== false) return undefined;
  const command = step.kind === 'prove-key' ? 'CalcSign' : 'EncryptSym';
  const refused = fault('chip/refused', { command, object: formatOid(step.key), status: accessDenied, meaning: errorMeaning(accessDenied) });
  return explainRefusal(step, refused, new Map([[step.key, object]]), snapshot);
}
