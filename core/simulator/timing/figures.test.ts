import { describe, expect, it } from 'vitest';
import { hex } from '../../bytes/hex.ts';
import { apdu } from '../testing/chips.ts';
import { chipTimeMs } from './figures.ts';

const answer = (bytes: number): Uint8Array => new Uint8Array(4 + bytes);
const digest = `010020${'11'.repeat(32)}`;

describe('the manual\'s table 42', () => {
  it.each([
    ['read 256 bytes', '81000006f1e000000100', answer(256), 30],
    ['write 256 bytes', apdu('8240', 'f1e0', '0000', '00'.repeat(256)), answer(0), 55],
    ['ECDSA P-256', apdu('b111', digest, '030002e0f1'), answer(70), 65],
    ['RSA-2048 signature', apdu('b101', digest, '030002e0fc'), answer(256), 310],
    ['ECDSA P-256 verification', apdu('b211', digest, '020002', '0000', '05000103', '060000'), answer(0), 85],
    ['RSA verification', apdu('b201', digest), answer(0), 40],
    ['ECDH', apdu('b301', '010002e0f1', '05000103'), answer(32), 60],
    ['P-256 key pair', 'b8030003070000', answer(100), 55],
    ['RSA-2048 key pair', 'b8420003070000', answer(500), 2_900],
    ['TLS PRF', 'b4010000', answer(40), 50],
    ['HKDF', 'b4080000', answer(40), 130],
    ['RSA encryption', '9e110000', answer(256), 40],
    ['RSA decryption', '9f110000', answer(5), 315],
    ['AES-128 ECB encryption of 128 bytes', apdu('9408', 'e200', `010080${'00'.repeat(128)}`), answer(131), 28],
    ['AES-128 ECB decryption of 128 bytes', apdu('9508', 'e200', `010080${'00'.repeat(128)}`), answer(131), 35],
    ['HMAC over 128 bytes', apdu('9420', 'f1d0', `010080${'00'.repeat(128)}`), answer(35), 90],
  ])('%s', (_what, command, response, ms) => expect(chipTimeMs(hex(command), response)).toBeCloseTo(ms, 5));

  it('hashes about 15 KB a second, and has a time for everything', () => {
    expect(chipTimeMs(hex(apdu('b0e2', '010500', '00'.repeat(0x500))))).toBeCloseTo(90, -1);
    for (const command of ['8c00', '8301', 'f000', 'f100', '7700', 'b981']) expect(chipTimeMs(hex(`${command}0000`))).toBeGreaterThan(0);
  });
});
