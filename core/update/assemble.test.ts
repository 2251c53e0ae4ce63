import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../bytes/bytes.ts';
import { hex, toHex } from '../bytes/hex.ts';
import { generateKey } from '../keys/privateKey.ts';
import { seededRandom } from '../keys/testing/random.ts';
import { oid } from '../objects/oid.ts';
import { must } from '../result/result.ts';
import { assembleDataSet } from './assemble.ts';
import { bareManifest } from './bareManifest.ts';
import { buildDataSet } from './dataSet.ts';
import { testSigner } from '../keys/testing/testSigner.ts';

const random = seededRandom('assemble');
const signer = await generateKey('secp256r1', random);
const build = async (bytes: number) =>
  must(await buildDataSet({ trustAnchor: oid(0xe0e3), target: oid(0xf1e0), payloadVersion: 1, signer: testSigner(signer), payload: { kind: 'data', bytes: random(bytes), offset: 0, writeType: 'erase-write' } }));
const set = await build(1500);
const manifest = { name: 'manifest.dat', bytes: set.manifest };
const part = (name: string, bytes: Uint8Array) => ({ name, bytes });

describe('a data set out of its files', () => {
  it('finds the manifest by its content and the fragments by their digests, in any order', () => {
    expect(set.fragments).toHaveLength(3);
    const fragments = set.fragments.map((bytes, i) => part(`fragment_${i}.dat`, bytes));
    expect(assembleDataSet([manifest, ...fragments])).toMatchObject({ ok: true, value: { manifest: set.manifest, fragments: set.fragments } });
    expect(assembleDataSet([...fragments.toReversed(), manifest])).toMatchObject({ ok: true, value: { fragments: set.fragments } });
    const misnamed = set.fragments.map((bytes, i) => part(`${9 - i}.bin`, bytes));
    expect(assembleDataSet([...misnamed, manifest])).toMatchObject({ ok: true, value: { fragments: set.fragments } });
  });

  it('fragments in one file, and files of hexadecimal text', () => {
    expect(assembleDataSet([manifest, part('fragments.dat', concat(...set.fragments))])).toMatchObject({ ok: true, value: { fragments: set.fragments } });
    const texts = [part('m.txt', utf8(toHex(set.manifest))), ...set.fragments.map((bytes, i) => part(`${i}.txt`, utf8(toHex(bytes))))];
    expect(assembleDataSet(texts)).toMatchObject({ ok: true, value: { manifest: set.manifest, fragments: set.fragments } });
  });

  it('what does not fit is kept in the order of the names, for an inspection', async () => {
    const other = await build(1500);
    const files = [part('fragment_2.dat', other.fragments[1] as Uint8Array), part('fragment_10.dat', other.fragments[2] as Uint8Array), part('fragment_1.dat', other.fragments[0] as Uint8Array)];
    expect(assembleDataSet([manifest, ...files])).toMatchObject({ ok: true, value: { fragments: other.fragments } });
  });

  it('no manifest, two manifests, and a data set of its own beside it are named', async () => {
    expect(assembleDataSet([part('a.dat', set.fragments[0] as Uint8Array)])).toMatchObject({ fault: { code: 'update/no-data-set' } });
    expect(assembleDataSet([manifest, part('b.dat', (await build(10)).manifest)])).toMatchObject({ fault: { code: 'update/several-data-sets' } });
    const json = utf8(JSON.stringify({ manifest: toHex(set.manifest), fragments: set.fragments.map(toHex) }));
    expect(assembleDataSet([manifest, part('set.json', json)])).toMatchObject({ fault: { code: 'update/other-file', data: { file: 'set.json' } } });
    expect(bareManifest(part('set.json', json))).toBeUndefined();
  });

  it('another message of COSE, and a fragment that begins with the same byte, are not taken for a damaged manifest', () => {
    for (const text of [`8443a10126a0${'58'.repeat(40)}`, `8450${'ab'.repeat(100)}`]) {
      expect(bareManifest(part('a', hex(text)))).toBeUndefined();
      expect(assembleDataSet([part('a', hex(text)), part('b', set.fragments[0] as Uint8Array)])).toMatchObject({ fault: { code: 'update/no-data-set' } });
    }
  });

  it('of several files that begin like a manifest, the one that can be read is used, and the others are fragments', () => {
    const damaged = part('old.dat', set.manifest.slice(0, -1));
    expect(assembleDataSet([damaged, manifest])).toMatchObject({ ok: true, value: { manifest: set.manifest, fragments: [damaged.bytes] } });
  });
});
