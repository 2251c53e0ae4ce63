import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../../bytes/hex.ts';
import { oid } from '../../objects/oid.ts';
import { openChip, apdu, type TestChip } from './chips.ts';
import { installAnchor, installSecret, send, type SignedDataSet } from './dataSets.ts';
import seeds from './vectors/seedDatasets.json' with { type: 'json' };

const certificate = toHex(Uint8Array.from(atob(seeds.signer_certificate_pem.replace(/-----.*-----|\s/g, '')), (c) => c.charCodeAt(0)));

async function prepared(set: (typeof seeds.data_sets)[number]): Promise<TestChip> {
  const chip = await openChip();
  const { target_oid: target, secret } = set.options;
  await installAnchor(chip, 'e0e3', certificate);
  if (secret !== undefined) await installSecret(chip, 'f1d1', secret);
  const condition = secret === undefined ? '2005d00321e0e3' : '2009d00721e0e3fd20f1d1';
  await chip.ok(apdu('8201', target.toLowerCase(), '0000', condition));
  return chip;
}

const dataSet = ({ manifest, fragments }: (typeof seeds.data_sets)[number]): SignedDataSet => ({
  manifest: hex(manifest),
  fragments: fragments.map(hex),
});

/** A copy with one byte changed. */
const changed = (bytes: Uint8Array, at: number): Uint8Array => bytes.map((byte, index) => (index === at ? byte ^ (1 + (at % 255)) : byte));

describe.each(seeds.data_sets)('the vendor\'s data set: $what', (set) => {
  it('is taken, once', async () => {
    const chip = await prepared(set);
    expect(await send(chip, dataSet(set))).toBe(0);
    const target = chip.chip.object(oid(Number.parseInt(set.options.target_oid, 16)));
    expect(target?.hasKey).toBe(true);
    const usage = set.options.key_usage;
    expect(toHex(target?.metadata ?? hex(''))).toContain(`c1020003`);
    expect(toHex(target?.metadata ?? hex(''))).toContain(`e101${usage}`);
    expect(await send(chip, dataSet(set))).toBe(0x10);
  });

  it('is refused with any one byte of the manifest changed', async () => {
    const chip = await prepared(set);
    const { manifest, fragments } = dataSet(set);
    for (let at = 0; at < manifest.length; at++) {
      const code = await send(chip, { manifest: changed(manifest, at), fragments: [] });
      // Malformed, a wrong signature, or an anchor object that is unknown, not an anchor, or empty.
      const wanted = at === 8 ? [0x01] : at === 9 ? [0x29] : [0x0f, 0x2c];
      expect(wanted, `byte ${at}: ${code.toString(16)}`).toContain(code);
    }
    expect(await send(chip, { manifest, fragments })).toBe(0);
  });

  it('is refused with any one byte of a fragment changed', async () => {
    const chip = await prepared(set);
    const { manifest, fragments } = dataSet(set);
    const [only = hex('')] = fragments;
    expect(fragments.length).toBe(1);
    for (let at = 0; at < only.length; at++) {
      expect(await send(chip, { manifest, fragments: [changed(only, at)] }), `byte ${at}`).toBe(0x2d);
    }
    expect(await send(chip, { manifest, fragments })).toBe(0);
  });

  it('is refused with 2D under another secret, with 07 without Int in the condition', async () => {
    const other = await prepared(set);
    await other.ok(apdu('8201', set.options.target_oid.toLowerCase(), '0000', '2003d00100'));
    expect(await send(other, dataSet(set))).toBe(0x07);
    if (set.options.secret === undefined) return;
    const chip = await prepared(set);
    await installSecret(chip, 'f1d1', 'aa'.repeat(64));
    expect(await send(chip, dataSet(set))).toBe(0x2d);
  });
});
