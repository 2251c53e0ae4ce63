import fc from 'fast-check';
import { expect, it } from 'vitest';
import { utf8 } from '../bytes/bytes.ts';
import { pemCertificate } from './pemBytes.ts';

const pem = (base64: string, line: number, end: string): string =>
  ['-----BEGIN CERTIFICATE-----', ...(base64.match(new RegExp(`.{1,${line}}`, 'g')) ?? []), '-----END CERTIFICATE-----', ''].join(end);

it('decodes what was encoded, at every line length and with every line end', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.integer({ min: 1, max: 80 }), fc.constantFrom('\n', '\r\n', ' \n\t'), (der, line, end) => {
      const text = pem(Buffer.from(der).toString('base64'), line, end);
      expect(pemCertificate(utf8(`Text before, -----BEGIN\n${text}`))).toEqual(der);
    }),
  );
});

it('refuses what is cut short, and what is not base64', () => {
  const text = pem(Buffer.from('a certificate of 30 characters').toString('base64'), 64, '\n');
  const end = text.indexOf('-----END');
  for (let length = 0; length <= end; length++) expect(pemCertificate(utf8(text.slice(0, length)))).toBeUndefined();
  for (let at = text.indexOf('\n') + 1; at < end - 1; at++) expect(pemCertificate(utf8(`${text.slice(0, at)}*${text.slice(at + 1)}`))).toBeUndefined();
  expect(pemCertificate(utf8(text.replace('\n-----END', '=AAAA\n-----END')))).toBeUndefined();
});
