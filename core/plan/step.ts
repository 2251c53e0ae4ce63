import type { NewKeyAlgorithm } from '../objects/codes.ts';
import type { Metadata } from '../objects/metadata.ts';
import type { Oid } from '../objects/oid.ts';
import type { Confirmation } from './confirmation.ts';

/**
 * Bytes that a step writes. Public bytes are in the plan. Secrets and keys are only named (`material`) and held by the
 * main process, so that a saved plan never contains them.
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

/** Writes bytes at an offset; other bytes are kept. */
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
  /** The counter's value when the plan was made. With it, a repeated step does not count twice. */
  readonly from: number;
}

export interface WriteMetadata {
  readonly id: string;
  readonly kind: 'write-metadata';
  readonly object: Oid;
  /** Only the tags that change. */
  readonly changes: Metadata;
  /** The effect on the object, after its id: "becomes a trust anchor that may be used". */
  readonly purpose: string;
}

export interface SendDataSet {
  readonly id: string;
  readonly kind: 'send-data-set';
  readonly target: Oid;
  readonly manifest: Uint8Array;
  /** All fragments in sequence: each has 640 bytes except the last. */
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
  /** If false, an existing key is never overwritten: the step fails. */
  readonly overwrite: boolean;
}

/** Proves an AES key by encrypting a block whose result is known. */
export interface ProveAes {
  readonly id: string;
  readonly kind: 'prove-aes';
  readonly key: Oid;
  /** The expected key; always named material. */
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
  /** The chip that the plan was made for. Nothing is sent to another chip. */
  readonly chip?: { readonly uid: Uint8Array; readonly chipId: string };
  readonly steps: readonly Step[];
  /** What was confirmed when the plan was saved. With this station's seal, the plan may run without a window. */
  readonly confirmed?: Confirmation;
}
