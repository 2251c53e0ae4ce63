import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../../bytes/hex.ts';
import { sha256 } from '@noble/hashes/sha2.js';
import { apdu, openChip, type TestChip } from '../testing/chips.ts';

const length = (text: string): string => (text.length / 2).toString(16).padStart(4, '0');
const part = (tag: string, value: string): string => tag + length(value) + value;

async function secretIn({ ok }: TestChip, id: string, secret: string, type = '21'): Promise<void> {
  await ok(apdu('8240', id, '0000', secret));
  await ok(apdu('8201', id, '0000', `2006e801${type}d30100`));
}

describe('DeriveKey', () => {
  it('HKDF-SHA256 (RFC 5869, A.1)', async () => {
    const chip = await openChip();
    await secretIn(chip, 'f1d1', '0b'.repeat(22));
    const derive = apdu('b408', part('01', 'f1d1'), part('02', '000102030405060708090a0b0c'), part('03', '002a'), part('04', 'f0f1f2f3f4f5f6f7f8f9'), '070000');
    expect(await chip.ok(derive)).toBe('3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865');
  });

  it('TLS 1.2 PRF with SHA-256 (vectors of the TLS working group)', async () => {
    const chip = await openChip();
    await secretIn(chip, 'f1d1', '9bbe436ba940f017b17652849a71db35');
    const seed = '74657374206c6162656c' + 'a0ba9f936cda311827a6f796ffd5198c';
    expect(await chip.ok(apdu('b401', part('01', 'f1d1'), part('02', seed), part('03', '0064'), '070000'))).toBe(
      'e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff70187347b66',
    );
  });

  it('lengths, type and condition are checked', async () => {
    const chip = await openChip();
    const { ok, code } = chip;
    const derive = (id: string, seed: number, bytes: string, place = '070000', method = '01'): string =>
      apdu(`b4${method}`, part('01', id), part('02', '55'.repeat(seed)), part('03', bytes), place);
    expect(await code(derive('f1d1', 16, '0020'))).toBe(0x07);
    await secretIn(chip, 'f1d1', '11'.repeat(32));
    for (const wrong of [derive('f1d1', 7, '0020'), derive('f1d1', 16, '000f'), derive('f1d1', 16, '0101'), derive('f1d1', 16, '0043', part('08', 'e100'))]) {
      expect(await code(wrong)).toBe(0x05);
    }
    expect(await code(derive('f1d1', 16, '0020', '070000', '04'))).toBe(0x03);
    expect(await ok(derive('f1d1', 16, '0042', part('08', 'e100')))).toBe('');
    expect(await ok(derive('e100', 16, '0010'))).toHaveLength(32);
    expect(await ok(derive('f1d1', 0, '0010', '070000', '0a'))).toHaveLength(32);
    await ok(apdu('8201', 'f1d1', '0000', '2003d301ff'));
    expect(await code(derive('f1d1', 16, '0020'))).toBe(0x07);
  });
});

describe('CalcSSec', () => {
  it('two keys of the chip agree, in a session and outside', async () => {
    const { ok, code } = await openChip();
    const a = await ok(apdu('b803', part('01', 'e0f1'), part('02', '20')));
    const b = await ok(apdu('b803', part('01', 'e100'), part('02', '20')));
    const agree = (id: string, key: string, place: string): string => apdu('b301', part('01', id), part('05', '03'), key.replace(/^02/, '06'), place);
    const shared = await ok(agree('e0f1', b, '070000'));
    expect(await ok(agree('e100', a, '070000'))).toBe(shared);
    expect(shared).toHaveLength(64);
    expect(await ok(agree('e0f1', b, part('08', 'e101')))).toBe('');
    const mac = await ok(apdu('9420', 'e101', part('01', '00')));
    expect(mac).toMatch(/^610020/);
    expect(await code(apdu('b301', part('01', 'e0f1'), part('05', '03'), part('06', '034200' + '04' + '11'.repeat(64)), '070000'))).toBe(0x05);
    expect(await code(agree('e0f1', b, '070000').replace('05000103', '05000107'))).toBe(0x25);
    expect(await code(agree('e102', b, '070000'))).toBe(0x0b);
    expect(await code(apdu('9420', 'e103', part('01', '00')))).toBe(0x0b);
  });
});

describe('symmetric', () => {
  const plain = '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51';

  async function aes(): Promise<TestChip> {
    const chip = await openChip();
    await chip.ok(apdu('8201', 'e200', '0000', '2003d00100'));
    await chip.ok(apdu('b981', part('01', 'e200'), part('02', '03')));
    return chip;
  }

  it('encrypts and decrypts, in one go and chained', async () => {
    const { ok, code } = await aes();
    const iv = part('41', '000102030405060708090a0b0c0d0e0f');
    const ecb = (await ok(apdu('9408', 'e200', part('01', plain)))).slice(6);
    expect((await ok(apdu('9508', 'e200', part('01', ecb)))).slice(6)).toBe(plain);
    const cbc = (await ok(apdu('9409', 'e200', part('01', plain), iv))).slice(6);
    const first = (await ok(apdu('9409', 'e200', part('00', plain.slice(0, 32)), iv))).slice(6);
    const second = (await ok(apdu('9409', 'e200', part('03', plain.slice(32))))).slice(6);
    expect(first + second).toBe(cbc);
    expect((await ok(apdu('9509', 'e200', part('01', cbc), iv))).slice(6)).toBe(plain);
    expect(await code(apdu('9409', 'e200', part('02', plain)))).toBe(0x0b);
    for (const wrong of [part('41', '00'.repeat(15)), part('41', '')]) expect(await code(apdu('9409', 'e200', part('01', plain), wrong))).toBe(0x05);
    expect(await code(apdu('9408', 'e200', part('01', plain), iv))).toBe(0x05);
    expect(await code(apdu('9408', 'e200', part('01', '00')))).toBe(0x05);
    expect(await code(apdu('950a', 'e200', part('01', plain)))).toBe(0x03);
    expect(await code(apdu('9408', 'e200', part('01', '00'.repeat(640))))).toBe(0x04);
  });

  it('CBC without an initial value takes zeros, chained too; a total length is for CCM and is ignored', async () => {
    const { ok } = await aes();
    const zeros = part('41', '00'.repeat(16));
    const cbc = await ok(apdu('9409', 'e200', part('01', plain), zeros));
    expect(await ok(apdu('9409', 'e200', part('01', plain)))).toBe(cbc);
    const first = (await ok(apdu('9409', 'e200', part('00', plain.slice(0, 32))))).slice(6);
    expect(first + (await ok(apdu('9409', 'e200', part('03', plain.slice(32))))).slice(6)).toBe(cbc.slice(6));
    expect((await ok(apdu('9509', 'e200', part('01', cbc.slice(6))))).slice(6)).toBe(plain);
    for (const mode of ['9408', '9409', '940a', '940b']) {
      expect(await ok(apdu(mode, 'e200', part('01', plain), part('42', '00000020')))).toBe(await ok(apdu(mode, 'e200', part('01', plain))));
    }
  });

  it('another command ends a chain', async () => {
    const { ok, code } = await aes();
    await ok(apdu('940b', 'e200', part('00', plain)));
    await ok('8c0000020008');
    expect(await code(apdu('940b', 'e200', part('03', '00')))).toBe(0x0b);
  });

  it('CBC-MAC is the last block of CBC, CMAC takes any length and chains', async () => {
    const { ok } = await aes();
    const cbc = await ok(apdu('9409', 'e200', part('01', plain), part('41', '00'.repeat(16))));
    expect((await ok(apdu('940a', 'e200', part('01', plain)))).slice(6)).toBe(cbc.slice(-32));
    const whole = await ok(apdu('940b', 'e200', part('01', `${plain}ff`)));
    expect(await ok(apdu('940b', 'e200', part('00', plain)))).toBe('');
    expect(await ok(apdu('940b', 'e200', part('03', 'ff')))).toBe(whole);
  });

  it('CMAC with a given key (SP 800-38B, D.1, example 2)', async () => {
    const chip = await openChip();
    const objects = { ...chip.chip.snapshot().objects };
    objects['e200'] = { metadata: '200fc00101d001ffd30100e00181e10102', key: { kind: 'aes', key: '2b7e151628aed2a6abf7158809cf4f3c' } };
    chip.chip.restore({ version: 1, profile: 'trust-m-v3', objects });
    await chip.ok('f0000010d27600000447656e417574684170706c');
    const mac = await chip.ok(apdu('940b', 'e200', part('01', '6bc1bee22e409f96e93d7e117393172a')));
    expect(mac).toBe('610010070a16b46b4d4144f79bdd9dd04a287c');
  });

  it('HMAC (RFC 4231, case 1)', async () => {
    const chip = await openChip();
    await secretIn(chip, 'f1d2', '0b'.repeat(20));
    expect(await chip.ok(apdu('9420', 'f1d2', part('01', '4869205468657265')))).toBe(
      '610020b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    );
  });

  it('gives an AES key out when asked', async () => {
    const { ok } = await openChip();
    expect(await ok(apdu('b983', '070000'))).toMatch(/^010020[0-9a-f]{64}$/);
  });
});

describe('authorization', () => {
  it('sets the Auto state once for a random, and clears it on failure', async () => {
    const chip = await openChip();
    const { ok, code } = chip;
    const secret = '49'.repeat(32);
    await secretIn(chip, 'f1d0', secret, '31');
    await ok(apdu('8201', 'f1d3', '0000', '2005d10323f1d0'));
    const read = apdu('8100', 'f1d3');
    expect(await code(read)).toBe(0x07);
    const challenge = async (): Promise<string> => `c0de${await ok(apdu('8c00', '0020', 'e100', part('41', 'c0de')))}5a5a`;
    // HMAC with an independent implementation: WebCrypto.
    const mac = async (message: string): Promise<string> => {
      const key = await crypto.subtle.importKey('raw', hex(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
      return toHex(new Uint8Array(await crypto.subtle.sign('HMAC', key, hex(message))));
    };
    const verify = (message: string, value: string): string => apdu('9520', 'f1d0', part('01', `e100${message}`), part('43', value));
    const message = await challenge();
    expect(await ok(verify(message, await mac(message)))).toBe('');
    await ok(read);
    expect(await code(verify(message, await mac(message)))).toBe(0x2f);
    expect(await code(read)).toBe(0x07);
    const second = await challenge();
    expect(await code(verify(second, '00'.repeat(32)))).toBe(0x2f);
    expect(await code(verify(second, await mac(second)))).toBe(0x2f);
    const third = await challenge();
    await ok(verify(third, await mac(third)));
    // The vendor's "clear auto state" sends this.
    expect(await code(apdu('9520', 'f1d0', part('01', 'e100')))).toBe(0x2f);
    expect(await code(read)).toBe(0x07);
  });
});

describe('CalcHash', () => {
  const message = '00112233'.repeat(200);
  const expected = part('01', toHex(sha256(hex(message))));

  it('abc (FIPS 180-4), whole, chained, from an object, over an exported context', async () => {
    const { ok, code } = await openChip();
    expect(await ok(apdu('b0e2', part('01', '616263')))).toBe(part('01', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'));
    expect(await ok(apdu('b0e2', part('01', message)))).toBe(expected);
    expect(await ok(apdu('b0e2', part('00', '')))).toBe('');
    expect(await ok(apdu('b0e2', part('02', message.slice(0, 130))))).toBe('');
    expect(await ok(apdu('b0e2', part('05', message.slice(130, 140))))).toBe(part('01', toHex(sha256(hex(message.slice(0, 140))))));
    expect(await ok(apdu('b0e2', part('03', message.slice(140))))).toBe(expected);
    expect(await code(apdu('b0e2', part('03', '00')))).toBe(0x0b);
    await ok(apdu('8240', 'f1e0', '0000', `ffff${message}`));
    expect(await ok(apdu('b0e2', part('11', `f1e00002${length(message)}`)))).toBe(expected);
    expect(await code(apdu('b0e2', part('11', `f1e00003${length(message)}`)))).toBe(0x08);
    expect(await code(apdu('b0e2', part('11', 'e0f100000001')))).toBe(0x07);
    const context = await ok(apdu('b0e2', part('00', message.slice(0, 300)), '070000'));
    expect(context.slice(0, 6)).toBe('0600d1');
    await ok(apdu('b0e2', part('01', 'ff')));
    expect(await ok(apdu('b0e2', part('03', message.slice(300)), context))).toBe(expected);
    await ok(apdu('b0e2', part('00', '')));
    await ok(apdu('b0e2', '040000'));
    expect(await code(apdu('b0e2', part('03', '')))).toBe(0x0b);
  });
});

describe('GetRandom', () => {
  it('8 to 256 bytes', async () => {
    const { ok, code } = await openChip();
    expect(await ok(apdu('8c00', '0100'))).toHaveLength(512);
    for (const bytes of ['0007', '0101']) expect(await code(apdu('8c00', bytes))).toBe(0x05);
    expect(await code(apdu('8c02', '0008'))).toBe(0x03);
    expect(await code(apdu('8c00', '0020', 'e104', part('41', '')))).toBe(0x01);
    expect(await code(apdu('8c04', '0040', 'e100', part('41', '000000')))).toBe(0x05);
  });
});
