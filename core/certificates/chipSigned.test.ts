import { describe, expect, it } from 'vitest';
import { concat } from '../bytes/bytes.ts';
import { curves } from '../keys/curves.ts';
import { bitString, encodeDer, inSequence, parseDer, readBitString, sequence, decodeSignatureIntegers } from '../keys/der.ts';
import { ecGenerate } from '../keys/ecdsa.ts';
import { hasOpenssl, opensslText } from '../keys/testing/openssl.ts';
import { seededRandom } from '../keys/testing/random.ts';
import { ecPrivateKey, type PrivateKey } from '../keys/privateKey.ts';
import { must, type Result } from '../result/result.ts';
import { parseCertificate } from './certificate.ts';
import { verifyChain } from './chain.ts';
import { createCsr, parseCsr } from './csr.ts';
import { selfSign, signCsr } from './issue.ts';
import { testSigner } from '../keys/testing/testSigner.ts';

const random = seededRandom('signed by a chip');
const now = new Date('2026-11-22');
const validity = { days: 10, now, random };

/** The same certificate or request, with the numbers of its signature padded to the curve's length, as chips return them. */
function asChipSigns(der: Uint8Array, bytes: number): { der: Uint8Array; padded: boolean } {
  const [body, algorithm, signature] = inSequence(must(parseDer(der, 'x')));
  const integers = must(parseDer(readBitString(signature) as Uint8Array, 'x')).content;
  const rs = must(decodeSignatureIntegers(integers, bytes));
  const number = (part: Uint8Array): Uint8Array => encodeDer(0x02, Uint8Array.from((part[0] as number) >= 0x80 ? [0] : []), part);
  const chip = sequence(number(rs.subarray(0, bytes)), number(rs.subarray(bytes)));
  return { der: sequence(body!.whole, algorithm!.whole, bitString(chip)), padded: chip.length > sequence(integers).length };
}

/** Makes signatures until one has a number that the chip pads. On P-521 that is nearly every second signature. */
async function padded(make: () => Promise<Result<Uint8Array>>): Promise<Uint8Array> {
  for (let i = 0; i < 100; i++) {
    const signed = asChipSigns(must(await make()), curves.secp521r1.bytes);
    if (signed.padded) return signed.der;
  }
  throw new Error('none of 100 signatures has a zero in front');
}

const key: PrivateKey = ecPrivateKey('secp521r1', ecGenerate('secp521r1', random));
/** Signatures are deterministic. Different subjects make them different. */
let count = 0;
const subject = (): string => `CN=Device ${count++}`;

describe('signed by a chip, with zeros that DER would not have', () => {
  it('a request is taken, and the certificate issued for it is sound DER', async () => {
    const request = must(parseCsr(await padded(() => createCsr(testSigner(key), subject()))));
    const ca = must(parseCertificate(must(await selfSign(testSigner(key), 'CN=CA', { ...validity, isCa: true }))));
    const issued = must(parseCertificate(must(await signCsr(request, testSigner(key), ca, validity))));
    expect(issued.subject).toBe(request.subject);
    if (hasOpenssl) expect(opensslText('verify -CAfile @0 @1', '', [pem(ca.der), pem(issued.der)])).toContain('OK');
  });

  it('a certificate is verified', async () => {
    const der = await padded(() => selfSign(testSigner(key), subject(), { ...validity, isCa: true }));
    const certificate = must(parseCertificate(der));
    expect(verifyChain(certificate, [], [certificate], now)).toMatchObject({ trusted: true });
    const leaf = must(parseCertificate(await padded(async () => signCsr(must(parseCsr(must(await createCsr(testSigner(key), subject())))), testSigner(key), certificate, validity))));
    expect(verifyChain(leaf, [], [certificate], now)).toMatchObject({ trusted: true });
  });

  it('with a number changed it is still refused', async () => {
    const der = concat(await padded(() => createCsr(testSigner(key), subject())));
    der[der.length - 1] = (der[der.length - 1] as number) ^ 1;
    expect(parseCsr(der)).toMatchObject({ ok: false, fault: { code: 'csr/bad-signature' } });
  });
});

const pem = (der: Uint8Array): string => `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`;
