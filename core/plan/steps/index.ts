import type { Step, StepKindName, StepOf } from '../step.ts';
import type { StepKind } from '../stepKind.ts';
import { count } from './count.ts';
import { erase } from './erase.ts';
import { generateKey } from './generateKey.ts';
import { lock } from './lock.ts';
import { proveAes } from './proveAes.ts';
import { proveKey } from './proveKey.ts';
import { sendDataSet } from './sendDataSet.ts';
import { writeAt } from './writeAt.ts';
import { writeMetadata } from './writeMetadata.ts';
import { writeObject } from './writeObject.ts';

/** Every kind of step. It does not compile when one is missing. */
const stepKinds: { readonly [K in StepKindName]: StepKind<StepOf<K>> } = {
  'write-object': writeObject,
  'write-at': writeAt,
  erase,
  count,
  'write-metadata': writeMetadata,
  'send-data-set': sendDataSet,
  'prove-key': proveKey,
  'prove-aes': proveAes,
  'generate-key': generateKey,
  lock,
};

/** The kind of a step, with its type. */
export const kindOf = <S extends Step>(step: S): StepKind<S> => stepKinds[step.kind] as unknown as StepKind<S>;
