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
