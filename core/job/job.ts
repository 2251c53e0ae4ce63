import type { Oid } from '../objects/oid.ts';
import type { Family } from '../objects/uid.ts';
import type { Step } from '../plan/step.ts';

/** The one key file that signs the data sets of the units: its path, and the fingerprint of its key. */
export interface SignerReference {
  /** As the engineer named it; relative to the folder of the job file. */
  readonly file: string;
  /** SHA-256 of its SubjectPublicKeyInfo (DER), 64 hexadecimal digits. */
  readonly fingerprint: string;
}

/**
 * How a step gets its content for each unit. A folder has the name that the engineer gave it, relative to the folder of
 * the job file.
 * `serial`: the serial number of the unit as text. `chip-id`: the chip id as text, 20 upper-case digits.
 * `pairs`: the folder has a key and a certificate for each unit. A step that writes, or that proves a key, gets the
 * certificate. A step that sends a data set gets one that is built from the key with the options of the sample's data
 * set. `data-sets`: the folder has a ready data set for each unit. `key-in-chip`: the step makes the key in the chip.
 */
export type Source =
  | { readonly kind: 'serial' }
  | { readonly kind: 'chip-id' }
  | {
      readonly kind: 'pairs';
      readonly folder: string;
      /** Signs the data set; only for a step that sends one. */
      readonly signer?: SignerReference | undefined;
      /** Name of the material that encrypts the data set. Present only if the sample's data set is encrypted. */
      readonly secret?: string | undefined;
    }
  | { readonly kind: 'data-sets'; readonly folder: string }
  | { readonly kind: 'key-in-chip' };

/** Sources that the format names and this version cannot use. */
export const laterSources = ['issuer', 'reel', 'certificate'] as const;

/** A step that gets different content for each unit. Other steps do the same to every unit. */
export interface Variation {
  readonly step: string;
  readonly source: Source;
}

/** How a unit gets its serial number. A job without a rule has no serial numbers. */
export type SerialRule =
  /** Scanned or typed. */
  | { readonly from: 'given' }
  /** `prefix` and a number of `width` digits, from `first` upwards. */
  | { readonly from: 'counter'; readonly prefix: string; readonly width: number; readonly first: number }
  /** Used in this order, each number once. */
  | { readonly from: 'list'; readonly values: readonly string[] };

/** The state that an object must have before the job begins with a chip, and the states that it passes through. */
export interface ObjectStates {
  readonly object: Oid;
  /** Metadata without the used size, as `20 LL` + TLVs, lower-case hexadecimal. */
  readonly before: string;
  /** The later states of the metadata, in the order of the rehearsal. A chip with which this job has begun may have one of them. */
  readonly after: readonly string[];
}

/**
 * A secret or key that the station must have. The job stores only its name in the plan's steps and its length, which do not
 * help to guess it.
 */
export interface JobMaterial {
  readonly name: string;
  readonly bytes: number;
}

/** Fingerprint of a public part that the job writes or relies on. */
export interface PublicPart {
  /** For people: "trust anchor", "CA certificate". */
  readonly what: string;
  readonly object?: Oid | undefined;
  /** SHA-256 of its DER, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** What an engineer releases, and a station does to each unit. Times are ISO 8601 in UTC with whole seconds: `2026-11-28T10:00:00Z`. */
export interface Job {
  /** UUID, lower case. */
  readonly id: string;
  /** From 1. A higher revision replaces every lower one of the same id. */
  readonly revision: number;
  readonly title: string;
  readonly issuedBy: string;
  readonly issuedAt: string;
  readonly validFrom?: string | undefined;
  readonly validUntil?: string | undefined;
  /** Units that may pass; 0 = no limit. */
  readonly quantity: number;
  readonly chip: {
    readonly family: Family;
    /** Build numbers as `2440`; absent: every build of the family. */
    readonly builds?: readonly string[] | undefined;
    /** Profile of the simulated chip on which the job was rehearsed; absent: it was rehearsed on the twin of a sample chip. */
    readonly profile?: string | undefined;
  };
  readonly states: readonly ObjectStates[];
  /** As in a plan; each `id` occurs once. */
  readonly steps: readonly Step[];
  /** The state of each step that the rehearsal at release found, in the order of that rehearsal. */
  readonly expected: readonly { readonly step: string; readonly state: 'needed' | 'done' }[];
  readonly varies: readonly Variation[];
  readonly serial?: SerialRule | undefined;
  readonly materials: readonly JobMaterial[];
  readonly publicParts: readonly PublicPart[];
  /** Objects whose ids the engineer typed at release, to confirm the irreversible steps. */
  readonly confirmed: readonly Oid[];
  readonly proof: {
    /** Ids of steps that the rehearsal could not prove: a unit passes without their proof. */
    readonly unproved: readonly string[];
  };
  /** Text of the unit's label; `{serial}`, `{chipId}` and `{job}` are filled in. */
  readonly label?: { readonly text: string } | undefined;
  /** Where the results of the units are written. */
  readonly export?: { readonly as: 'csv' | 'jsonl' | 'pem'; readonly folder: string } | undefined;
  /** Job ids. A chip that passed one of these jobs may be used. */
  readonly follows?: readonly string[] | undefined;
}

/** One signature of a job: a JWS without its payload. Both parts are base64url (RFC 7515, appendix F). */
export interface JobSignature {
  readonly protected: string;
  readonly signature: string;
}

/** A job file. */
export interface JobFile {
  readonly job: Job;
  /** The job as it is in the file. Its canonical form is what is signed. */
  readonly json: unknown;
  readonly signatures: readonly JobSignature[];
}
