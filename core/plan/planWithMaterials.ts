import type { Secret } from '../bytes/secret.ts';
import type { Oid } from '../objects/oid.ts';
import type { Plan } from './step.ts';

/** Step id → names of the files that its contents came from. */
export type FileNames = ReadonlyMap<string, readonly string[]>;

/** Every step's contents came from this file. */
export const allFrom = ({ steps }: Plan, file: string): FileNames => new Map(steps.map(({ id }) => [id, [file]]));

/** A plan with the secrets that it names. */
export interface PlanWithMaterials {
  readonly plan: Plan;
  readonly materials: ReadonlyMap<string, Secret>;
  /** The materials were typed in the window: it has them already. */
  readonly typed?: true;
  /** It is there to send a data set: see `refuseSentAlready`. */
  readonly sends?: true;
  /** What objects of the chip are taken to hold in the rehearsal: the secret of an encrypted data set. Wiped after it. */
  readonly known?: ReadonlyMap<Oid, Secret>;
  /** For the record; absent where nothing came from a file. */
  readonly files?: FileNames;
}
