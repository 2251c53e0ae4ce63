import { beforeAll, describe, expect, it } from 'vitest';
import { equal, utf8 } from '../../../core/bytes/bytes.ts';
import { certificateAt, readCertificates, type CertificateTable, type NamedBytes } from '../../../core/bundle/certificateTable.ts';
import type { ReelObject } from '../../../core/bundle/names.ts';
import { Reel } from '../../../core/bundle/reel.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import type { ChipId } from '../../../core/objects/uid.ts';
import { must } from '../../../core/result/result.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { ecDeviceKey, makeAuthority, rsaDeviceKey, type Authority, type DeviceKey } from '../../simulated/sample/authority.ts';
import type { Progress } from './readBundle.ts';
import { readBundleInWorker } from './runWorker.ts';
import { pack } from './sevenZip.ts';

const chips = 4300;
/** Number of files in the two other archives, which are only counted. */
const fewer = 300;
const ids = Array.from({ length: chips }, (_, i) => `0a091b5c0015${i.toString(16).padStart(8, '0')}` as ChipId);
const brokenId = ids[2150] as ChipId;
const broken = `${brokenId}_E0E0.pem`;
const keys: Readonly<Record<ReelObject, () => DeviceKey>> = { E0E0: () => ecDeviceKey(false), E0E1: () => ecDeviceKey(false), E0E2: () => rsaDeviceKey(false, nodeRandomness) };

const issued = new Map<ChipId, Uint8Array>();
let files: NamedBytes[] = [];
let archives: NamedBytes[] = [];

const issue = ({ issue: sign }: Authority, object: ReelObject, count: number): [ChipId, Uint8Array][] => ids.slice(0, count).map((id) => [id, sign(keys[object]())]);
const named = (object: ReelObject, certificates: Iterable<readonly [ChipId, Uint8Array]>): NamedBytes[] => [...certificates].map(([id, der]) => ({ name: `${id}_${object}.pem`, bytes: utf8(encodePem('CERTIFICATE', der)) }));
const archive = async (object: ReelObject, content: readonly NamedBytes[]): Promise<NamedBytes> => ({ name: `R1_batch_${object}_Certs.7z`, bytes: await pack(content, { type: '7z' }) });

beforeAll(async () => {
  const options = { random: nodeRandomness, now: new Date() };
  const [ec, rsa] = [await makeAuthority('ec', options), await makeAuthority('rsa', options)];
  for (const [id, der] of issue(ec, 'E0E0', chips)) issued.set(id, der);
  files = named('E0E0', issued).map(({ name, bytes }) => ({ name, bytes: name === broken ? bytes.slice(0, 300) : bytes }));
  archives = [await archive('E0E0', files), await archive('E0E1', named('E0E1', issue(ec, 'E0E1', fewer))), await archive('E0E2', named('E0E2', issue(rsa, 'E0E2', fewer)))];
}, 120_000);

function expectAllButOne(table: CertificateTable | undefined): void {
  if (table === undefined) throw new Error('no table');
  expect(table.problems).toMatchObject([{ code: 'bundle/bad-certificate', data: { file: broken } }]);
  expect(new Set(table.ids)).toEqual(new Set(ids.filter((id) => id !== brokenId)));
  // Each certificate is compared, because the counts would stay the same if all were moved by one.
  const wrong = table.ids.filter((id, place) => !equal(certificateAt(table, place), issued.get(id) as Uint8Array));
  expect(wrong).toEqual([]);
}

describe(`one corrupt PEM among ${chips}`, () => {
  it('is reported with its name, and the rest can be used', () => expectAllButOne(must(readCertificates('a.7z', 'E0E0', files))));

  it('also in the worker, and in the reel that comes of it', async () => {
    const content = must(await readBundleInWorker(archives));
    expectAllButOne(content.tables.find(({ object }) => object === 'E0E0'));
    const reel = new Reel(content);
    expect(reel.sums().certificates).toEqual({ E0E0: chips - 1, E0E1: fewer, E0E2: fewer });
    expect([reel.certificate(brokenId, 'E0E0'), reel.holds(ids[0] as ChipId, 'E0E0')]).toEqual([undefined, true]);
    expect(reel.problems.flatMap(({ data }) => ('file' in data ? [data.file] : []))).toEqual([broken]);
  });
});

describe('progress from the workers', () => {
  const told: Progress[] = [];
  beforeAll(async () => {
    must(await readBundleInWorker(archives, { onProgress: (progress) => told.push(progress) }));
  });
  const of = (object: ReelObject): Progress[] => told.filter(({ archive: name }) => name.includes(object));

  it('counts the archives that are done, of all', () => {
    expect(new Set(told.map(({ archives: { total } }) => total))).toEqual(new Set([3]));
    const done = told.map(({ archives: counted }) => counted.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(done[0]).toBe(0);
    // Two workers: the third archive waits for a free one.
    expect(of('E0E0').every(({ archives: counted }) => counted.done >= 1)).toBe(true);
    expect(Math.max(...done)).toBeLessThan(3);
  });

  it.each([['E0E0', chips], ['E0E1', fewer], ['E0E2', fewer]] as const)('counts the files of %s, of a total that is known once it is unpacked', (object, count) => {
    const counted = of(object).map(({ files: steps }) => steps);
    const done = counted.map((step) => step.done);
    expect(done[0]).toBe(0);
    expect(done).toEqual([...new Set(done)].toSorted((x, y) => x - y));
    expect(done.at(-1)).toBeGreaterThan(count / 2);
    expect(done.at(-1)).toBeLessThanOrEqual(count);
    expect(new Set(counted.filter((step) => step.done > 0).map(({ total }) => total))).toEqual(new Set([count]));
  });

  it('is told often enough of a large one to be seen', () => expect(of('E0E0').length).toBeGreaterThan(10));
});
