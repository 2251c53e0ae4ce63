import { describe, expect, it } from 'vitest';
import { hasOpenssl } from '../keys/testing/openssl.ts';
import { verifyChain } from './chain.ts';
import { parseAll } from './material.ts';
import type { ChainCase } from './testing/chainCases.ts';
import { extensionCases } from './testing/extensionCases.ts';
import { opensslVerifies, type Pile } from './testing/opensslVerify.ts';
import { shapeCases } from './testing/shapeCases.ts';
import { pathCases } from './testing/pathCases.ts';

const now = new Date('2026-11-22T12:00:00Z');
const cases = [...pathCases, ...shapeCases, ...extensionCases];

interface Said {
  /** `trusted`, or the code of the fault. */
  readonly says: string;
  /** The chain that was found. */
  readonly found?: Pile;
}

function ours({ leaf, others, anchors }: ChainCase): Said {
  const parsed = parseAll([leaf, ...others, ...anchors], 'the case');
  if (!parsed.ok) return { says: parsed.fault.code };
  const [first, ...rest] = parsed.value;
  if (first === undefined) return { says: 'nothing' };
  const { trusted, fault, chain } = verifyChain(first, rest.slice(0, others.length), rest.slice(others.length), now);
  const ders = chain.map(({ der }) => der);
  return { says: trusted ? 'trusted' : (fault?.code ?? ''), found: { leaf, others: ders.slice(1, -1), anchors: ders.slice(-1) } };
}

it('the cases are a few hundred, each with a name of its own', () => {
  expect(cases.length).toBeGreaterThan(450);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});

describe('what is said of a chain', () => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => expect(ours(one).says).toBe(one.says));
});

/**
 * Compares with openssl's program. Where it is missing, these two tests are skipped, and the tests above still compare
 * with the literal tables. Uses a plain `openssl verify`, without -x509_strict.
 */
describe.skipIf(!hasOpenssl)('openssl verify', () => {
  const judged = async (some: readonly ChainCase[], pile: (one: ChainCase) => Pile): Promise<string[]> => {
    const verdicts = await Promise.all([0, 1, 2, 3].map(async (hand) => {
      const rows: string[] = [];
      for (const one of some.filter((_, index) => index % 4 === hand)) {
        const { ok, says } = await opensslVerifies(pile(one), now);
        rows.push(ok ? one.name : `${one.name}: ${says}`);
      }
      return rows;
    }));
    return verdicts.flat().sort();
  };
  const names = (some: readonly ChainCase[]): string[] => some.map(({ name }) => name).sort();

  it('accepts every chain that we trust', { timeout: 120_000 }, async () => {
    const trusted = cases.filter((one) => one.says === 'trusted');
    expect(await judged(trusted, (one) => ours(one).found ?? one)).toEqual(names(trusted));
  });

  it('refuses what we refuse, but for the chains that the tables name', { timeout: 120_000 }, async () => {
    const refused = cases.filter((one) => one.says !== 'trusted');
    const verdicts = await judged(refused, (one) => one);
    expect(verdicts.filter((row) => names(refused).includes(row))).toEqual(names(refused.filter(({ stricter }) => stricter)));
  });
});
