import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/hex.ts';
import { Secret } from '../bytes/secret.ts';
import { generateAesKey } from '../keys/aesKey.ts';
import { ecGenerate } from '../keys/ecdsa.ts';
import { ecPrivateKey, generateKey } from '../keys/privateKey.ts';
import { seededRandom } from '../keys/testing/random.ts';
import { testSigner } from '../keys/testing/testSigner.ts';
import { oid } from '../objects/oid.ts';
import { must } from '../result/result.ts';
import type { DataSetSpec } from './buildSpec.ts';
import { buildDataSet, type DataSet } from './dataSet.ts';
import { headerKindOf, headerKinds, writeHeader } from './header.ts';
import { parseManifest } from './manifest.ts';
import { seedSets, vendorTexts } from './testing/vectors.ts';
import { parseDataSetText, writeConsoleText, writeFileText } from './text.ts';

const random = seededRandom('headers');
const [small, large] = vendorTexts as [(typeof vendorTexts)[number], (typeof vendorTexts)[number]];
const bare = ({ manifest, fragments }: DataSet): string[] => [manifest, ...fragments].map(toHex);
const code = (text: string): string => {
  const result = parseDataSetText(text, 'set.txt');
  return result.ok ? 'ok' : result.fault.code;
};

describe('every text form is read', () => {
  const { console, file, dataSet } = large;
  it.each<[string, string]>([
    ['console form', console],
    ['file form', file],
    ['CRLF', console.replaceAll('\n', '\r\n')],
    ['without braces, as copied from a web page', console.replaceAll(/[{}]/g, '')],
    ['without braces and semicolons, file form', file.replaceAll(/[{};]/g, '')],
    ['no blanks and tabs', console.replaceAll(/[ \t]+/g, ' ')],
    ['lower case, const', file.replaceAll('uint8_t', 'const uint8_t').toLowerCase()],
    ['sizes in the brackets', file.replaceAll('[]', '[640]')],
    ['comments', `/* uint8_t manifest_old[] = {0x00}; */\n${console}\n// end`],
    ['command line and options before it', `protected_update_data_set.exe payload_version=7\n\n payload_version : 7\n${console}`],
    ['one line', console.replaceAll(/\s+/g, ' ')],
    ['JSON', JSON.stringify({ manifest: toHex(dataSet.manifest), fragments: dataSet.fragments.map(toHex), more: 1 })],
  ])('%s', (_, text) => {
    expect(bare(must(parseDataSetText(text, 'x')).dataSet)).toEqual(bare(dataSet));
  });

  it('more than nine fragments', () => {
    const many: DataSet = { manifest: dataSet.manifest, fragments: [...Array.from({ length: 12 }, (_, i) => new Uint8Array(640).fill(i)), Uint8Array.of(7)] };
    expect(writeConsoleText(many)).toContain('Fragment number:[13], size:[001]');
    for (const text of [writeConsoleText(many), writeFileText(many)]) expect(bare(must(parseDataSetText(text, 'x')).dataSet)).toEqual(bare(many));
  });

  it('lengths that are multiples of a row', () => {
    for (const length of [16, 32, 640]) {
      const set: DataSet = { manifest: new Uint8Array(144), fragments: [new Uint8Array(length)] };
      expect(writeConsoleText(set)).toContain('\n\t\n\t};');
      for (const text of [writeConsoleText(set), writeFileText(set)]) expect(bare(must(parseDataSetText(text, 'x')).dataSet)).toEqual(bare(set));
    }
  });
});

describe('what is not a single data set is refused', () => {
  it.each<[string, string, string]>([
    ['nothing', ' \n', 'file/empty'],
    ['two sets, as the vendor tool appends them', large.file + small.file, 'update/several-data-sets'],
    ['the same set twice', small.console + small.console, 'update/several-data-sets'],
    ['no fragments', small.console.slice(0, small.console.indexOf('Fragment')), 'update/no-fragments'],
    ['a fragment missing', large.console.replace('fragment_02', 'fragment_04'), 'update/bad-fragment'],
    ['an empty fragment', `${small.file.slice(0, small.file.lastIndexOf('{'))}{};`, 'update/bad-fragment'],
    ['a byte that is none', small.console.replace('0xED', '0xEG'), 'update/bad-fragment'],
    ['half a byte at the end', small.console.replace('0x93, \n\t};', '0x'), 'update/bad-fragment'],
    ['a byte of three digits in the manifest', small.console.replace('0x84', '0x840'), 'update/no-data-set'],
    ['a bare manifest in hexadecimal', toHex(small.dataSet.manifest), 'update/no-data-set'],
    ['a bare manifest, binary', String.fromCharCode(...small.dataSet.manifest.slice(0, 20)), 'update/no-data-set'],
    ['another text', 'hello', 'update/no-data-set'],
    ['JSON of something else', '{"a":1}', 'update/no-data-set'],
    ['damaged JSON', '{"manifest":', 'update/no-data-set'],
    ['JSON without fragments', '{"manifest":"84","fragments":[]}', 'update/no-fragments'],
    ['JSON with a bad fragment', '{"manifest":"84","fragments":["xx"]}', 'update/bad-fragment'],
    ['a list of sets', '[{},{}]', 'update/several-data-sets'],
    ['fragments only', small.file.slice(small.file.indexOf('uint8_t fragment')), 'update/no-data-set'],
  ])('%s', (_, text, expected) => {
    expect(code(text)).toBe(expected);
  });
});

describe('headers for the example firmware', () => {
  it('are written with the firmware\'s names, and read again', () => {
    const header = must(writeHeader(seedSets[0]?.dataSet as DataSet, 'ecc_key'));
    expect(header.split('\n').slice(0, 4)).toEqual([
      '/*',
      ' * Replaces config/ecc_key_object_confidentiality.h of the example firmware mtb-example-optiga-data-management.',
      ' * It is compiled in where EXAMPLE_OPTIGA_UTIL_PROTECTED_UPDATE_OBJECT_KEY_ENABLED is defined.',
      ' */',
    ]);
    expect(header).toContain('const uint8_t manifest_ecc_key[] =');
    expect(header).toContain('const uint8_t ecc_key_final_fragment_array[] =');
    expect(header).not.toContain('continue');
    expect(must(parseDataSetText(header, 'x.h'))).toMatchObject({ headerKind: 'ecc_key' });
    const many = must(writeHeader(large.dataSet, 'int', { allowMore: true }));
    expect(many).toContain('Replaces config/data_object.h of');
    expect(many).toContain('It is always compiled in.');
    expect(bare(must(parseDataSetText(many, 'x.h')).dataSet)).toEqual(bare(large.dataSet));
  });

  // The macros of the same firmware's config/example_optiga_util_protected_update.h; its data header is always included.
  const hiding = { secret: oid(0xf1d1), value: new Secret(random(32)), label: random(4), seed: random(16) };
  const key = async (algorithm: 'secp256r1' | 'rsa2048'): Promise<Partial<DataSetSpec>> => ({ target: oid(algorithm === 'rsa2048' ? 0xe0fc : 0xe0f1), payload: { kind: 'key', key: await generateKey(algorithm, random), usage: 0x10 } });
  it.each<[string, string, () => Partial<DataSetSpec> | Promise<Partial<DataSetSpec>>]>([
    ['data_object.h', 'always', () => ({})],
    ['data_object_confidentiality.h', 'CONFIDENTIALITY', () => ({ confidentiality: hiding })],
    ['ecc_key_object_confidentiality.h', 'OBJECT_KEY', () => key('secp256r1')],
    ['rsa_key_object_confidentiality.h', 'OBJECT_KEY', () => key('rsa2048')],
    ['aes_key_object_confidentiality.h', 'OBJECT_KEY', () => ({ target: oid(0xe200), payload: { kind: 'key', key: generateAesKey('aes128', random), usage: 2 } })],
    ['metadata_object_confidentiality.h', 'OBJECT_METADATA', () => ({ payload: { kind: 'metadata', bytes: hex('2003c00103'), contentReset: 'as-object' } })],
  ])('name config/%s and its macro', async (file, macro, changes) => {
    const signer = testSigner(ecPrivateKey('secp256r1', ecGenerate('secp256r1', random)));
    const base: DataSetSpec = { target: oid(0xe0e1), trustAnchor: oid(0xe0e8), payloadVersion: 1, payload: { kind: 'data', bytes: random(20), offset: 0, writeType: 'erase-write' }, signer };
    const dataSet = must(await buildDataSet({ ...base, ...(await changes()) }));
    const header = must(writeHeader(dataSet, headerKindOf(must(parseManifest(dataSet.manifest)))));
    const when = macro === 'always' ? 'It is always compiled in.' : `It is compiled in where EXAMPLE_OPTIGA_UTIL_PROTECTED_UPDATE_${macro}_ENABLED is defined.`;
    expect(header.split('\n').slice(1, 3)).toEqual([` * Replaces config/${file} of the example firmware mtb-example-optiga-data-management.`, ` * ${when}`]);
  });

  it('refuse the wrong kind and more than two fragments', () => {
    expect(writeHeader(large.dataSet, 'int')).toMatchObject({ ok: false, fault: { code: 'update/too-many-fragments', data: { count: 3 } } });
    const fitting = headerKinds.filter((kind) => writeHeader(small.dataSet, kind).ok);
    expect(fitting).toEqual(['int']);
  });
});
