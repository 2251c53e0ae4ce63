import type { Secret } from '../../../core/bytes/secret.ts';
import { encodeFrame } from '../../../core/bridge/frame.ts';
import type { PrivateKey } from '../../../core/keys/privateKey.ts';
import type { Plan } from '../../../core/plan/step.ts';
import { must } from '../../../core/result/result.ts';
import type { ChipState } from '../../../core/simulator/chip/state.ts';
import { writesOf, framed, type Exchanged } from '../faults/cuts.ts';
import { statesOf, type Conditions, type States } from '../faults/invariants.ts';
import { asNth, procedures, type Procedure } from '../faults/procedures.ts';
import { makeReference } from '../faults/trial.ts';

/** A procedure for any chip of a wafer, and the memory of a chip after it without faults. */
export interface Order {
  readonly name: string;
  /** The plan names no chip. The review binds it to the connected chip. */
  readonly plan: Plan;
  readonly materials: () => Map<string, Secret>;
  readonly secrets: readonly string[];
  readonly device?: () => PrivateKey;
  /** Whether the run can be resumed from the journal's plan alone. Hidden contents must come from the file again. */
  readonly fromJournal: boolean;
  readonly conditions: Conditions;
  start(nth: number): ChipState;
  wanted(nth: number): States;
}

async function order(procedure: Procedure): Promise<Order> {
  const [chip] = (await makeReference(procedure)).chips;
  if (chip === undefined) throw new Error(`${procedure.name} has no chip`);
  const { chip: _, ...plan } = procedure.plan;
  const { name, materials, secrets, device } = procedure;
  return {
    name,
    plan,
    materials,
    secrets,
    ...(device === undefined ? {} : { device }),
    fromJournal: !name.startsWith('import'),
    conditions: chip.conditions,
    start: (nth) => asNth(chip.start, nth),
    wanted: (nth) => statesOf(asNth(chip.end, nth)),
  };
}

/** Returns every procedure of `npm run faults`, with its uninterrupted result. */
export const takeOrders = async (): Promise<Order[]> => Promise.all(procedures.map(async (make) => order(await make())));

/** Returns the sizes of an exchange on the cable. */
export function exchanged(apdu: Uint8Array, response: Uint8Array): Exchanged {
  const request = must(encodeFrame(apdu));
  return { request: request.length, response: framed(response), writes: writesOf(apdu) };
}
