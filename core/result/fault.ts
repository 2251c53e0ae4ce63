import type { FaultTables } from './tables.ts';

/** What a person is told: what happened, to which object, why in this case, what to do; below, what the chip said. */
export interface Saying {
  readonly what: string;
  readonly object?: string;
  readonly why: string;
  readonly todo: string;
  /** The chip's or bridge's own words, for example `0x8007`. */
  readonly raw?: string;
}

/** A room's faults: each code with the function that says it. The function's argument is the fault's data. */
// eslint-disable-next-line -- the data type differs by code; `never` makes the table accept them all
export type FaultTable = Readonly<Record<string, (data: never) => Saying>>;

export type FaultCode = keyof FaultTables & string;
export type FaultData<C extends FaultCode> = Parameters<FaultTables[C]>[0];

/** An expected failure: a stable code, the data that its sentence needs, and what led to it. Never holds a secret. */
export type Fault<C extends FaultCode = FaultCode> = {
  [K in C]: { readonly code: K; readonly data: FaultData<K>; readonly cause?: Fault };
}[C];

/** @param data plain, printable figures and names; never key material */
export function fault<C extends FaultCode>(code: C, data: FaultData<C>, cause?: Fault): Fault<C> {
  return (cause === undefined ? { code, data } : { code, data, cause }) as Fault<C>;
}
