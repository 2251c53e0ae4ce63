import type { NewKeyAlgorithm } from '../objects/codes.ts';
import type { Metadata } from '../objects/metadata.ts';
import type { Oid } from '../objects/oid.ts';
import type { Confirmation } from './confirmation.ts';

/**
 * Bytes that a step writes. Public ones are in the plan; secrets and keys are only named (`material`) and held by
 * the main process, so that a saved plan never has them in clear.
 */
export type Input =
  | { readonly kind: 'inline'; readonly bytes: Uint8Array }
  | { readonly kind: 'material'; readonly name: string; readonly length: number };

export interface WriteObject {
  readonly id: string;
  readonly kind: 'write-object';
  readonly object: Oid;
  readonly content: Input;
  /** What is written, for people: "device certificate", "trust anchor", "protected update secret". */
  readonly what: string;
}

/** Bytes into the middle of an object; other bytes are kept. */
export interface WriteAt {
  readonly id: string;
  readonly kind: 'write-at';
  readonly object: Oid;
  /** First byte, counted from 0. */
  readonly offset: number;
  readonly content: Input;
}

export interface Erase {
  readonly id: string;
  readonly kind: 'erase';
  readonly object: Oid;
}

export interface Count {
  readonly id: string;
  readonly kind: 'count';
  readonly object: Oid;
  /** See `countBy`. */
  readonly by: number;
  /** The counter's value when the plan was made: a step that is run again then never counts twice. */
  readonly from: number;
}

export interface WriteMetadata {
  readonly id: string;
  readonly kind: 'write-metadata';
  readonly object: Oid;
  /** Only the tags to change. */
  readonly changes: Metadata;
  /** What becomes of the object, behind its id: "becomes a trust anchor that may be used". */
  readonly purpose: string;
}

export interface SendDataSet {
  readonly id: string;
  readonly kind: 'send-data-set';
  readonly target: Oid;
  readonly manifest: Uint8Array;
  /** All fragments one after the other: each 640 bytes but the last. */
  readonly fragments: Input;
}

export interface ProveKey {
  readonly id: string;
  readonly kind: 'prove-key';
  readonly key: Oid;
  /** DER of the certificate whose public key must verify the chip's signature. */
  readonly certificate: Uint8Array;
}

export interface GenerateKey {
  readonly id: string;
  readonly kind: 'generate-key';
  readonly key: Oid;
  readonly algorithm: NewKeyAlgorithm;
  /** Key usage byte (tag E1). */
  readonly usage: number;
  /** Without it, a key that is there is never overwritten: the step fails. */
  readonly overwrite: boolean;
}

/** Proves an AES key by known answer. */
export interface ProveAes {
  readonly id: string;
  readonly kind: 'prove-aes';
  readonly key: Oid;
  /** The key that should be there; always material. */
  readonly known: Extract<Input, { kind: 'material' }>;
}

export interface Lock {
  readonly id: string;
  readonly kind: 'lock';
  readonly object: Oid;
  /** Also sets read = never, in the same command. */
  readonly unreadable: boolean;
}

export type Step = WriteObject | WriteAt | Erase | Count | WriteMetadata | SendDataSet | ProveKey | GenerateKey | ProveAes | Lock;
export type StepKindName = Step['kind'];
export type StepOf<K extends StepKindName> = Extract<Step, { kind: K }>;

export interface Plan {
  readonly title: string;
  /** The chip it was made for; nothing is sent to another one. */
  readonly chip?: { readonly uid: Uint8Array; readonly chipId: string };
  readonly steps: readonly Step[];
  /** What was confirmed when the plan was saved: with this station's seal it may be run without a window. */
  readonly confirmed?: Confirmation;
}
