import type { ReelObject } from './names.ts';

export const verdicts = ['on-reel', 'other-reel', 'not-judged', 'not-genuine'] as const;
export type Verdict = (typeof verdicts)[number];

/** One check of a chip. `unknown`: it could not be checked, which counts neither for nor against the chip. */
export interface Check {
  readonly object: ReelObject;
  readonly what: 'same' | 'chain' | 'proof' | 'read';
  readonly state: 'good' | 'bad' | 'unknown';
  readonly says: string;
}

/**
 * The verdict for a simulated chip. It may hold a copy of a real certificate but never its private key, so its origin
 * cannot be judged. Exception: a sample chip that is on an open reel and proves its key is what it should be.
 */
export function judgeSimulated(checks: readonly Check[], onReel: boolean): Verdict {
  const verdict = judge(checks, onReel);
  return verdict === 'on-reel' ? verdict : 'not-judged';
}

/**
 * The verdict from all checks. A chip is genuine when its certificate leads to a trust anchor and it proves the
 * certificate's private key. Any failed check makes it not genuine.
 */
export function judge(checks: readonly Check[], onReel: boolean): Verdict {
  const good = (object: ReelObject, what: Check['what']): boolean => checks.some((check) => check.object === object && check.what === what && check.state === 'good');
  const proven = checks.some(({ object }) => good(object, 'chain') && good(object, 'proof'));
  if (!proven || checks.some(({ state }) => state === 'bad')) return 'not-genuine';
  return onReel ? 'on-reel' : 'other-reel';
}
