import type { Secret } from '../bytes/secret.ts';
import type { Oid } from '../objects/oid.ts';
import type { Plan } from './step.ts';

/** Step id → names of the files that its contents came from. */
export type FileNames = ReadonlyMap<string, readonly string[]>;

/** Use this file name for the contents of every step. */
export const allFrom = ({ steps }: Plan, file: string): FileNames => new Map(steps.map(({ id }) => [id, [file]]));

/** A plan with the secrets that it names. */
export interface PlanWithMaterials {
  readonly plan: Plan;
  readonly materials: ReadonlyMap<string, Secret>;
  /** Whether the materials were typed in the window. The user then need not give them again. */
  readonly typed?: true;
  /** Whether the plan's purpose is to send a data set: see `refuseSentAlready`. */
  readonly sends?: true;
  /** Assumed contents of the chip's objects in the rehearsal: the secret of an encrypted data set. Wiped afterwards. */
  readonly assumedSecrets?: ReadonlyMap<Oid, Secret>;
  /** For the record; absent when nothing came from a file. */
  readonly files?: FileNames;
}
