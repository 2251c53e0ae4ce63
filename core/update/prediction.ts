import type { AccessContext } from '../access/accessContext.ts';
import type { Metadata } from '../objects/metadata.ts';
import type { Oid } from '../objects/oid.ts';
import type { Family } from '../objects/uid.ts';
import type { Manifest } from './manifest.ts';

/** What was read from the chip. If a part is absent, the answer is "unknown", never a guess. */
export interface ChipView {
  readonly family: Family;
  /** Content of E0C2, 27 bytes. */
  readonly uid: Uint8Array;
  /** Undefined when the chip has no such object. `data` is absent when it cannot be read. */
  readonly object: (id: Oid) => { readonly metadata: Metadata; readonly data?: Uint8Array } | undefined;
  /** The lifecycle, and the rights of this connection. */
  readonly access: AccessContext;
}

/** The expected answer of the chip. */
export interface Prediction {
  readonly verdict: 'accepted' | 'refused' | 'unknown';
  /** Error code of F1C2 when refused. */
  readonly status?: number;
  /** The reason for people; empty when accepted. */
  readonly why: string;
  readonly todo: string;
  /** Conditions for acceptance: the target is prepared for updates with this trust anchor. */
  readonly remedy?: 'prepare';
}

export const accepted: Prediction = { verdict: 'accepted', why: '', todo: '' };
export const refused = (status: number, why: string, todo: string): Prediction => ({ verdict: 'refused', status, why, todo });
/** Refused, but preparing the target for this trust anchor would solve it. */
export const unprepared = (status: number, why: string, todo: string): Prediction => ({ ...refused(status, why, todo), remedy: 'prepare' });
export const unknown = (why: string, todo: string): Prediction => ({ verdict: 'unknown', why, todo });

/** The result of one check; undefined when the check finds no problem. */
export type Check = (manifest: Manifest, chip: ChipView) => Prediction | undefined;
