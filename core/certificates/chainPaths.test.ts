import { describe, expect, it } from 'vitest';
import type { Certificate } from './certificate.ts';
import { verifyChain } from './chain.ts';
import { Family, now } from './testing/family.ts';

const family = new Family('ways');
const caKey = family.key();
const old = await family.root('Root', caKey, { from: 2010 });
const renewed = await family.root('Root', caKey);
const leaf = await family.issue('Leaf', family.key(), { key: caKey, certificate: renewed });
const names = (chain: readonly Certificate[]): string[] => chain.map(({ subject }) => subject);

describe('a CA that was renewed with the same key and name', () => {
  it.each([
    ['old first', [old, renewed]],
    ['new first', [renewed, old]],
  ])('both are anchors, the %s: the one that is valid counts', (_, anchors) => {
    const report = verifyChain(leaf, [], anchors, now);
    expect([report.trusted, report.chain.at(-1) === renewed]).toEqual([true, true]);
  });

  it('the new one itself is judged by the old one, which has its key', async () => {
    const older = await family.root('Root', caKey, { from: 2018 });
    expect(verifyChain(renewed, [], [older], now)).toMatchObject({ trusted: true, chain: [{ serial: renewed.serial }, { serial: older.serial }] });
  });

  it('the old one alone is not valid now, also beside a new one that is not an anchor', () => {
    for (const others of [[], [renewed]]) {
      const report = verifyChain(leaf, others, [old], now);
      expect(report).toMatchObject({ trusted: false, fault: { code: 'chain/not-valid-now', data: { until: '2019-12-30' } } });
      expect(report.chain).toEqual([leaf, old]);
    }
  });
});

it('an intermediate that leads nowhere does not hide the one that leads to the anchor', async () => {
  const [rootKey, key] = [family.key(), family.key()];
  const root = await family.root('Other root', rootKey);
  const stray = await family.issue('CA', key, { key: caKey, certificate: renewed }, { isCa: true });
  const good = await family.issue('CA', key, { key: rootKey, certificate: root }, { isCa: true });
  const notACa = await family.issue('CA', key, { key: rootKey, certificate: root });
  const device = await family.issue('Device', family.key(), { key, certificate: good });
  for (const others of [[stray, notACa, good], [good, notACa, stray], [notACa, stray, good]]) {
    expect(verifyChain(device, others, [root], now)).toMatchObject({ trusted: true, chain: [{}, { serial: good.serial }, { serial: root.serial }] });
  }
  // No way leads to the anchor. The answer shows the way that came nearest.
  const report = verifyChain(device, [notACa, stray], [root], now);
  expect([report.fault?.code, names(report.chain)]).toEqual(['chain/no-issuer', ['CN=Device', 'CN=CA']]);
  expect(report.fault?.data).toMatchObject({ issuer: 'CN=Root' });
});

it('a root that is at hand and no anchor is said to be that, also beside another of its name', async () => {
  const stranger = await family.root('Root', family.key());
  for (const others of [[renewed], [stranger, renewed]]) {
    expect(verifyChain(leaf, others, [], now)).toMatchObject({ trusted: false, chain: [{}, { serial: renewed.serial }], fault: { code: 'chain/untrusted-root', data: { subject: 'CN=Root' } } });
  }
  // The leaf's authority key identifier says that another key signed it.
  expect(verifyChain(leaf, [stranger], [], now).fault?.code).toBe('chain/no-issuer');
});

it('certificates that all sign each other end the search, and are not trusted', async () => {
  const holders = await Promise.all(Array.from({ length: 8 }, () => family.key()).map(async (key) => ({ key, certificate: await family.root('Ring', key) })));
  const ring = await Promise.all(holders.flatMap(({ key }) => holders.map((by) => family.issue('Ring', key, by, { isCa: true }))));
  const device = await family.issue('Device', family.key(), holders[0] as (typeof holders)[number]);
  const started = performance.now();
  expect(verifyChain(device, ring, [renewed], now)).toMatchObject({ trusted: false, fault: { code: 'chain/not-followed' } });
  expect(performance.now() - started).toBeLessThan(20_000);
});
