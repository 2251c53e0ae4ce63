import type { FaultTables } from './tables.ts';

export type FaultCode = keyof FaultTables & string;
export type FaultData<C extends FaultCode> = Parameters<FaultTables[C]>[0];

/** An expected failure: a stable code, the data for its sentence, and its cause. Never contains a secret. */
export type Fault<C extends FaultCode = FaultCode> = {
  [K in C]: { readonly code: K; readonly data: FaultData<K>; readonly cause?: Fault };
}[C];

/** @param data printable numbers and names; never key material */
export function fault<C extends FaultCode>(code: C, data: FaultData<C>, cause?: Fault): Fault<C> {
  return (cause === undefined ? { code, data } : { code, data, cause }) as Fault<C>;
}
