import type { Step } from './step.ts';

/** What a step is and which object it is about, in a plan or in a record. */
interface About<T> {
  readonly kind: Step['kind'] | (string & {});
  readonly object: T;
}

/** A key that is proved to be the certificate's, or the expected AES key, also proves the update that brought it, even in an earlier run. */
export const provesEarlier = <T>(proof: About<T>, earlier: About<T>): boolean =>
  (proof.kind === 'prove-key' || proof.kind === 'prove-aes') && earlier.kind === 'send-data-set' && earlier.object === proof.object;
