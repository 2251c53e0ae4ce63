import { expect, it } from 'vitest';
import { encodeSpki } from '../../../core/keys/publicKey.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import infineon from '../../../core/certificates/testing/infineon.json' with { type: 'json' };
import anchors from '../../../resources/anchors/anchors.json' with { type: 'json' };
import { pinnedAnchors } from './anchors.ts';

it.each(anchors)('$name is as published, and its fields are those of the certificate', ({ name, subject, publicKey, notBefore, notAfter, sha256 }) => {
  const { certificate } = pinnedAnchors().find((anchor) => anchor.name === name) as ReturnType<typeof pinnedAnchors>[number];
  expect(certificate.fingerprint).toBe(sha256);
  expect(Object.entries(infineon.fingerprints).find(([other]) => other === name)?.[1]).toBe(sha256);
  expect(certificate.subject).toBe(subject);
  expect(toHex(encodeSpki(certificate.publicKey))).toBe(publicKey);
  expect([certificate.notBefore, certificate.notAfter].map((date) => date.toISOString())).toEqual([notBefore, notAfter]);
});

it('roots sign themselves, intermediates do not', () => {
  for (const { role, certificate } of pinnedAnchors()) expect(certificate.subject === certificate.issuer, certificate.subject).toBe(role === 'root');
});
