import type { Fault, FaultCode } from './fault.ts';

/** An expected outcome: a value, or a fault whose possible codes are in the type. */
export type Result<T, C extends FaultCode = FaultCode> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault<C> };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const err = <C extends FaultCode>(fault: Fault<C>): { readonly ok: false; readonly fault: Fault<C> } => ({
  ok: false,
  fault,
});

/** Marks the end of an exhaustive switch. Reaching it is a bug, so it throws. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${String(value)}`);
}

/** The value of a result that cannot fail here. Throws (a bug) when it failed, and names only the code. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`unexpected fault ${result.fault.code}`);
  return result.value;
}
