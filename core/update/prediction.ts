import type { AccessContext } from '../access/accessContext.ts';
import type { Metadata } from '../objects/metadata.ts';
import type { Oid } from '../objects/oid.ts';
import type { Family } from '../objects/uid.ts';
import type { Manifest } from './manifest.ts';

/** What was read from the chip. Absent parts make the answer "unknown", never a guess. */
export interface ChipView {
  readonly family: Family;
  /** Content of E0C2, 27 bytes. */
  readonly uid: Uint8Array;
  /** Undefined: the chip has no such object. `data` is absent where it cannot be read. */
  readonly object: (id: Oid) => { readonly metadata: Metadata; readonly data?: Uint8Array } | undefined;
  /** Life cycle, and what this connection has reached. */
  readonly standing: AccessContext;
}

/** What the chip would say. */
export interface Prediction {
  readonly verdict: 'accepted' | 'refused' | 'unknown';
  /** Error code of F1C2 when refused. */
  readonly status?: number;
  /** In words, for a person; empty when accepted. */
  readonly why: string;
  readonly todo: string;
  /** What makes the chip take it: the target is prepared for updates with this trust anchor. */
  readonly remedy?: 'prepare';
}

export const accepted: Prediction = { verdict: 'accepted', why: '', todo: '' };
export const refused = (status: number, why: string, todo: string): Prediction => ({ verdict: 'refused', status, why, todo });
/** Refused, and preparing the target for this trust anchor puts it right. */
export const unprepared = (status: number, why: string, todo: string): Prediction => ({ ...refused(status, why, todo), remedy: 'prepare' });
export const unknown = (why: string, todo: string): Prediction => ({ verdict: 'unknown', why, todo });

/** The step's answer; undefined: nothing against it. */
export type Check = (manifest: Manifest, chip: ChipView) => Prediction | undefined;
