import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curveNames } from '../keys/curves.ts';
import { encodePem } from '../keys/pem.ts';
import { generateKey, parsePrivateKey } from '../keys/privateKey.ts';
import { describePublicKey } from '../keys/publicKey.ts';
import { hasOpenssl, openssl, opensslText } from '../keys/testing/openssl.ts';
import { seededRandom } from '../keys/testing/random.ts';
import { must } from '../result/result.ts';
import { belongsTogether, checkForObject, parseCertificate } from './certificate.ts';
import { createCsr, parseCsr } from './csr.ts';
import { selfSign, signCsr } from './issue.ts';
import { sniffMaterial } from './material.ts';
import { encodeName, sayName } from './name.ts';
import { parseDer } from '../keys/der.ts';
import { testSigner } from '../keys/testing/testSigner.ts';

const random = seededRandom('issue');
const now = new Date('2026-01-02T03:04:05Z');
const options = { days: 3650, now, random };
const algorithms = [...curveNames, 'rsa1024', 'rsa2048'] as const;

describe.skipIf(!hasOpenssl)('openssl takes what we issue', () => {
  it.each(algorithms)('%s: self-signed certificate, request, certificate for a request', async (algorithm) => {
    const key = await generateKey(algorithm, random);
    const der = must(await selfSign(testSigner(key), 'CN=Bench \\, anchor, O=Example, C=DE', { ...options, isCa: true }));
    const certificate = must(parseCertificate(der));
    const pem = encodePem('CERTIFICATE', der);
    expect(opensslText('verify -check_ss_sig -CAfile @0 @0', '', [pem])).toContain('OK');
    const text = opensslText('x509 -noout -subject -dates -ext keyUsage,basicConstraints', pem);
    expect(text).toMatch(/CN ?= ?"?Bench , anchor"?, ?O ?= ?Example, ?C ?= ?DE/);
    expect(text).toContain('notBefore=Jan  2 03:04:05 2026 GMT');
    expect(text).toContain('Certificate Sign');
    const request = must(await createCsr(testSigner(key), 'CN=Device 1'));
    openssl('req -inform DER -noout -verify', request);
    const other = must(await createCsr(testSigner(key), 'CN=Chip', 'sha256'));
    openssl('req -inform DER -noout -verify', other);
    const issued = must(await signCsr(must(parseCsr(other)), testSigner(key), certificate, options));
    expect(opensslText('verify -CAfile @0 @1', '', [pem, encodePem('CERTIFICATE', issued)])).toContain('OK');
  });
});

describe.skipIf(!hasOpenssl)('we take what openssl issues', () => {
  it.each(['prime256v1', 'brainpoolP384r1', 'secp521r1'])('%s', (curve) => {
    const key = openssl(`ecparam -name ${curve} -genkey -noout`);
    const der = openssl('req -x509 -new -key @0 -subj /C=DE/O=Ex,ample/CN=Gerät -utf8 -days 20 -outform DER', '', [key]);
    const certificate = must(parseCertificate(der));
    expect(certificate.subject).toBe('C=DE, O=Ex\\,ample, CN=Gerät');
    expect(belongsTogether(must(parsePrivateKey(key, { file: 'k' })), certificate).ok).toBe(true);
    expect(must(parseCsr(openssl('req -new -key @0 -subj /CN=x -outform DER', '', [key]))).subject).toBe('CN=x');
  });

  it('key and certificate in one file, either first', () => {
    const key = openssl('ecparam -name secp384r1 -genkey');
    const certificate = openssl('req -x509 -new -key @0 -subj /CN=one', '', [key]);
    for (const parts of [[key, certificate], [certificate, key]]) {
      const found = must(sniffMaterial(new Uint8Array(parts.flatMap((part) => [...part])), { file: 'both.pem' }));
      expect(found.keys).toHaveLength(1);
      expect(found.certificates.map(({ publicKey }) => describePublicKey(publicKey))).toEqual(['NIST P-384']);
    }
  });

  it('a certificate for an unknown kind of key is refused by name', () => {
    const key = openssl('genpkey -algorithm ED25519');
    const der = openssl('req -x509 -new -key @0 -subj /CN=x -outform DER', '', [key]);
    expect(parseCertificate(der)).toMatchObject({ ok: false, fault: { code: 'certificate/unsupported-key', data: { name: 'Ed25519' } } });
  });
});

describe('a certificate for an object', () => {
  it('is measured against time, the chip\'s limit and the object', async () => {
    const key = await generateKey('secp256r1', random);
    const certificate = must(parseCertificate(must(await selfSign(testSigner(key), 'CN=x', { ...options, days: 1 }))));
    const codes = (date: string, maxSize = 1728): unknown => {
      const checked = checkForObject(certificate, { maxSize, now: new Date(date) });
      return checked.ok ? checked.value.map(({ code }) => code) : checked.fault.code;
    };
    expect(codes('2026-01-03')).toEqual([]);
    expect(codes('2027-01-01')).toEqual(['certificate/expired']);
    expect(codes('2025-01-01')).toEqual(['certificate/not-yet-valid']);
    expect(codes('2026-01-03', 100)).toBe('certificate/too-large');
    const long = must(parseCertificate(must(await selfSign(testSigner(key), Array.from({ length: 8 }, () => `OU=${'x'.repeat(150)}`).join(','), options))));
    const checked = checkForObject(long, { maxSize: 3000, now });
    expect(checked).toMatchObject({ ok: true, value: [{ code: 'certificate/over-chip-limit' }] });
  });

  it('another key\'s certificate is found', async () => {
    const [one, two] = [await generateKey('secp256r1', random), await generateKey('secp384r1', random)];
    const certificate = must(parseCertificate(must(await selfSign(testSigner(one), 'CN=x', options))));
    expect(belongsTogether(two, certificate)).toMatchObject({ ok: false, fault: { code: 'certificate/other-key' } });
  });
});

describe('names', () => {
  it('come back as they went in', () => {
    const value = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 });
    const escaped = (text: string): string => text.replace(/[\\,+"<>; #]/g, (found) => `\\${found}`);
    fc.assert(
      fc.property(value, value, (cn, o) => {
        const first = must(encodeName(`CN=${escaped(cn)}, O=${escaped(o)}`));
        const said = sayName(must(parseDer(first, 'name')));
        expect(must(encodeName(said))).toEqual(first);
      }),
      { numRuns: 300 },
    );
  });

  it('bytes behind backslashes are UTF-8 (RFC 4514, 2.4)', () => {
    expect(must(encodeName('CN=Lu\\C4\\8Di\\c4\\87'))).toEqual(must(encodeName('CN=Lučić')));
    expect(encodeName('CN=\\FF')).toMatchObject({ ok: false, fault: { code: 'certificate/bad-subject' } });
  });

  it('blanks around a value go, however many, and an escaped one stays', () => {
    const started = performance.now();
    expect(encodeName(`CN=a${' '.repeat(200_000)}x`).ok).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(must(encodeName('CN=  a\\   '))).toEqual(must(encodeName('CN=a\\ ')));
    expect(must(encodeName('CN=  a   '))).toEqual(must(encodeName('CN=a')));
  });

  it.each(['', 'x', 'CN=', 'XX=1', 'C=Germany', `CN=${'x'.repeat(201)}`])('"%s" is refused', (text) => {
    expect(encodeName(text)).toMatchObject({ ok: false, fault: { code: 'certificate/bad-subject' } });
  });
});

it('damaged certificates never throw', async () => {
  const der = must(await selfSign(testSigner(await generateKey('secp256r1', random)), 'CN=x', options));
  fc.assert(
    fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), fc.nat(der.length), (at, mask, end) => {
      const changed = der.slice();
      changed[at] = (changed[at] as number) ^ mask;
      parseCertificate(changed);
      expect(parseCertificate(der.slice(0, end)).ok).toBe(end === der.length);
    }),
    { numRuns: 300 },
  );
});
