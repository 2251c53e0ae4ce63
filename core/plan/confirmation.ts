import { sha256 } from '@noble/hashes/sha2.js';
import { equal, utf8 } from '../bytes/bytes.ts';
import { toHex } from '../bytes/hex.ts';
import { parseSpki, verifyDigest } from '../keys/publicKey.ts';
import { stepToJson } from './planFile.ts';
import type { Plan } from './step.ts';

/**
 * What was confirmed when a plan was saved, bound to these very steps and to one chip by the station's signature.
 * @see Plan.confirmed
 */
export interface Confirmation {
  /** Objects of the steps that can't be undone, as 0xE0E3. */
  readonly objects: readonly string[];
  /** Absent in files of older programs: then it confirms nothing. */
  readonly seal?: {
    /** SHA-256 of steps, chip and objects. */
    readonly digest: Uint8Array;
    /** SubjectPublicKeyInfo, DER, of the station that signed. */
    readonly publicKey: Uint8Array;
    readonly signature: Uint8Array;
  };
}

/** Why a plan file's word that it was confirmed does not count. */
export type VoidConfirmation = 'unsigned' | 'steps' | 'station';

/** The same text for the same value, in whatever order its keys were written. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`)
    .join(',')}}`;
}

/** SHA-256 of all that a confirmation is for. Contents that are only named count by name and length. */
export function confirmationDigest(plan: Plan, objects: readonly string[]): Uint8Array {
  const about = { chip: plan.chip === undefined ? null : toHex(plan.chip.uid), objects: [...objects].sort(), steps: plan.steps.map(stepToJson) };
  return sha256(utf8(`trust-bench plan confirmation\n${canonical(about)}`));
}

/**
 * Whether a plan's confirmation counts at this station; undefined when it does, or when the plan has none.
 * @param station its public key, SubjectPublicKeyInfo, DER; undefined: it has none yet
 */
export function voidConfirmation(plan: Plan, station: Uint8Array | undefined): VoidConfirmation | undefined {
  if (plan.confirmed === undefined) return undefined;
  const { objects, seal } = plan.confirmed;
  if (seal === undefined) return 'unsigned';
  if (station === undefined || !equal(seal.publicKey, station)) return 'station';
  const digest = confirmationDigest(plan, objects);
  if (plan.chip === undefined || !equal(seal.digest, digest)) return 'steps';
  const key = parseSpki(station);
  return key.ok && verifyDigest(key.value, 'sha256', digest, seal.signature) ? undefined : 'steps';
}
