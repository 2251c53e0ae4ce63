import { describe, expect, it } from 'vitest';
import type { Certificate } from './certificate.ts';
import { findLeaf } from './leaf.ts';
import { Family } from './testing/family.ts';

const family = new Family('leaf');
const [rootKey, caKey] = [family.key(), family.key()];
const root = await family.root('Root', rootKey);
const older = await family.root('Root', rootKey, { from: 2010 });
const ca = await family.issue('CA', caKey, { key: rootKey, certificate: root }, { isCa: true });
const leaf = await family.issue('Leaf', family.key(), { key: caKey, certificate: ca });
const found = (...certificates: readonly Certificate[]) => findLeaf(certificates, 'chain.pem');

describe('the certificate to judge', () => {
  it.each([
    ['leaf first', [leaf, ca, root]],
    ['root first', [root, ca, leaf]],
    ['in the middle', [ca, leaf, root]],
    ['beside an old root', [root, older, ca, leaf]],
    ['twice in the file', [root, leaf, ca, leaf]],
  ])('%s', (_, certificates) => {
    const judged = found(...certificates);
    expect(judged.ok && judged.value.leaf.subject).toBe('CN=Leaf');
    expect(judged.ok && judged.value.others.every((other) => other !== leaf)).toBe(true);
    expect(judged.ok && judged.value.others.length).toBe(new Set(certificates).size - 1);
  });

  it('one alone, a CA too', () => expect(found(root)).toEqual({ ok: true, value: { leaf: root, others: [] } }));

  it('one whose signature is damaged is still it: its issuer does not take its place', () => {
    const damaged = { ...leaf, signature: leaf.signature.map((byte) => byte ^ 1) };
    expect(found(root, ca, damaged)).toMatchObject({ ok: true, value: { leaf: { subject: 'CN=Leaf' } } });
  });

  it('two that issued none of the others, or an old and a new root: said, and none is chosen', async () => {
    const second = await family.issue('Second', family.key(), { key: caKey, certificate: ca });
    expect(found(ca, leaf, second)).toMatchObject({ ok: false, fault: { code: 'chain/several-leaves', data: { file: 'chain.pem', count: 2, subjects: ['CN=Leaf', 'CN=Second'] } } });
    expect(found(older, root)).toMatchObject({ ok: false, fault: { code: 'chain/several-leaves', data: { count: 2 } } });
  });
});
