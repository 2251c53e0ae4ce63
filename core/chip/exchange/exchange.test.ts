import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { utf8 } from '../../bytes/bytes.ts';
import { hex, toHex } from '../../bytes/hex.ts';
import { encodeCondition } from '../../access/bytes.ts';
import { metadataToJson } from '../../access/metadataJson.ts';
import { lcsO, terms } from '../../access/condition.ts';
import { encodeMetadata, entry, metadataTags, parseMetadata, type Metadata } from '../../objects/metadata.ts';
import { oid } from '../../objects/oid.ts';
import { must } from '../../result/result.ts';
import { profileNames, profiles } from '../../simulator/profiles/profiles.ts';
import type { ChipSnapshot, ObjectSnapshot } from '../snapshot.ts';
import { compareChips, isSame } from './compare.ts';
import { configuratorXml, encodeConfigurator } from './configurator.ts';
import { readChipFile, type ChipFile } from './readChipFile.ts';
import { connect } from './testing/chips.ts';
import { encodeVendorJson, overVendorLimit } from './vendorJson.ts';

const read = (json: unknown): ReturnType<typeof readChipFile> => readChipFile(utf8(typeof json === 'string' ? json : JSON.stringify(json)), 'chip.json');
const fileOf = (json: unknown): ChipFile => must(read(json));
const problemsOf = (json: unknown): string => {
  const result = read(json);
  if (result.ok) return 'ok';
  return result.fault.code === 'exchange/damaged' ? result.fault.data.problems.join(' ') : result.fault.data.why;
};

describe.each(profileNames)('export of %s', (name) => {
  it('has every object of the chip, byte for byte, and says what is left out', async () => {
    const { whole } = await connect(name);
    const { snapshot, leftOut } = await whole();
    const { objects } = fileOf(encodeVendorJson(snapshot));
    const dumped = Object.entries(profiles[name].objects).filter(([id]) => id !== 'f1c2');
    expect(objects.map(({ id }) => id.toString(16)).sort()).toEqual(dumped.map(([id]) => id).sort());
    for (const [id, { metadata, data }] of dumped) {
      const object = objects.find((other) => other.id === Number.parseInt(id, 16));
      expect(toHex(encodeMetadata(object?.metadata ?? [])), id).toBe(metadata);
      expect(object?.data === undefined ? undefined : toHex(object.data), id).toBe(data);
    }
    const unread = dumped.filter(([, { data }]) => data === undefined).map(([id]) => id);
    expect(leftOut.map(({ id }) => id.toString(16)).sort()).toEqual(unread.sort());
    expect(leftOut.every(({ why }) => why.length > 10)).toBe(true);
  });

  it('is a Python literal with no object that the vendor\'s tool refuses', async () => {
    const { whole } = await connect(name);
    const { snapshot } = await whole();
    const text = encodeVendorJson(snapshot);
    expect(text).not.toMatch(/\b(true|false|null)\b/);
    for (const object of Object.values(JSON.parse(text) as Record<string, { data?: string; pretty_metadata: object }>)) {
      expect((object.data ?? '').length / 2).toBeLessThanOrEqual(1700);
      expect(Object.keys(object.pretty_metadata)).not.toContain('version');
    }
    expect(overVendorLimit(snapshot)).toEqual([]);
  });

  it('equals the chip it was made from', async () => {
    const { whole } = await connect(name);
    const { snapshot } = await whole();
    const compared = compareChips(snapshot.objects.values(), fileOf(encodeVendorJson(snapshot)).objects);
    expect(compared.filter((object) => !isSame(object))).toEqual([]);
  });

  it('to the Configurator', async () => {
    const { whole } = await connect(name);
    const files = encodeConfigurator((await whole()).snapshot);
    const xml = files.find((file) => file.name === configuratorXml)?.text ?? '';
    expect(xml).toContain('<oid id="F1D5">');
    expect(xml).not.toMatch(/<oid id="(E0C2|F1C1|E0C0)">/);
    expect(xml).toContain(`>${(profiles[name].objects['f1d5']?.metadata ?? '').slice(4).toUpperCase()}</metadata>`);
    const dats = files.filter((file) => file.name.endsWith('.dat'));
    for (const { name: dat } of dats) expect(xml).toContain(`>${dat}</data>`);
    expect(xml.match(/\.dat<\/data>/g)).toHaveLength(dats.length);
    expect(dats.find((file) => file.name === 'E120.dat')?.text).toBe('0000000000000000\n');
    expect(dats.every(({ text }) => text.split('\n').every((line) => line.length <= 64))).toBe(true);
  });
});

const terms_ = fc.constantFrom(lcsO('<', 'operational'), { kind: 'int', oid: oid(0xe0e3) } as const, { kind: 'conf', oid: oid(0xf1d1) } as const, { kind: 'auto', oid: oid(0xf1d0) } as const);
const condition = fc.array(fc.array(terms_, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 }).map((groups) => encodeCondition(terms(...groups)));
const metadata: fc.Arbitrary<Metadata> = fc
  .record({ change: condition, read: fc.constantFrom(hex('00'), hex('ff')), lcso: fc.constantFrom(1, 3, 7, 15), version: fc.option(fc.integer({ min: 0, max: 0xffff })) })
  .map(({ change, read: readable, lcso, version }) => [
    entry('lcso', lcso),
    ...(version === null ? [] : [entry('version', version >> 8, version & 0xff)]),
    { tag: metadataTags.change, value: change },
    { tag: metadataTags.read, value: readable },
  ]);

it('any metadata and content goes to a file and back', () => {
  fc.assert(
    fc.property(metadata, fc.option(fc.uint8Array({ minLength: 1, maxLength: 140 })), (tags, data) => {
      const object: ObjectSnapshot = { id: oid(0xf1d5), metadata: tags, ...(data === null ? {} : { data }) };
      const snapshot = { objects: new Map([[object.id, object]]) } as unknown as ChipSnapshot;
      const [back] = fileOf(encodeVendorJson(snapshot)).objects;
      expect(back).toEqual({ ...object, notes: [] });
    }),
  );
});

describe('what a file may have', () => {
  const plain = '2011c00101c4018cc50102d003e1fc07d10100';
  it.each<[string, unknown]>([
    ['the vendor\'s test configuration: no algorithm among the words', { e0f1: { metadata: '2011c00101d003e1fc07d30100e00116e10130', pretty_metadata: { lcso: 'creation', change: ['lcso', '<', 'operational'], execute: 'always', key_usage: ['signature', 'key_agreement'] } } }],
    ['words alone', { f1d5: { pretty_metadata: { change: 'always' }, data: '00' } }],
    ['data alone', { f1d5: { data: '0102' } }],
    ['other spellings of ids', { '0xF1D5': { metadata: plain, data: '0102' } }],
    ['no words: the vendor\'s null', { f1d5: { metadata: plain, pretty_metadata: null, data: '0102' } }],
    ['more fields', { f1d5: { metadata: plain, comment: 'x' } }],
    ['a profile', { provenance: 'x', objects: { f1d5: { metadata: plain } } }],
    ['an unknown tag', { f1d5: { metadata: '2003c60101' } }],
  ])('%s', (_, json) => expect(problemsOf(json)).toBe('ok'));

  it.each([false, null, ''])('content %j was not readable', (data) => {
    const [object] = fileOf({ f1d5: { metadata: plain, data } }).objects;
    expect(object?.data).toBeUndefined();
    expect(object?.notes.join()).toContain('not readable');
  });

  it('unknown tags are kept', () => {
    expect(fileOf({ f1d5: { metadata: '2006c60101d00100' } }).objects[0]?.metadata?.[0]).toEqual({ tag: 0xc6, value: hex('01') });
  });

  it('zeros that the simulator\'s memory leaves out come back', () => {
    const [object] = fileOf({ version: 1, profile: 'x', objects: { f1d5: { metadata: plain, data: '01', key: {} } } }).objects;
    expect(object?.data).toEqual(hex('0100'));
  });

  it('content and its size do not agree: said', () => {
    expect(fileOf({ f1d5: { metadata: plain, data: '010203' } }).objects[0]?.notes.join()).toContain('3 bytes');
  });
});

describe('codes that have no name', () => {
  const codes = {
    'object type 24': '2003e80124',
    'algorithm 06': '2003e00106',
    'condition 55': '2004d0025501',
    'lifecycle state 05': '2003c00105',
    'reset type 41': '2003f00141',
    'key usage 1D': '2003e1011d',
  };

  it.each(Object.entries(codes))('%s: an export is read again, and its words are only those that the vendor\'s tool knows', (_, metadata) => {
    const parsed = must(parseMetadata(hex(metadata)));
    const snapshot = { uid: {}, objects: new Map([[0xf1d5, { id: oid(0xf1d5), metadata: parsed }]]) } as unknown as ChipSnapshot;
    const text = encodeVendorJson(snapshot);
    expect(text).toContain('"pretty_metadata": {}');
    expect(toHex(encodeMetadata(fileOf(text).objects[0]?.metadata ?? []))).toBe(metadata);
  });

  it.each(Object.entries(codes))('%s: so are the words of `object metadata`, with the raw form and without it', (_, metadata) => {
    const pretty = metadataToJson(must(parseMetadata(hex(metadata))));
    for (const entry_ of [{ pretty_metadata: pretty }, { metadata, pretty_metadata: pretty }]) {
      expect(toHex(encodeMetadata(fileOf({ f1d5: entry_ }).objects[0]?.metadata ?? []))).toBe(metadata);
    }
  });

  it('exports of before, which left out the bits without a name', () => {
    expect(toHex(encodeMetadata(fileOf({ f1d5: { metadata: '2003e1011d', pretty_metadata: { key_usage: ['authentication', 'signature'] } } }).objects[0]?.metadata ?? []))).toBe('2003e1011d');
    expect(problemsOf({ f1d5: { metadata: '2003e1011d', pretty_metadata: { key_usage: ['authentication'] } } })).toContain('different things of key_usage');
  });
});

it('the vendor\'s example, as its documentation prints it', () => {
  const text = "Reading...\n{\n  'e0e1': {\n    'pretty_metadata': { 'change': ['int','0xe0','0xe9','&&','conf','0xf1','0xd1'], }\n  },\n}\nDone\n";
  expect(toHex(encodeMetadata(fileOf(text).objects[0]?.metadata ?? []))).toBe('2009d00721e0e9fd20f1d1');
});

it.each<[string, unknown, string]>([
  ['a comma that is missing', '{\n "f1d5": { "data": "00" }\n "f1d6": {}\n}', 'broken: Line 3: a comma or "}" is missing.'],
  ['cut off', '{ "f1d5": { "data": "0', 'broken: Its end is missing.'],
  ['entries that are missing something', { f1d5: {}, e0e7: { data: '00' } }, '0xF1D5 has neither "metadata" nor "data". 0xE0E7 is in no table of the manual.'],
  ['fields of the metadata beside it', { f1d5: { data: '00', lcso: 'operational' } }, '0xF1D5: its field "lcso" belongs into "pretty_metadata".'],
  ['fields in another form', { f1d5: { data: '00', Metadata: '2003c00107' }, f1d6: { data: '00', prettyMetadata: {} } }, '0xF1D5: its field "Metadata" is written "metadata". 0xF1D6: its field "prettyMetadata" is written "pretty_metadata".'],
  ['another text', 'hello', 'exchange/not-a-dump: It is not JSON.'],
])('"damaged" is said of a file that is damaged: %s', (_, json, says) => {
  const result = read(json);
  if (result.ok) throw new Error('It was taken.');
  const { fault } = result;
  expect(fault.code === 'exchange/damaged' ? `${fault.data.broken === true ? 'broken: ' : ''}${fault.data.problems.join(' ')}` : `${fault.code}: ${fault.data.why}`).toBe(says);
});

describe('damaged files are named, whole', () => {
  const whole = JSON.stringify(profiles['trust-m-v1'].objects);
  it.each<[string, unknown, string]>([
    ['empty', ' ', 'empty'],
    ['cut in half', whole.slice(0, whole.length / 2), 'Its end is missing'],
    ['not JSON', 'hello', 'not JSON'],
    ['a list', [], 'not a list of objects'],
    ['false', 'false', 'not a list of objects'],
    ['no object', {}, 'no object'],
    ['something else', { name: 'x', version: '1' }, 'None of its names'],
    ['wrong TLV: length', { f1d5: { metadata: '2005c00101' } }, 'Metadata of 0xF1D5: Its length byte says 5'],
    ['wrong TLV: cut', { f1d5: { metadata: '2003c00201' } }, 'Tag 0xC0 is cut short'],
    ['wrong TLV: twice', { f1d5: { metadata: '2006c00101c00103' } }, 'twice'],
    ['metadata false', { f1d5: { metadata: false } }, 'Metadata of 0xF1D5: it is not hexadecimal'],
    ['half a byte', { f1d5: { metadata: '200' } }, 'odd number'],
    ['not hexadecimal', { f1d5: { data: 'xyz' } }, 'Data of 0xF1D5'],
    ['data true', { f1d5: { data: true } }, 'Data of 0xF1D5'],
    ['missing keys', { f1d5: {} }, 'neither'],
    ['an entry that is none', { f1d5: 'x' }, '0xF1D5 has no fields'],
    ['unknown id', { e0e7: { metadata: '2000' } }, '0xE0E7 is in no table'],
    ['an id that is none', { f1d5: { metadata: '2000' }, zz: {} }, '"zz" is not an object id'],
    ['over-long data', { f1d5: { data: '00'.repeat(141) } }, '141 bytes, but the object holds 140'],
    ['longer than its own largest size', { f1d5: { metadata: '2003c40101', data: '0001' } }, 'holds 1'],
    ['a key with content', { e0f1: { data: '00' } }, 'a key has no content'],
    ['twice', { f1d5: { data: '00' }, '0xF1D5': { data: '01' } }, 'twice'],
    ['both forms, different', { f1d5: { metadata: '2003d00100', pretty_metadata: { change: 'never' } } }, 'different things of change'],
    ['words that are none', { f1d5: { pretty_metadata: { change: ['lcso', '<'] } } }, 'Metadata of 0xF1D5'],
  ])('%s', (_, json, words) => expect(problemsOf(json)).toContain(words));

  it('all of them at once', () => {
    expect(problemsOf({ f1d5: {}, e0e7: { metadata: '2000' } })).toMatch(/0xF1D5.*0xE0E7/);
  });
});

describe('compare', () => {
  const object = (metadata_: string, data?: string): ObjectSnapshot => ({ id: oid(0xf1d5), metadata: must(parseMetadata(hex(metadata_))), ...(data === undefined ? {} : { data: hex(data) }) });
  it('names fields and the first byte', () => {
    const [found] = compareChips([object('2006d00100e80100', '010203')], [object('2003d001ff', '010204')]);
    expect(found).toEqual({
      id: 0xf1d5,
      name: 'Data object 6',
      metadata: [
        { field: 'change', left: 'always', right: 'never' },
        { field: 'type', left: 'byte string' },
      ],
      data: 'differs',
      firstDifference: 2,
    });
  });

  it('what only one side can read, or has', () => {
    expect(compareChips([object('2003c40102', '01')], [object('2003c40102')])[0]?.data).toBe('unreadable');
    expect(compareChips([object('2000', '01')], [])[0]?.only).toBe('left');
    expect(compareChips([], [object('2000')])[0]?.only).toBe('right');
  });

  it('a V1 and a V3 chip', async () => {
    const [v1, v3] = [await (await connect('trust-m-v1')).whole(), await (await connect('trust-m-v3')).whole()];
    const differing = compareChips(v1.snapshot.objects.values(), v3.snapshot.objects.values()).filter((found) => !isSame(found));
    expect(differing.find(({ id }) => id === 0xe0c2)?.data).toBe('differs');
    expect(differing.find(({ id }) => id === 0xe0c9)?.only).toBe('right');
  });
});
