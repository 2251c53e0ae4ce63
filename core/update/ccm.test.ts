import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../bytes/bytes.ts';
import { hex, toHex } from '../bytes/hex.ts';
import { ccmOpen, ccmSeal } from './ccm.ts';
import { tlsPrf } from './tlsPrf.ts';

const range = (from: number, to: number): Uint8Array => Uint8Array.from({ length: to - from + 1 }, (_, i) => from + i);

const rfc = range(0xc0, 0xcf);
const nist = range(0x40, 0x4f);

describe('AES-CCM', () => {
  it.each([
    ['RFC 3610, vector 1', rfc, '00000003020100a0a1a2a3a4a5', range(0, 7), range(8, 0x1e), 8, '588c979a61c663d2f066d0c2c0f989806d5f6b61dac38417e8d12cfdf926e0'],
    ['RFC 3610, vector 2', rfc, '00000004030201a0a1a2a3a4a5', range(0, 7), range(8, 0x1f), 8, '72c91a36e135f8cf291ca894085c87e3cc15c439c9e43a3ba091d56e10400916'],
    ['RFC 3610, vector 7', rfc, '00000009080706a0a1a2a3a4a5', range(0, 7), range(8, 0x1e), 10, '0135d1b2c95f41d5d1d4fec185d166b8094e999dfed96c048c56602c97acbb7490'],
    ['SP 800-38C, example 1', nist, '10111213141516', range(0, 7), range(0x20, 0x23), 4, '7162015b4dac255d'],
    ['SP 800-38C, example 2', nist, '1011121314151617', range(0, 15), range(0x20, 0x2f), 6, 'd2a1f0e051ea5f62081a7792073d593d1fc64fbfaccd'],
    ['SP 800-38C, example 3', nist, '101112131415161718191a1b', range(0, 19), range(0x20, 0x37), 8, 'e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5484392fbc1b09951'],
  ])('%s', (_, key, nonce, aad, message, tagLength, sealed) => {
    const input = { key, nonce: hex(nonce), aad, tagLength };
    expect(toHex(ccmSeal(input, message))).toBe(sealed);
    expect(ccmOpen(input, hex(sealed))).toEqual(message);
  });

  it('agrees with OpenSSL on any input, and opens nothing that was changed', () => {
    const bytes = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
    fc.assert(
      fc.property(bytes(16), bytes(13), fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 650 }), fc.nat(), (key, nonce, aad, message, at) => {
        const cipher = createCipheriv('aes-128-ccm', key, nonce, { authTagLength: 8 });
        cipher.setAAD(aad, { plaintextLength: message.length });
        const theirs = concat(cipher.update(message), cipher.final(), cipher.getAuthTag());
        const input = { key, nonce, aad, tagLength: 8 };
        const ours = ccmSeal(input, message);
        expect(toHex(ours)).toBe(toHex(theirs));
        ours[at % ours.length] = (ours[at % ours.length] as number) ^ 0x10;
        expect(ccmOpen(input, ours)).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  it('opens nothing that is shorter than its tag', () => {
    expect(ccmOpen({ key: rfc, nonce: range(0, 12), aad: new Uint8Array(), tagLength: 8 }, new Uint8Array(7))).toBeUndefined();
  });
});

it('TLS 1.2 PRF with SHA-256: the known answer of the IETF TLS list', () => {
  const output = tlsPrf(hex('9bbe436ba940f017b17652849a71db35'), utf8('test label'), hex('a0ba9f936cda311827a6f796ffd5198c'), 100);
  expect(toHex(output)).toBe(
    'e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff70187347b66',
  );
});
