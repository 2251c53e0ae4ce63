import type { Randomness } from '../bridge/bytePort.ts';
import type { Secret } from '../bytes/secret.ts';
import type { Chip } from '../chip/chip.ts';
import type { ChipSnapshot, ObjectSnapshot } from '../chip/snapshot.ts';
import type { CheckSignature } from '../keys/signer.ts';
import type { Oid } from '../objects/oid.ts';
import type { Result } from '../result/result.ts';
import type { Step, WriteAt, WriteObject } from './step.ts';

export type Materials = ReadonlyMap<string, Secret>;

/** What a step received from the chip and cannot read again. */
export interface StepOutput {
  /** SubjectPublicKeyInfo, DER, of a key that the chip made. */
  readonly publicKey?: Uint8Array;
}

/** What a step works with: the chip (or its twin), its snapshot, and the material that the plan names. */
export interface StepTools {
  readonly chip: Chip;
  readonly identity: ChipSnapshot;
  readonly materials: Materials;
  readonly random: Randomness;
  /** Verifies the chip's signatures; default: our own arithmetic. */
  readonly check?: CheckSignature | undefined;
  /**
   * Whether the journal proves that an earlier run wrote these bytes there, and that nothing was written after them.
   * Absent when this plan does not rely on earlier runs, as for the write of one object.
   */
  readonly wroteBefore?: (step: WriteObject | WriteAt, bytes: Uint8Array) => boolean;
  /** Results of the steps, by step id. The caller of the run owns this map and reads it. */
  readonly outputs?: Map<string, StepOutput>;
}

/** The tools of steps on a session. Each step sees the session's current snapshot. */
export const toolsOn = (session: Pick<StepTools, 'chip' | 'identity'>, rest: Omit<StepTools, 'chip' | 'identity'>): StepTools => ({
  ...rest,
  chip: session.chip,
  get identity() {
    return session.identity;
  },
});

export type Check =
  | { readonly state: 'needed' }
  | { readonly state: 'done'; readonly says: string; readonly proved: true }
  /** The result cannot be read back. `found`: the part of `says` that stays true after a later step proves it. */
  | { readonly state: 'done'; readonly says: string; readonly proved: false; readonly found: string };

export interface Proof {
  readonly proved: boolean;
  /** What was compared or verified, in words. */
  readonly says: string;
}

/** One kind of step: its texts, whether it is still needed, how it is applied and how it is proved. */
export interface StepKind<S extends Step> {
  title(step: S): string;
  /** Objects that it changes or reads. The first one is the step's main object. */
  objects(step: S): readonly [Oid, ...Oid[]];
  /**
   * What the step destroys and no later step can restore: a counter's value, the key that was there.
   * @param before the object's state before the step; when undefined, the worst is assumed
   */
  loses?(step: S, before?: ObjectSnapshot): string | undefined;
  verifiedBy(step: S): string;
  /** NVM programming cycles of the step (manual, "Overview Data and Key Store"). */
  cycles(step: S): number;
  check(step: S, tools: StepTools): Promise<Result<Check>>;
  apply(step: S, tools: StepTools): Promise<Result<true>>;
  verify(step: S, tools: StepTools): Promise<Result<Proof>>;
}
