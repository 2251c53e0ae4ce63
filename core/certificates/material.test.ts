import { describe, expect, it } from 'vitest';
import { utf8 } from '../bytes/bytes.ts';
import { encodePem } from '../keys/pem.ts';
import { encodePrivateKeyPem } from '../keys/privateKey.ts';
import { say, sayLine } from '../result/say.ts';
import { wrapIdentity } from './identity.ts';
import { parseCertificateFile, parseCertificates } from './material.ts';
import { Family } from './testing/family.ts';

const family = new Family('material');
const key = family.key();
const [first, second] = [await family.root('First', key), await family.root('Second', key)];
const pem = encodePem('CERTIFICATE', first.der);

describe('where a certificate is asked for, no other file is spoken of as a key', () => {
  it.each([
    ['text', utf8('hello, this is a letter'), 'certificate/none'],
    ['binary data', Uint8Array.of(1, 2, 0, 255), 'certificate/none'],
    ['JSON', utf8('{"a":'), 'certificate/none'],
    ['a private key', utf8(encodePrivateKeyPem(key)), 'certificate/none'],
    ['PEM that is not base64', utf8(pem.replace(/\n.{20}/, '\n!!')), 'certificate/malformed'],
    ['half a certificate, DER', first.der.slice(0, 200), 'certificate/malformed'],
    ['an identity that is cut short', wrapIdentity(first.der).slice(0, 200), 'identity/malformed'],
  ])('%s', (_, bytes, code) => {
    for (const parse of [parseCertificates, parseCertificateFile]) {
      const parsed = parse(bytes, 'input');
      if (parsed.ok) throw new Error('taken');
      expect(parsed.fault.code).toBe(code);
      expect(`${sayLine(parsed.fault)} ${say(parsed.fault).todo}`).not.toMatch(/\bkey\b/);
    }
  });
});

it('every certificate of a file, or of an identity; of several, none is the one', () => {
  const both = utf8(pem + encodePrivateKeyPem(key) + encodePem('CERTIFICATE', second.der));
  expect(parseCertificates(both, 'f')).toMatchObject({ ok: true, value: [{ subject: 'CN=First' }, { subject: 'CN=Second' }] });
  expect(parseCertificateFile(both, 'f')).toMatchObject({ ok: false, fault: { code: 'certificate/several', data: { count: 2 } } });
  const identity = wrapIdentity(first.der, second.der);
  expect(parseCertificates(identity, 'f')).toMatchObject({ ok: true, value: [{}, {}] });
  expect(parseCertificateFile(identity, 'f')).toMatchObject({ ok: true, value: { subject: 'CN=First' } });
});
