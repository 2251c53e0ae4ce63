import { describe, expect, it } from 'vitest';
import { leftPad } from '../../bytes/bytes.ts';
import { hex, toHex } from '../../bytes/hex.ts';
import { rsaSign } from '../../keys/rsaPrivate.ts';
import { oid } from '../../objects/oid.ts';
import { apdu, openChip, testRandom, type TestChip } from './chips.ts';
import { anchorCertificate, anchorNames, anchorRsaKey, installAnchor, installSecret, makeDataSet, send, updateApdus, type TestDataSet } from './dataSets.ts';
import type { ProfileName } from '../profiles/profiles.ts';

const payload = testRandom(99)(1500);
const base: TestDataSet = { payload: payload.slice(0, 10), target: 'f1d4', kind: [-1, 0, 2] };

async function prepared(profile?: ProfileName, condition = '2005d00321e0e8', target = 'f1d4'): Promise<TestChip> {
  const chip = await openChip(profile);
  await installAnchor(chip, 'e0e8', anchorCertificate('secp256r1'));
  await chip.ok(apdu('8201', target, '0000', condition));
  return chip;
}

const metadata = ({ chip }: TestChip, id: number): string => toHex(chip.object(oid(id))?.metadata ?? hex(''));
const data = ({ chip }: TestChip, id: number): string => toHex(chip.object(oid(id))?.data ?? hex(''));

describe('signatures', () => {
  it.each(anchorNames)('%s signs', async (key) => {
    const chip = await prepared();
    await chip.ok(apdu('8240', 'e0e8', '0000', anchorCertificate(key)));
    expect(await send(chip, makeDataSet({ ...base, key }))).toBe(0);
    expect(data(chip, 0xf1d4)).toBe(toHex(base.payload));
    expect(metadata(chip, 0xf1d4)).toContain('c1020001');
  });

  it('another key is 2C, an empty anchor 29, no anchor type 07, an unknown object 01', async () => {
    const chip = await prepared();
    expect(await send(chip, makeDataSet({ ...base, key: 'secp384r1' }))).toBe(0x2c);
    expect(await send(chip, makeDataSet({ ...base, anchor: 'e0e9' }))).toBe(0x29);
    expect(await send(chip, makeDataSet({ ...base, anchor: 'f1e0' }))).toBe(0x07);
    expect(await send(chip, makeDataSet({ ...base, anchor: 'e0e7' }))).toBe(0x01);
  });
});

describe('data', () => {
  it('in three fragments, clear and encrypted', async () => {
    for (const secret of [undefined, { id: 'f1d1', bytes: testRandom(3)(32) }]) {
      const chip = await prepared(undefined, secret ? '2009d00721e0e8fd20f1d1' : '2005d00321e0e8', 'f1e0');
      if (secret) await installSecret(chip, 'f1d1', secret.bytes);
      const set = makeDataSet({ ...base, payload, target: 'f1e0', ...(secret ? { secret } : {}) });
      expect(set.fragments.map(({ length }) => length)).toEqual(secret ? [640, 640, 308] : [640, 640, 284]);
      expect(await send(chip, set)).toBe(0);
      expect(data(chip, 0xf1e0)).toBe(toHex(payload));
    }
  });

  it('write type 1 keeps what is around; over the end is 08', async () => {
    const chip = await prepared();
    expect(await send(chip, makeDataSet({ ...base, kind: [-1, 50, 1] }))).toBe(0);
    expect(data(chip, 0xf1d4)).toBe('00'.repeat(50) + toHex(base.payload) + '00'.repeat(40));
    expect(await send(chip, makeDataSet({ ...base, kind: [-1, 135, 1], version: 2 }))).toBe(0x08);
  });

  it('an encrypted set without Conf in the condition is taken; one in clear where Conf is wanted is 07', async () => {
    const secret = { id: 'f1d1', bytes: testRandom(3)(16) };
    const chip = await prepared();
    await installSecret(chip, 'f1d1', secret.bytes);
    expect(await send(chip, makeDataSet({ ...base, secret }))).toBe(0);
    await chip.ok(apdu('8201', 'f1d4', '0000', '2009d00721e0e8fd20f1d1'));
    expect(await send(chip, makeDataSet({ ...base, version: 2 }))).toBe(0x07);
    await chip.ok(apdu('8201', 'f1d1', '0000', '2003e80121'));
    expect(await send(chip, makeDataSet({ ...base, secret, version: 2 }))).toBe(0x07);
  });
});

describe('versions', () => {
  it('0 and the present one are 10, the top bit 0F', async () => {
    const chip = await prepared();
    expect(await send(chip, makeDataSet({ ...base, version: 0 }))).toBe(0x10);
    expect(await send(chip, makeDataSet({ ...base, version: 5 }))).toBe(0);
    expect(await send(chip, makeDataSet({ ...base, version: 5 }))).toBe(0x10);
    expect(await send(chip, makeDataSet({ ...base, version: 0x8006 }))).toBe(0x0f);
    expect(await send(chip, makeDataSet({ ...base, version: 6 }))).toBe(0);
  });

  it('an interrupted update leaves the object invalid; write goes on with the same version only', async () => {
    const chip = await prepared(undefined, '2008d00321e0e8d10100', 'f1e0');
    const set = makeDataSet({ ...base, payload, target: 'f1e0', kind: [-1, 0, 1], version: 7 });
    const [start = '', first = ''] = updateApdus(set);
    await chip.ok(start);
    await chip.ok(first);
    chip.chip.powerCycle();
    await chip.ok('f0000010d27600000447656e417574684170706c');
    expect(metadata(chip, 0xf1e0)).toContain('c1028007');
    expect(await chip.code(apdu('8100', 'f1e0'))).toBe(0x11);
    expect(await send(chip, makeDataSet({ ...base, payload, target: 'f1e0', kind: [-1, 0, 1], version: 8 }))).toBe(0x10);
    expect(await send(chip, set)).toBe(0);
    expect(metadata(chip, 0xf1e0)).toContain('c1020007');
    expect(data(chip, 0xf1e0)).toBe(toHex(payload));
  });
});

describe('power cut at every step of an update', () => {
  it.each([1, 2])('write type %s: nothing is lost, the same data set goes in afterwards', async (writeType) => {
    const set = makeDataSet({ ...base, payload, target: 'f1e0', kind: [-1, 0, writeType], version: 3 });
    const commands = updateApdus(set);
    for (let cut = 0; cut < commands.length; cut++) {
      const chip = await prepared(undefined, '2005d00321e0e8', 'f1e0');
      const before = data(chip, 0xf1e0);
      for (const command of commands.slice(0, cut)) await chip.ok(command);
      await chip.chip.tear(hex(commands[cut] ?? ''));
      await chip.ok('f0000010d27600000447656e417574684170706c');
      if (cut === 0) expect(data(chip, 0xf1e0)).toBe(before);
      else expect(metadata(chip, 0xf1e0)).toContain('c1028003');
      expect(await send(chip, set), `cut at command ${cut + 1}`).toBe(0);
      expect(data(chip, 0xf1e0)).toBe(toHex(payload));
      expect(metadata(chip, 0xf1e0)).toContain('c1020003');
    }
  });

  it('a key is the old one or the new one', async () => {
    const chip = await prepared(undefined, '2005d00321e0e8', 'e200');
    const set = makeDataSet({ ...base, target: 'e200', kind: [-3, 0x81, 0x02], payload: hex(`010010${'77'.repeat(16)}`) });
    for (const cut of [0, 1]) {
      for (const command of updateApdus(set).slice(0, cut)) await chip.ok(command);
      await chip.chip.tear(hex(updateApdus(set)[cut] ?? ''));
      await chip.ok('f0000010d27600000447656e417574684170706c');
      expect(chip.chip.object(oid(0xe200))?.hasKey).toBe(false);
      expect(metadata(chip, 0xe200)).not.toContain('c102');
    }
    expect(await send(chip, set)).toBe(0);
  });
});

describe('the manifest', () => {
  it.each([
    ['another version', { manifestVersion: 2 }, 0x0f],
    ['another chip', { component: '00'.repeat(25) }, 0x0f],
    ['this chip', { component: 'cd16339301001c000500000a09a413000a002f002e80101071' }, 0],
    ['the anchor as target', { target: 'e0e8' }, 0x07],
    ['a lifecycle state as target', { target: 'f1c0', payload: Uint8Array.of(7) }, 0x07],
    ['an unknown target', { target: 'e0e7' }, 0x01],
    ['data for a key object', { target: 'e0f1' }, 0x07],
  ] as const)('%s', async (_what, change, code) => {
    expect(await send(await prepared(), makeDataSet({ ...base, ...change }))).toBe(code);
  });

  it('fragments out of turn are 0B, of a wrong length 04, and an error ends the sequence', async () => {
    const chip = await prepared();
    const [start = '', last = ''] = updateApdus(makeDataSet(base));
    expect(await chip.code(last)).toBe(0x0b);
    await chip.ok(start);
    expect(await chip.code(apdu('8301', '32', '0004', '01020304'))).toBe(0x04);
    expect(await chip.code(last)).toBe(0x0b);
  });
});

describe('keys', () => {
  it('AES-256 goes into E200, and RSA signs afterwards', async () => {
    const chip = await prepared(undefined, '2005d00321e0e8', 'e200');
    const key = '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4';
    const set = { ...base, target: 'e200', kind: [-3, 0x83, 0x02] as const, payload: hex(`010020${key}`) };
    expect(await send(chip, makeDataSet(set))).toBe(0);
    // SP 800-38A, F.1.5
    expect(await chip.ok(apdu('9408', 'e200', '010010', '6bc1bee22e409f96e93d7e117393172a'))).toBe('610010f3eed1bdb5d2a03c064b5a7e3db181f8');
    expect(await send(chip, makeDataSet({ ...set, kind: [-3, 0x81, 0x02], version: 2 }))).toBe(0x05);
    expect(await send(chip, makeDataSet({ ...set, kind: [-3, 0x03, 0x02], version: 2 }))).toBe(0x0f);
  });
});

describe('RSA keys', () => {
  it.each([['rsa1024', 0x41], ['rsa2048', 0x42]] as const)('%s goes in and signs', async (name, algorithm) => {
    const chip = await prepared(undefined, '2005d00321e0e8', 'e0fc');
    const { modulus, privateExponent } = anchorRsaKey(name);
    const long = modulus.length.toString(16).padStart(4, '0');
    const bytes = hex(`01${long}${toHex(leftPad(privateExponent, modulus.length))}02${long}${toHex(modulus)}03000400010001`);
    const set = { ...base, target: 'e0fc', kind: [-3, algorithm, 0x10] as const, payload: bytes };
    expect(await send(chip, makeDataSet(set))).toBe(0);
    const signature = await chip.ok(apdu('b101', '010020', '33'.repeat(32), '030002e0fc'));
    expect(signature).toBe(toHex(rsaSign(anchorRsaKey(name), 'sha256', new Uint8Array(32).fill(0x33))));
    // A modulus that does not belong to the exponents.
    const spoilt = bytes.map((byte, at) => (at === bytes.length - 10 ? byte ^ 2 : byte));
    expect(await send(chip, makeDataSet({ ...set, payload: spoilt, version: 2 }))).toBe(0x05);
    const before = chip.chip.snapshot();
    chip.chip.restore(before);
    expect(chip.chip.snapshot()).toEqual(before);
  });
});

describe('content reset', () => {
  it.each([
    ['F0 says random', 'f00121', 0],
    ['F0 says nothing, the manifest random', 'f00101', 2],
    ['F0 says nothing, the manifest zeros', 'f00101', 1],
    ['nobody says anything', 'f00101', 0],
  ])('%s', async (_what, reset, wish) => {
    const chip = await prepared(undefined, `2008d80321e0e8${reset}`);
    await chip.ok(apdu('8240', 'f1d4', '0000', '5555'));
    expect(await send(chip, makeDataSet({ ...base, kind: [-2, wish, 0], payload: hex('2000') }))).toBe(0);
    const kept = chip.chip.snapshot().objects['f1d4']?.data ?? '';
    const random = reset === 'f00121' || wish === 2;
    if (random) expect(kept.length).toBeGreaterThan(200);
    else expect(kept).toBe(wish === 1 ? '00' : '5555');
    expect(metadata(chip, 0xf1d4)).toContain(random || wish === 1 ? 'c50100' : 'c50102');
  });
});

describe('metadata', () => {
  const change = '200dd80321e0e8f00111d003e1fc07';

  it('takes a locked object back, content and all', async () => {
    const chip = await prepared(undefined, change, 'f1d4');
    await chip.ok(apdu('8240', 'f1d4', '0000', '1122'));
    await chip.ok(apdu('8201', 'f1d4', '0000', '2003c00107'));
    expect(await chip.code(apdu('8240', 'f1d4', '0000', '33'))).toBe(0x07);
    const set = { ...base, kind: [-2, 0, 0] as const, payload: hex('2003d10100') };
    expect(await send(chip, makeDataSet(set))).toBe(0);
    expect(metadata(chip, 0xf1d4)).toContain('c00101');
    expect(metadata(chip, 0xf1d4)).toContain('c50100');
    expect(metadata(chip, 0xf1d4)).toContain('c1020001');
    await chip.ok(apdu('8240', 'f1d4', '0000', '33'));
  });

  it('needs D8 and F0; LcsO of the payload wins; C1, C4, C5, E0 are not taken', async () => {
    const set = { ...base, kind: [-2, 0, 0] as const, payload: hex('2003c00103') };
    expect(await send(await prepared(), makeDataSet(set))).toBe(0x07);
    expect(await send(await prepared(undefined, '2005d80321e0e8'), makeDataSet(set))).toBe(0x07);
    const chip = await prepared(undefined, change);
    expect(await send(chip, makeDataSet(set))).toBe(0);
    expect(metadata(chip, 0xf1d4)).toContain('c00103');
    for (const tag of ['c1020009', 'c40110', 'c50101', 'e00103']) {
      const bytes = hex(`20${(tag.length / 2).toString(16).padStart(2, '0')}${tag}`);
      expect(await send(chip, makeDataSet({ ...set, payload: bytes, version: 9 }))).toBe(0x05);
    }
  });

  it('takes the key out of a key object', async () => {
    const chip = await prepared(undefined, '2008d80321e0e8f00111', 'e0f2');
    await chip.ok('b8030009010002e0f202000111');
    expect(await send(chip, makeDataSet({ ...base, target: 'e0f2', kind: [-2, 0, 0], payload: hex('2000') }))).toBe(0);
    expect(chip.chip.object(oid(0xe0f2))?.hasKey).toBe(false);
    expect(metadata(chip, 0xe0f2)).not.toContain('e00103');
  });
});

describe('V1', () => {
  it('takes data in clear, nothing else', async () => {
    const chip = await prepared('trust-m-v1');
    expect(await send(chip, makeDataSet(base))).toBe(0);
    expect(await send(chip, makeDataSet({ ...base, kind: [-2, 0, 0], payload: hex('2000'), version: 2 }))).toBe(0x0f);
    expect(await send(chip, makeDataSet({ ...base, version: 2, secret: { id: 'f1d1', bytes: payload.slice(0, 16) } }))).toBe(0x0f);
    await chip.ok(apdu('8240', 'e0e8', '0000', anchorCertificate('brainpoolp256r1')));
    expect(await send(chip, makeDataSet({ ...base, version: 2, key: 'brainpoolp256r1' }))).toBe(0x2a);
  });
});
