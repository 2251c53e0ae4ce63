import type { ReelObject } from './names.ts';

export const verdicts = ['on-reel', 'other-reel', 'not-judged', 'not-genuine'] as const;
export type Verdict = (typeof verdicts)[number];

/** One thing that was looked at. `unknown`: it could not be looked at, which speaks neither for nor against. */
export interface Check {
  readonly object: ReelObject;
  readonly what: 'same' | 'chain' | 'proof' | 'read';
  readonly state: 'good' | 'bad' | 'unknown';
  readonly says: string;
}

/**
 * One verdict for a simulated chip: it may hold a copy of a real certificate and never its private key, so that its
 * origin can't be judged; but a sample chip that is on an open reel and proves it is what it should be.
 */
export function judgeSimulated(checks: readonly Check[], onReel: boolean): Verdict {
  const verdict = judge(checks, onReel);
  return verdict === 'on-reel' ? verdict : 'not-judged';
}

/**
 * One verdict from all that was looked at. Genuine is a chip with a certificate that leads to an anchor, and with the
 * private key of it; anything that speaks against it makes it not genuine.
 */
export function judge(checks: readonly Check[], onReel: boolean): Verdict {
  const good = (object: ReelObject, what: Check['what']): boolean => checks.some((check) => check.object === object && check.what === what && check.state === 'good');
  const proven = checks.some(({ object }) => good(object, 'chain') && good(object, 'proof'));
  if (!proven || checks.some(({ state }) => state === 'bad')) return 'not-genuine';
  return onReel ? 'on-reel' : 'other-reel';
}
