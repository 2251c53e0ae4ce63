import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../../bytes/hex.ts';
import { oid } from '../../objects/oid.ts';
import { apdu, openChip } from '../testing/chips.ts';
import { anchorCertificate } from '../testing/dataSets.ts';

const write = (id: string, metadata: string): string => apdu('8201', id, '0000', metadata);

describe('metadata', () => {
  it('replaces the given tags and keeps the rest in place (transcript of a real chip)', async () => {
    const { ok } = await openChip();
    await ok(apdu('8240', 'e0e1', '0000', '00'.repeat(476)));
    await ok(write('e0e1', '2006d001ffd10100'));
    expect(await ok(apdu('8101', 'e0e1'))).toBe('2017c00101c40206c0c50201dcd001ffd10100d30100e80112');
    await ok(write('e0e1', '2009d007e1fb03fe70fc04'));
    expect(await ok(apdu('8101', 'e0e1'))).toBe('201dc00101c40206c0c50201dcd007e1fb03fe70fc04d10100d30100e80112');
  });

  it.each([
    ['the largest size', '2003c40110', 0x07],
    ['the used size', '2003c50101', 0x07],
    ['the algorithm', '2003e00103', 0x07],
    ['unknown tag', '2003aa0100', 0x05],
    ['ALW inside an expression', '2005d00300fd00', 0x05],
    ['no condition', '2002d000', 0x05],
    ['no lifecycle state', '2003c00102', 0x05],
    ['no type', '2003e80177', 0x05],
    ['key usage of data', '2003e10101', 0x05],
    ['both reset options', '2003f00131', 0x05],
    ['cut short', '2004d00100', 0x05],
    ['not 20', '3003d00100', 0x05],
    ['too long', '2030d02e' + 'e1fc07fd'.repeat(11) + 'e1fc', 0x05],
  ])('refuses %s', async (_what, metadata, expected) => {
    const { code } = await openChip();
    expect(await code(write('f1d0', metadata))).toBe(expected);
  });

  it('more than 44 bytes are 09, and nothing changes', async () => {
    const { ok, code } = await openChip();
    const before = await ok(apdu('8101', 'e0e1'));
    const long = 'e1fc07fd'.repeat(4) + 'e1fc07';
    expect(await code(write('e0e1', `202ad113${long}d313${long}`))).toBe(0x09);
    expect(await ok(apdu('8101', 'e0e1'))).toBe(before);
  });

  it('a key whose tags no longer fit is 09 too', async () => {
    const { ok, code } = await openChip();
    const long = 'e1fc07fd'.repeat(4) + 'e1fc07';
    // C0 3, D0 21, D3 17: 41 bytes; E0 and E1 need six more.
    await ok(write('e0f1', `2026d013${long}d30f${long.slice(0, 30)}`));
    expect(await code('b8030009010002e0f102000111')).toBe(0x09);
  });

  it('the lifecycle goes up only; from operational on the rest is fixed', async () => {
    const { ok, code } = await openChip();
    await ok(write('f1d0', '2003c00103'));
    expect(await code(write('f1d0', '2003c00101'))).toBe(0x05);
    await ok(write('f1d0', '2003d10100'));
    await ok(write('f1d0', '2003c00107'));
    expect(await code(write('f1d0', '2003d101ff'))).toBe(0x07);
    expect(await code(write('f1d0', '2003d80100'))).toBe(0x07);
    await ok(write('f1d0', '2003c0010f'));
    expect(await code(apdu('8100', 'f1d0'))).toBe(0x07);
    // Without LcsO, the object counts as operational and can't be changed.
    expect(await code(write('e0c3', '2003d101ff'))).toBe(0x07);
    expect(await code(write('e0c3', '2003c00107'))).toBe(0x07);
  });

  it('a terminated object gets no key, and its lifecycle never goes down (transcript of a real chip, issue 11)', async () => {
    const { ok, code } = await openChip();
    await ok('b8030009010002e0f302000113');
    await ok(write('e0f3', '2003c0010f'));
    expect(await ok(apdu('8101', 'e0f3'))).toBe('2011c0010fd003e1fc07d30100e00103e10113');
    expect(await code('b8030009010002e0f302000113')).toBe(0x07);
    expect(await code(write('e0f3', '2009c00101d00100d30100'))).toBe(0x05);
  });

  it('what is terminated is not used either: a certificate, a key, a secret, a counter', async () => {
    const { ok, code } = await openChip();
    await ok('b8030009010002e0f302000113');
    await ok(apdu('8240', 'e0e8', '0000', anchorCertificate('secp256r1')));
    await ok(apdu('8240', 'f1d1', '0000', '11'.repeat(32)));
    await ok(write('f1d1', '2006e80121d30100'));
    for (const id of ['e0f3', 'e0e8', 'f1d1', 'e120']) await ok(write(id, '2003c0010f'));
    const digest = `010020${'11'.repeat(32)}`;
    expect(await code(apdu('b111', digest, '030002e0f3'))).toBe(0x07);
    expect(await code(apdu('b211', digest, '020006020101020101', '040002e0e8'))).toBe(0x07);
    expect(await code(apdu('9420', 'f1d1', '01000100'))).toBe(0x07);
    expect(await code(apdu('8202', 'e120', '000001'))).toBe(0x07);
    for (const id of ['e0e8', 'f1d1', 'e120']) expect(await code(apdu('8100', id))).toBe(0x07);
    expect(await code(apdu('8240', 'e0e8', '0000', '01'))).toBe(0x07);
  });

  it('is read back in ascending order of the tags, in whatever order it was written', async () => {
    const { ok, chip } = await openChip();
    await ok(write('f1d0', '2016e80121d30100c00103d103e1fc07d003e1fc07f00111'));
    await ok(write('f1d0', '2005d80321e0e8'));
    const read = '2021c00103c4018cc50164d003e1fc07d103e1fc07d30100d80321e0e8e80121f00111';
    const answer = await ok(apdu('8101', 'f1d0'));
    expect(answer).toBe(read);
    expect(toHex(chip.object(oid(0xf1d0))?.metadata ?? hex(''))).toBe(read);
    // The version, and the tags that a key adds, are also in order.
    await ok('b8030009010002e0f302000113');
    await ok(write('e0f3', '2004c1020001'));
    expect(await ok(apdu('8101', 'e0f3'))).toBe('2015c00101c1020001d003e1fc07d30100e00103e10113');
  });

  it('the version may be set back, and its invalid bit locks the object, until the lifecycle is operational', async () => {
    const { ok, code } = await openChip();
    await ok(write('f1d0', '2004c1020000'));
    await ok(write('f1d0', '2004c1028000'));
    expect(await code(apdu('8100', 'f1d0'))).toBe(0x11);
    expect(await code(apdu('8240', 'f1d0', '0000', '01'))).toBe(0x11);
    await ok(write('f1d0', '2004c1020000'));
    await ok(apdu('8100', 'f1d0'));
    await ok(write('f1d0', '2003c00107'));
    expect(await code(write('f1d0', '2004c1020000'))).toBe(0x07);
  });

  it('V1 knows neither D8, F0, the new types nor Auto and the security status', async () => {
    const { ok, code } = await openChip('trust-m-v1');
    for (const tags of ['2005d80321e0e8', '2003f00111', '2003e80123', '2003e80131', '2005d00323f1d0', '2004d0021020']) {
      expect(await code(write('f1d0', tags))).toBe(0x05);
    }
    await ok(write('f1d0', '2003e80121'));
  });
});
