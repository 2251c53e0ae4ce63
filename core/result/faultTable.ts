/** The text of a fault: what happened, to which object, why in this case, what to do; and the chip's raw answer. */
export interface Saying {
  readonly what: string;
  readonly object?: string;
  readonly why: string;
  readonly todo: string;
  /** The raw answer of the chip or bridge, for example `0x8007`. */
  readonly raw?: string;
}

/** The faults of one area: each code with the function that makes its text. The function's argument is the fault's data. */
// eslint-disable-next-line -- the data type differs by code; `never` makes the table accept them all
export type FaultTable = Readonly<Record<string, (data: never) => Saying>>;
