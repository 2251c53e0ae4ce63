import { fault } from '../result/fault.ts';
import { err, type Result } from '../result/result.ts';
import type { Input } from './step.ts';
import type { Materials } from './stepKind.ts';

/** Lends the bytes of an input to `use`, which must not keep them. */
export async function withInput<T>(
  input: Input,
  materials: Materials,
  use: (bytes: Uint8Array) => Promise<Result<T>>,
): Promise<Result<T>> {
  if (input.kind === 'inline') return use(input.bytes);
  const secret = materials.get(input.name);
  if (secret === undefined || secret.wiped) return err(fault('plan/material-missing', { name: input.name, bytes: input.length }));
  if (secret.length !== input.length) {
    return err(fault('plan/material-differs', { name: input.name, expected: input.length, found: secret.length }));
  }
  return secret.open(use);
}

export const inputLength = (input: Input): number => (input.kind === 'inline' ? input.bytes.length : input.length);

export const isSecretInput = (input: Input): boolean => input.kind === 'material';

