import { sha256 } from '@noble/hashes/sha2.js';
import { equal, utf8 } from '../bytes/bytes.ts';
import { toHex } from '../bytes/hex.ts';
import { parseSpki, verifyDigest } from '../keys/publicKey.ts';
import { stepToJson } from './planFile.ts';
import type { Plan, Step } from './step.ts';

/**
 * A confirmation that was saved with a plan. The station's signature binds it to exactly these steps and one chip.
 * @see Plan.confirmed
 */
export interface Confirmation {
  /** Objects of the steps that can't be undone, as 0xE0E3. */
  readonly objects: readonly string[];
  /** Absent in files of older programs: such a confirmation confirms nothing. */
  readonly seal?: {
    /** SHA-256 of the signed text: steps, chip, objects and contents. */
    readonly digest: Uint8Array;
    /** SubjectPublicKeyInfo, DER, of the station that signed. */
    readonly publicKey: Uint8Array;
    readonly signature: Uint8Array;
    /** For contents that the plan only names: each name with an HMAC that the station's content key made, hex. */
    readonly contents?: BoundContents;
  };
}

export type BoundContents = Readonly<Record<string, string>>;

/** Why the confirmation in a plan file does not count. */
export type VoidConfirmation = 'unsigned' | 'steps' | 'station' | 'content-unbound' | 'content-other';

/** A text that is the same for equal values, whatever the order of their keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`)
    .join(',')}}`;
}

/** Steps whose content is only named, so the confirmation must bind it. Fragments are bound by their manifest's digest. */
export function namedContents({ steps }: Plan): { readonly step: Step; readonly name: string }[] {
  return steps.flatMap((step) => {
    const input = 'content' in step ? step.content : step.kind === 'prove-aes' ? step.known : undefined;
    return input?.kind === 'material' ? [{ step, name: input.name }] : [];
  });
}

/** The signed text of a confirmation. Contents that are only named are included by name, length and HMAC. */
export function confirmationMessage(plan: Plan, objects: readonly string[], contents: BoundContents = {}): Uint8Array {
  const bound = Object.keys(contents).length === 0 ? {} : { contents };
  const about = { chip: plan.chip === undefined ? null : toHex(plan.chip.uid), objects: [...objects].sort(), steps: plan.steps.map(stepToJson), ...bound };
  return utf8(`trust-bench plan confirmation\n${canonical(about)}`);
}

/** SHA-256 of `confirmationMessage`. */
export const confirmationDigest = (...about: Parameters<typeof confirmationMessage>): Uint8Array => sha256(confirmationMessage(...about));

/**
 * Why a plan's confirmation does not count at this station; undefined when it counts, or the plan has none. Contents
 * that are only named are compared if they are available.
 * @param station the station's public key, SubjectPublicKeyInfo, DER; undefined when the station has no key yet
 */
export function voidConfirmation(plan: Plan, station: Uint8Array | undefined): VoidConfirmation | undefined {
  if (plan.confirmed === undefined) return undefined;
  const { objects, seal } = plan.confirmed;
  if (seal === undefined) return 'unsigned';
  if (station === undefined || !equal(seal.publicKey, station)) return 'station';
  const digest = confirmationDigest(plan, objects, seal.contents);
  if (plan.chip === undefined || !equal(seal.digest, digest)) return 'steps';
  const key = parseSpki(station);
  return key.ok && verifyDigest(key.value, 'sha256', digest, seal.signature) ? undefined : 'steps';
}
