import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../../bytes/hex.ts';
import { apdu, openChip } from '../testing/chips.ts';
import { anchorCertificate, anchorNames, anchorRsaKey } from '../testing/dataSets.ts';
import { rsaSign } from '../../keys/rsaPrivate.ts';

const digest = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const length = (text: string): string => (text.length / 2).toString(16).padStart(4, '0');
const part = (tag: string, value: string): string => tag + length(value) + value;

describe('ECC', () => {
  const curves = [['03', 'e0f1', 32], ['04', 'e0f2', 48], ['05', 'e0f3', 66], ['13', 'e0f1', 32], ['15', 'e0f2', 48], ['16', 'e0f3', 64]] as const;
  it.each(curves)('algorithm %s in %s: makes, signs, verifies, refuses', async (algorithm, id, bytes) => {
    const { ok, code } = await openChip();
    const answer = await ok(apdu(`b8${algorithm}`, part('01', id), part('02', '10')));
    // Manual, "ECC Public Key": BIT STRING, no unused bits, uncompressed point.
    const header = bytes === 66 ? '038186' : bytes === 64 ? '038182' : `03${(2 * bytes + 2).toString(16)}`;
    expect(answer.slice(0, 6)).toBe('02' + length(answer.slice(6)));
    expect(answer.slice(6, 6 + header.length + 4)).toBe(`${header}0004`);
    expect(await ok(apdu('8101', id))).toContain(`e001${algorithm}e10110`);
    const signature = await ok(apdu('b111', part('01', digest), part('03', id)));
    expect(signature.startsWith('02')).toBe(true);
    const verify = (d: string, s = signature): string => apdu('b211', part('01', d), part('02', s), part('05', algorithm), answer.replace(/^02/, '06'));
    expect(await ok(verify(digest))).toBe('');
    expect(await code(verify('00'.repeat(32)))).toBe(0x2c);
    // A well-formed but wrong signature gives 2C, whatever its length. One that is not two INTEGERs gives 05.
    expect(await code(verify(digest, '020101020101'))).toBe(0x2c);
    expect(await code(verify(digest, '3006020101020101'))).toBe(0x05);
    expect(await code(verify(digest, signature.slice(0, -2)))).toBe(0x05);
    expect(await code(verify(digest, '02ff01'))).toBe(0x05);
  });

  it.each(curves)('algorithm %s in %s: numbers are never shorter than the curve\'s bytes, and both forms verify', async (algorithm, id, bytes) => {
    const { ok, code } = await openChip();
    const key = (await ok(apdu(`b8${algorithm}`, part('01', id), part('02', '10')))).replace(/^02/, '06');
    let padded = 0;
    for (let i = 0; i < 400 && padded < 2; i++) {
      const hash = i.toString(16).padStart(64, '0');
      const signature = hex(await ok(apdu('b111', part('01', hash), part('03', id))));
      const r = signature.subarray(2, 2 + (signature[1] as number));
      const s = signature.subarray(4 + r.length);
      for (const number of [r, s]) expect(number.length).toBe(bytes + ((number[0] === 0 && (number[1] as number) >= 0x80 && number.length > bytes) ? 1 : 0));
      if (r[0] !== 0 || (r[1] as number) >= 0x80) continue;
      padded++;
      const shortest = r.subarray(r.findIndex((byte) => byte !== 0));
      const sign = (shortest[0] as number) >= 0x80 ? '00' : '';
      const minimal = part('02', sign + toHex(shortest)).replace(/^0200/, '02') + toHex(signature.subarray(2 + r.length));
      for (const form of [toHex(signature), minimal]) {
        expect(await ok(apdu('b211', part('01', hash), part('02', form), part('05', algorithm), key))).toBe('');
        expect(await code(apdu('b211', part('01', digest), part('02', form), part('05', algorithm), key))).toBe(0x2c);
      }
    }
    // A whole leading zero byte occurs in one of 512 signatures, so 400 signatures may not contain one. P-521 has many.
    if (bytes === 66) expect(padded).toBe(2);
  });

  it('a signature of the chip holds for WebCrypto', async () => {
    const { ok } = await openChip();
    const key = await ok(apdu('b803', part('01', 'e0f1'), part('02', '11')));
    const message = new TextEncoder().encode('abc');
    const signature = await ok(apdu('b111', part('01', digest), part('03', 'e0f1')));
    const first = Number.parseInt(signature.slice(2, 4), 16);
    const numbers = [signature.slice(4, 4 + 2 * first), signature.slice(8 + 2 * first)];
    const rs = numbers.map((number) => number.slice(-64).padStart(64, '0')).join('');
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    const imported = await crypto.subtle.importKey('raw', hex(key.slice(-130)), algorithm, false, ['verify']);
    expect(await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, imported, hex(rs), message)).toBe(true);
  });

  it('usage, digest length, scheme, slot and lock are checked', async () => {
    const { ok, code } = await openChip();
    const sign = (d: string, id: string): string => apdu('b111', part('01', d), part('03', id));
    expect(await code(sign(digest, 'e0f1'))).toBe(0x24);
    await ok(apdu('b803', part('01', 'e0f1'), part('02', '20')));
    expect(await code(sign(digest, 'e0f1'))).toBe(0x24);
    await ok(apdu('b803', part('01', 'e0f1'), part('02', '01')));
    await ok(sign('11'.repeat(10), 'e0f1'));
    for (const bytes of [9, 33]) expect(await code(sign('11'.repeat(bytes), 'e0f1'))).toBe(0x05);
    expect(await code(apdu('b101', part('01', digest), part('03', 'e0f1')))).toBe(0x24);
    expect(await code(sign(digest, 'e0e1'))).toBe(0x05);
    expect(await code(sign(digest, 'e0e7'))).toBe(0x01);
    expect(await code(apdu('b803', part('01', 'e0fc'), part('02', '10')))).toBe(0x05);
    expect(await code(apdu('b803', part('01', 'e0f0'), part('02', '10')))).toBe(0x07);
    expect(await code(apdu('b803', part('01', 'e0f1')))).toBe(0x05);
    await ok(apdu('8201', 'e0f1', '0000', '2003c00107'));
    expect(await code(apdu('b803', part('01', 'e0f1'), part('02', '10')))).toBe(0x07);
    await ok(sign(digest, 'e0f1'));
    await ok(sign(digest, 'e0f0'));
  });

  it('exports a key pair in the manual\'s form', async () => {
    const { ok } = await openChip();
    const answer = await ok(apdu('b803', '070000'));
    expect(answer).toMatch(/^0100220420[0-9a-f]{64}02004403420004[0-9a-f]{128}$/);
    const rsa = await ok(apdu('b841', '070000'));
    // Transcripts of real chips: exponent 02 03 01 00 01.
    expect(rsa).toMatch(/^010083048180[0-9a-f]{256}02009003818d00308189028181[0-9a-f]{258}0203010001$/);
  });
});

describe('certificates', () => {
  it.each(anchorNames)('%s: verifies by object, once the DER is there', async (name) => {
    const { ok, code } = await openChip();
    const rsa = name === 'rsa1024' || name === 'rsa2048';
    const verify = (signature: string): string => apdu(rsa ? 'b201' : 'b211', part('01', digest), part('02', signature), part('04', 'e0e8'));
    expect(await code(verify('0201010201'.concat('01')))).toBe(0x29);
    await ok(apdu('8240', 'e0e8', '0000', anchorCertificate(name)));
    expect(await code(verify(rsa ? '11'.repeat(name === 'rsa1024' ? 128 : 256) : '020101020101'))).toBe(0x2c);
    expect(await code(verify(rsa ? '11'.repeat(64) : '020101'))).toBe(0x05);
    if (rsa) {
      expect(await ok(verify(toHex(rsaSign(anchorRsaKey(name), 'sha256', hex(digest)))))).toBe('');
    }
  });

  it('a TLS identity is 29, one over 1300 bytes 2A', async () => {
    const { ok, code } = await openChip();
    const verify = apdu('b211', part('01', digest), part('02', '020101020101'), part('04', 'e0e0'));
    expect(await code(verify)).toBe(0x29);
    await ok(apdu('8240', 'e0e1', '0000', '30820520' + '00'.repeat(1312)));
    expect(await code(verify.replace(/e0e0$/, 'e0e1'))).toBe(0x2a);
  });
});

describe('RSA', () => {
  it.each([['01', digest], ['02', '11'.repeat(48)], ['03', '22'.repeat(64)]])('scheme %s', async (scheme, hash) => {
    const { ok, code } = await openChip();
    const key = await ok(apdu('b842', part('01', 'e0fc'), part('02', '12')));
    const signature = await ok(apdu(`b1${scheme}`, part('01', hash), part('03', 'e0fc')));
    expect(signature).toHaveLength(512);
    await ok(apdu(`b2${scheme}`, part('01', hash), part('02', signature), part('05', '42'), key.replace(/^02/, '06')));
    expect(await code(apdu(`b1${scheme}`, part('01', `${hash}00`), part('03', 'e0fc')))).toBe(0x05);
    expect(await code(apdu(`b2${scheme}`, part('01', hash), part('02', '00'.repeat(521)), part('05', '42'), key.replace(/^02/, '06')))).toBe(0x05);
  });

  it('takes the exponent in four bytes too, as the manual\'s example has it', async () => {
    const { code } = await openChip();
    const modulus =
      'a1d46fba2318f8dcef16c280948b1cf27966b9b47225ed2989f8d74b45bd36049c0aab5ad0ff003553ba843c8e12782fc5873bb89a3dc84b883d25666cd22bf3acd5b675969f8bebfbcac93fdd927c7442b178b10d1dff9398e52316aae0af74e594650bdc3c670241d418684593cda1a7b9dc4f20d2fdc6f66344074003e211';
    const key = `03818e0030818a0281810 0${modulus}020400010001`.replace(' ', '');
    expect(await code(apdu('b201', part('01', digest), part('02', '11'.repeat(128)), part('05', '41'), part('06', key)))).toBe(0x2c);
  });

  it('encrypts for a certificate that is for encryption', async () => {
    const { ok, code } = await openChip();
    await ok(apdu('8240', 'e0e8', '0000', anchorCertificate('rsa2048')));
    expect(await ok(apdu('9e11', part('61', '00'), part('04', 'e0e8')))).toHaveLength(2 * 259);
    await ok(apdu('8240', 'e0e9', '0000', toHex(new Uint8Array(4)) + anchorCertificate('rsa2048')));
    expect(await code(apdu('9e11', part('61', '00'), part('04', 'e0e9')))).toBe(0x29);
    const wrongUsage = anchorCertificate('rsa2048').replace(/(0603551d0f0404030202)([0-9a-f]{2})/, '$180');
    await ok(apdu('8240', 'e0e8', '0000', wrongUsage));
    expect(await code(apdu('9e11', part('61', '00'), part('04', 'e0e8')))).toBe(0x24);
  });

  it('encrypts and decrypts, into a session too', async () => {
    const { ok, code } = await openChip();
    const key = await ok(apdu('b841', part('01', 'e0fd'), part('02', '02')));
    const cipher = await ok(apdu('9e11', part('61', '68656c6c6f'), part('05', '41'), key.replace(/^02/, '06')));
    expect(cipher.slice(0, 6)).toBe('610080');
    expect(await ok(apdu('9f11', cipher, part('03', 'e0fd')))).toBe('61000568656c6c6f');
    expect(await ok(apdu('9f11', cipher, part('03', 'e0fd'), part('02', 'e101')))).toBe('');
    expect(await code(apdu('9f11', part('61', '00'.repeat(128)), part('03', 'e0fd')))).toBe(0x2e);
    expect(await code(apdu('9f11', part('61', '00'.repeat(127)), part('03', 'e0fd')))).toBe(0x05);
    expect(await code(apdu('9e11', part('61', '00'.repeat(118)), part('05', '41'), key.replace(/^02/, '06')))).toBe(0x05);
    // A pre-master secret made in a session, encrypted with our own key.
    expect(await ok(apdu('8c04', '002e', 'e100', part('41', '0303')))).toBe('');
    const wrapped = await ok(apdu('9e11', part('02', 'e100'), part('05', '41'), key.replace(/^02/, '06')));
    expect(await ok(apdu('9f11', wrapped, part('03', 'e0fd')))).toMatch(/^6100300303[0-9a-f]{92}$/);
  });
});
