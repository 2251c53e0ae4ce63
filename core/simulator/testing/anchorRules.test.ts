import { describe, expect, it } from 'vitest';
import anchors from '../../certificates/testing/anchors.json' with { type: 'json' };
import { hex } from '../../bytes/hex.ts';
import { oid } from '../../objects/oid.ts';
import { parseMetadata } from '../../objects/metadata.ts';
import { must } from '../../result/result.ts';
import { parseManifest } from '../../update/manifest.ts';
import { predictUpdate } from '../../update/predict.ts';
import { apdu, openChip, type TestChip } from './chips.ts';
import { makeDataSet, send } from './dataSets.ts';

const part = (tag: string, value: string): string => tag + (value.length / 2).toString(16).padStart(4, '0') + value;
const codes: Readonly<Record<string, number>> = { size: 0x2a, key: 0x2a, usage: 0x24 };

async function withAnchor(der: string): Promise<TestChip> {
  const chip = await openChip();
  await chip.ok(apdu('8240', 'e0e3', '0000', der));
  await chip.ok(apdu('8201', 'e0e3', '0000', '2003e80111'));
  await chip.ok(apdu('8201', 'f1d0', '0000', '2009d007e1fc07fe21e0e3'));
  return chip;
}

const set = makeDataSet({ payload: hex('010203'), target: 'f1d0', kind: [-1, 0, 2], anchor: 'e0e3' });

/** The answer of our own rules, before anything is sent. */
function predicted({ chip }: TestChip): number | undefined {
  const object = (id: number) => ({ metadata: must(parseMetadata(chip.object(oid(id))?.metadata ?? hex('2000'))), data: chip.object(oid(id))?.data ?? hex('') });
  return predictUpdate(must(parseManifest(set.manifest)), { family: 'trust-m-v3', uid: chip.object(oid(0xe0c2))?.data ?? hex(''), object, access: { lcsG: 1, lcsA: 1 } }).status;
}

describe('a certificate that breaks a rule of the manual', () => {
  it.each(Object.entries(anchors.odd).map(([name, { der, breaches }]) => [name, der, breaches[0]?.split(':')[0] ?? ''] as const))('%s: verifying, updating and predicting give the same code', async (_, der, rule) => {
    const chip = await withAnchor(der);
    const expected = codes[rule] ?? 0x29;
    const scheme = rule === 'key' && der.length > 1600 ? '01' : '11';
    expect(await chip.code(apdu(`b2${scheme}`, part('01', '11'.repeat(32)), part('02', '020101020101'), part('04', 'e0e3')))).toBe(expected);
    expect(await send(chip, set)).toBe(expected);
    expect(predicted(chip)).toBe(expected);
  });

  it.each(Object.entries(anchors.vendor))('not %s, a sample of the vendor: its signature is what is wrong then', async (_, der) => {
    const chip = await withAnchor(der);
    expect(await send(chip, set)).toBe(0x2c);
    expect(predicted(chip)).toBe(0x2c);
  });
});
