import { beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '../bytes/bytes.ts';
import { toHex } from '../bytes/hex.ts';
import { selfSign } from '../certificates/issue.ts';
import { encodePem } from '../keys/pem.ts';
import { generateKey } from '../keys/privateKey.ts';
import { seededRandom } from '../keys/testing/random.ts';
import type { ChipId } from '../objects/uid.ts';
import { must } from '../result/result.ts';
import { readCertificates, type NamedBytes } from './certificateTable.ts';
import { exportSecrets } from './exportSecrets.ts';
import { mergeKeyTables, readKeyFile } from './keyTable.ts';
import { listCsv } from './listCsv.ts';
import { Reel, missingArchives, sameReel } from './reel.ts';
import { ReelSecrets } from './reelSecrets.ts';
import { testSigner } from '../keys/testing/testSigner.ts';

const chips = ['0a091b5c0015007a0040', '0a091b5c0015007a0041', '0a091b5c0015007a0042'] as ChipId[];
let pems: string[] = [];
const ders: Uint8Array[] = [];

beforeAll(async () => {
  const random = seededRandom('reel');
  for (const chip of chips) {
    const key = await generateKey('secp256r1', random);
    ders.push(must(await selfSign(testSigner(key), `CN=${chip}`, { days: 10, now: new Date('2026-01-01'), random })));
  }
  pems = ders.map((der) => encodePem('CERTIFICATE', der));
});

const files = (...named: readonly (readonly [string, string])[]): NamedBytes[] => named.map(([name, text]) => ({ name, bytes: utf8(text) }));
const good = () => must(readCertificates('a.7z', 'E0E0', files(...chips.map((chip, i) => [`${chip}_E0E0.pem`, pems[i] as string] as const))));

describe('certificates of an archive', () => {
  it('come out as DER, whatever the line ends', () => {
    const windows = (pems[1] as string).replaceAll('\n', '\r\n');
    const table = must(readCertificates('a.7z', 'E0E0', files([`${chips[0]}_E0E0.pem`, pems[0] as string], [`x/${chips[1]?.toUpperCase()}_e0e0.PEM`, `note\n${windows}`])));
    const reel = new Reel({ reelId: 'R1', batch: 'b', tables: [table], problems: [] });
    expect(toHex(reel.certificate(chips[1] as ChipId, 'E0E0') as Uint8Array)).toBe(toHex(ders[1] as Uint8Array));
    expect(table.problems).toEqual([]);
  });

  it('a damaged one is named, and the rest can be used', () => {
    const table = must(
      readCertificates('a.7z', 'E0E0', files([`${chips[0]}_E0E0.pem`, (pems[0] as string).slice(0, 200)], [`${chips[1]}_E0E0.pem`, pems[1] as string], [`${chips[2]}_E0E1.pem`, pems[2] as string], ['readme.txt', 'x'], ['chip.pem', 'x'])),
    );
    expect(table.ids).toEqual([chips[1]]);
    expect(table.problems.map(({ code, data }) => [code, 'file' in data ? data.file : ''])).toEqual([
      ['bundle/bad-certificate', `${chips[0]}_E0E0.pem`],
      ['bundle/bad-name', `${chips[2]}_E0E1.pem`],
      ['bundle/bad-name', 'chip.pem'],
    ]);
  });

  it('one certificate under two names, or with a key of the wrong kind, does not match its name', () => {
    const twice = must(readCertificates('a.7z', 'E0E0', files([`${chips[0]}_E0E0.pem`, pems[0] as string], [`${chips[1]}_E0E0.pem`, pems[0] as string])));
    expect(twice.problems[0]?.code).toBe('bundle/bad-name');
    expect(must(readCertificates('a.7z', 'E0E2', files([`${chips[0]}_E0E2.pem`, pems[0] as string]))).problems[0]?.code).toBe('bundle/bad-name');
  });

  it('a chip with two different certificates refuses the bundle; the same one twice does not', () => {
    const name = `${chips[0]}_E0E0.pem`;
    expect(readCertificates('a.7z', 'E0E0', files([name, pems[0] as string], [`b/${name}`, pems[1] as string]))).toMatchObject({ ok: false, fault: { code: 'bundle/duplicate-chip' } });
    expect(must(readCertificates('a.7z', 'E0E0', files([name, pems[0] as string], [`b/${name}`, pems[0] as string]))).ids).toEqual([chips[0]]);
  });

  it('is refused in whatever order the two come, also when one of them is another chip\'s', () => {
    const [mine, others] = [[`${chips[0]}_E0E0.pem`, pems[0] as string], [`${chips[1]}_E0E0.pem`, pems[1] as string]] as const;
    const foreign = [`b/${mine[0]}`, others[1]] as const;
    for (const order of [[mine, others, foreign], [foreign, mine, others], [others, foreign, mine], [others, mine, foreign]]) {
      expect(readCertificates('a.7z', 'E0E0', files(...order.map(([name, pem]) => [name, pem] as [string, string])))).toMatchObject({ ok: false, fault: { code: 'bundle/duplicate-chip', data: { chipId: chips[0] } } });
    }
  });
});

describe('a reel', () => {
  const line = (chip: string, byte: string): string => `{${chip}, ${byte.repeat(64)}}`;
  const secrets = () => new ReelSecrets([must(readKeyFile('pbs', 'PBS_keys.txt', utf8([line(chips[0] as string, 'a1'), line('ffffffffffffffffffff', 'b2')].join('\n'))))]);

  it('finds, searches and sums; gaps are counted', () => {
    const reel = new Reel({ reelId: 'R1', batch: 'b', tables: [good()], problems: missingArchives([good()], false) });
    expect(reel.search('0041')).toEqual([chips[1]]);
    expect(reel.search('0A09 1B5C')).toEqual(chips);
    expect(reel.problems.map(({ code }) => code)).toEqual(['bundle/missing-archive', 'bundle/missing-archive', 'bundle/missing-archive']);
    expect(reel.sums().withoutSecrets, 'unknown while locked').toBe(0);
    reel.markSecrets('pbs', secrets().chips('pbs'));
    expect(reel.sums()).toEqual({ chips: 4, certificates: { E0E0: 3, E0E1: 0, E0E2: 0 }, pbs: 2, auto: 0, withoutSecrets: 2, withoutCertificates: 1, lacking: { E0E0: 0, E0E1: 3, E0E2: 3, pbs: 0, auto: 2 } });
  });

  it('a look-up in 20 000 chips takes less than a millisecond', () => {
    const ids = Array.from({ length: 20_000 }, (_, i) => i.toString(16).padStart(20, '0') as ChipId);
    const reel = new Reel({ reelId: 'R1', batch: 'b', tables: [{ object: 'E0E0', ids, ends: new Uint32Array(20_000), der: new Uint8Array(), problems: [], others: 0 }], problems: [] });
    const started = performance.now();
    for (const id of ids) reel.has(id);
    expect((performance.now() - started) / ids.length).toBeLessThan(1);
  });

  it('secrets are lent, print as nothing, and are gone when wiped', () => {
    const opened = secrets();
    expect(opened.open(chips[0] as ChipId, 'pbs', toHex)).toEqual({ ok: true, value: 'a1'.repeat(64) });
    expect(opened.open(chips[1] as ChipId, 'pbs', toHex)).toMatchObject({ ok: false, fault: { code: 'bundle/no-secret' } });
    expect(JSON.stringify({ opened })).not.toContain('a1a1');
    opened.wipe();
    expect(opened.has(chips[0] as ChipId, 'pbs')).toBe(false);
  });

  it('a second file of one kind: its chips are added, a contradiction is refused, and what came in is wiped', () => {
    const read = (...lines: string[]) => must(readKeyFile('pbs', 'PBS_keys.txt', utf8(lines.join('\n'))));
    const [a, b, c] = chips as [ChipId, ChipId, ChipId];
    const [first, second] = [read(line(a, 'a1'), line(b, 'b2')), read(line(b, 'b2'), line(c, 'c3'))];
    const merged = must(mergeKeyTables(first, second, 'x'));
    expect([merged.ids, toHex(merged.keys)]).toEqual([chips, 'a1'.repeat(64) + 'b2'.repeat(64) + 'c3'.repeat(64)]);
    expect([...first.keys, ...second.keys].every((byte) => byte === 0)).toBe(true);
    expect(mergeKeyTables(merged, read(line(c, 'd4')), 'x')).toMatchObject({ ok: false, fault: { code: 'bundle/duplicate-chip', data: { chipId: c } } });
    const [old, fresh] = [read(line(a, 'a1')), read(line(a, 'a1'))];
    const opened = new ReelSecrets([old, fresh]);
    expect(old.keys.every((byte) => byte === 0), 'the column that is replaced').toBe(true);
    opened.wipe();
  });

  it('exports: header, JSON, CSV with secrets; the list without', () => {
    const opened = secrets();
    const text = (form: 'header' | 'json' | 'csv', ids: readonly ChipId[]) => new TextDecoder().decode(must(exportSecrets(form, ids, opened)).bytes);
    expect(text('header', [chips[0] as ChipId])).toContain('\nuint8_t optiga_platform_binding_shared_secret[66] = {\n    0x00, 0x40,\n    0xa1, 0xa1');
    expect(JSON.parse(text('json', opened.chips('pbs')))).toEqual([{ chipId: chips[0], pbs: 'a1'.repeat(64) }, { chipId: 'ffffffffffffffffffff', pbs: 'b2'.repeat(64) }]);
    expect(text('csv', [chips[0] as ChipId])).toBe(`chip_id,pbs,auto\n${chips[0]},${'a1'.repeat(64)},\n`);
    expect(text('header', opened.chips('pbs')).match(/0xb2/g)?.length).toBe(64);
    expect(exportSecrets('header', [chips[2] as ChipId], opened)).toMatchObject({ ok: false, fault: { code: 'bundle/no-secret' } });
    const reel = new Reel({ reelId: 'R1', batch: 'b', tables: [good()], problems: [] });
    reel.markSecrets('pbs', opened.chips('pbs'));
    const list = listCsv(reel, () => '');
    expect(list.split('\n')[1]).toMatch(/^0a091b5c0015007a0040,0a091b5c0015,122,64,CN=0a091b5c0015007a0040,[0-9a-f]+,yes,no,no,yes,no,$/);
    expect(list).not.toContain('a1a1');
  });
});

it('archives of two reels are told apart', () => {
  expect(must(sameReel([{ reelId: 'R1', batch: 'B' }, { reelId: 'r1', batch: 'b' }]))?.reelId).toBe('R1');
  expect(sameReel([{ reelId: 'R1', batch: 'b' }, { reelId: 'R2', batch: 'b' }])).toMatchObject({ ok: false, fault: { code: 'bundle/several-reels' } });
});
