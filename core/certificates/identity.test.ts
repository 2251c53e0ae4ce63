import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat } from '../bytes/bytes.ts';
import { hex, toHex } from '../bytes/hex.ts';
import { must } from '../result/result.ts';
import { parseCertificate } from './certificate.ts';
import { identityOverhead, unwrapCertificate, wrapIdentity } from './identity.ts';
import infineon from './testing/infineon.json' with { type: 'json' };

describe('identity containers', () => {
  it.each(Object.entries(infineon.objects))('%s of a real chip is unwrapped, and wrapped again is the same', (_, content) => {
    const { form, certificates } = must(unwrapCertificate(hex(content)));
    expect(form).toBe('tls-identity');
    expect(parseCertificate(certificates[0] as Uint8Array).ok).toBe(true);
    expect(toHex(wrapIdentity(...certificates))).toBe(content);
  });

  const der = must(unwrapCertificate(hex(infineon.objects['v1-e0e0']))).certificates[0] as Uint8Array;

  it('adds nine bytes', () => {
    expect(wrapIdentity(der).length).toBe(der.length + identityOverhead);
  });

  it('plain DER may have old bytes behind it', () => {
    expect(must(unwrapCertificate(concat(der, new Uint8Array(20))))).toEqual({ form: 'der', certificates: [der] });
  });

  it('USB Type-C identities are searched', () => {
    const body = concat(new Uint8Array(10).fill(7), der, der);
    const usb = concat(Uint8Array.of(0xc2, body.length >> 8, body.length & 0xff), body);
    expect(must(unwrapCertificate(usb))).toEqual({ form: 'usb-c', certificates: [der, der] });
  });

  it('of rows that all fail late: refused at once, each byte looked at once', () => {
    const body = hex('304230'.repeat(21_845)).subarray(0, 0xffff);
    const started = performance.now();
    expect(unwrapCertificate(concat(hex('c2ffff'), body)).ok).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('anything else is a fault and never an exception', () => {
    const wrapped = wrapIdentity(der);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(wrapped.length - 1), (bytes, end) => {
        unwrapCertificate(bytes);
        expect(unwrapCertificate(wrapped.slice(0, end)).ok).toBe(false);
      }),
    );
    expect(unwrapCertificate(new Uint8Array(1728))).toMatchObject({ ok: false, fault: { data: { why: 'It is empty.' } } });
  });
});
