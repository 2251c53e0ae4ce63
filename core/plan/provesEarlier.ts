import type { Step } from './step.ts';

/** The kind of a step and its object, in a plan or in a record. */
interface About<T> {
  readonly kind: Step['kind'] | (string & {});
  readonly object: T;
}

/**
 * Whether a proof also proves an earlier update, even of an earlier run: the proved key (the certificate's, or the expected AES key)
 * came with that update.
 */
export const provesEarlier = <T>(proof: About<T>, earlier: About<T>): boolean =>
  (proof.kind === 'prove-key' || proof.kind === 'prove-aes') && earlier.kind === 'send-data-set' && earlier.object === proof.object;
