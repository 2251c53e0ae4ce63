import { describe, expect, it } from 'vitest';
import { concat } from '../bytes/bytes.ts';
import { hex } from '../bytes/hex.ts';
import { profiles } from '../simulator/profiles/profiles.ts';
import { anchorBreaches, statusOf } from './anchorRules.ts';
import { unwrapCertificate } from './identity.ts';
import anchors from './testing/anchors.json' with { type: 'json' };

const broken = (content: Uint8Array, family: 'trust-m-v1' | 'trust-m-v3' = 'trust-m-v3'): string[] => anchorBreaches(content, family).map(({ rule, found }) => `${rule}: ${found}`);

describe('a certificate that the chip can use as a trust anchor', () => {
  it.each(Object.entries({ ...anchors.vendor, ...anchors.good }))('%s', (_, der) => {
    expect(broken(hex(der))).toEqual([]);
    // The object may be longer than the certificate in it.
    expect(broken(concat(hex(der), new Uint8Array(100)))).toEqual([]);
  });

  it('those of real chips, out of their identity tags', () => {
    for (const { objects } of Object.values(profiles)) {
      const inside = unwrapCertificate(hex(objects['e0e0']?.data ?? ''));
      expect(inside.ok && broken(inside.value.certificates[0] as Uint8Array)).toEqual([]);
    }
  });
});

describe('one that it cannot use: every rule that is broken is named', () => {
  it.each(Object.entries(anchors.odd).map(([name, { der, breaches }]) => [name, der, breaches] as const))('%s', (_, der, breaches) => {
    expect(broken(hex(der))).toEqual(breaches);
  });

  it.each([
    ['nothing', '', ['empty: ']],
    ['zeros', '00'.repeat(100), ['empty: ']],
    ['an identity tag', `c001e20001df0001dc${anchors.good['openssl req -new -x509, P-256']}`, ['first-byte: 0xC0']],
    ['a zero in front', `00${anchors.good['openssl req -new -x509, P-256']}`, ['first-byte: 0x00']],
    ['another SEQUENCE', '3003020101', ['der: ']],
    ['cut short', anchors.good['openssl req -new -x509, P-256'].slice(0, -2), ['der: ']],
  ])('%s', (_, content, breaches) => expect(broken(hex(content))).toEqual(breaches));

  it('V1 knows P-256, P-384 and RSA alone', () => {
    const { vendor } = anchors;
    expect(Object.entries(vendor).filter(([, der]) => broken(hex(der), 'trust-m-v1').length > 0).map(([name]) => name)).toEqual([
      'sample_ec_521_cert.txt',
      'sample_ec_bp_256_cert.txt',
      'sample_ec_bp_384_cert.txt',
      'sample_ec_bp_512_cert.txt',
    ]);
    expect(broken(hex(vendor['sample_ec_521_cert.txt']), 'trust-m-v1')).toEqual(['key: NIST P-521']);
  });

  it('the code is that of the manual', () => {
    const codes = Object.fromEntries(['version', 'serial', 'size', 'key', 'usage', 'first-byte'].map((rule) => [rule, statusOf({ rule: rule as 'version', found: '' })]));
    expect(codes).toEqual({ version: 0x29, serial: 0x29, size: 0x2a, key: 0x2a, usage: 0x24, 'first-byte': 0x29 });
  });
});
