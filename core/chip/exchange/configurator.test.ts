import { describe, expect, it } from 'vitest';
import { utf8 } from '../../bytes/bytes.ts';
import { formatOid } from '../../objects/oid.ts';
import { must } from '../../result/result.ts';
import { profileNames } from '../../simulator/profiles/profiles.ts';
import { compareChips, isSame } from './compare.ts';
import { configuratorXml, encodeConfigurator } from './configurator.ts';
import { readConfigurator } from './readConfigurator.ts';
import { connect } from './testing/chips.ts';

describe('the Configurator\'s form, read again', () => {
  const projectOf = async (): Promise<{ xml: string; dats: { name: string; bytes: Uint8Array }[] }> => {
    const { whole } = await connect('trust-m-v3');
    const files = encodeConfigurator((await whole()).snapshot);
    const dats = files.filter(({ name }) => name !== configuratorXml).map(({ name, text }) => ({ name: `project/${name}`, bytes: utf8(text) }));
    return { xml: files.find(({ name }) => name === configuratorXml)?.text ?? '', dats };
  };
  const wrong = (result: ReturnType<typeof readConfigurator>): string => {
    if (result.ok) return 'ok';
    return result.fault.code === 'exchange/damaged' ? `${result.fault.data.broken === true ? 'broken: ' : ''}${result.fault.data.problems.join(' ')}` : result.fault.data.why;
  };

  it.each(profileNames)('%s: every tag and content comes back; what the form has no place for is named', async (name) => {
    const { whole } = await connect(name);
    const { snapshot } = await whole();
    const files = encodeConfigurator(snapshot).map(({ name: file, text }) => ({ name: file, text, bytes: utf8(text) }));
    const { objects } = must(readConfigurator(files[0]?.text ?? '', files, 'project'));
    for (const object of objects.filter(({ metadata }) => metadata !== undefined)) {
      expect(object.metadata, formatOid(object.id)).toEqual(snapshot.objects.get(object.id)?.metadata);
      if (object.notes.length === 0) expect(object.data, formatOid(object.id)).toEqual(snapshot.objects.get(object.id)?.data);
    }
    expect(objects.find(({ id }) => id === 0xf1d5)?.notes).toEqual([]);
    expect(objects.find(({ id }) => id === 0xe0f0)?.notes.join()).toContain('a key never leaves the chip');
    expect(objects.find(({ id }) => id === 0xe0c2)?.notes.join()).toContain('no place for this object');
    expect(compareChips(snapshot.objects.values(), objects).filter((object) => !isSame(object))).toEqual([]);
  });

  it('one byte that is another, and one tag', async () => {
    const { xml, dats } = await projectOf();
    const { whole } = await connect('trust-m-v3');
    const { snapshot } = await whole();
    const changed = dats.map((dat) => (dat.name.endsWith('E120.dat') ? { ...dat, bytes: utf8('00 00 00 00 00 00 00 01') } : dat));
    const other = xml.replace(/(<oid id="F1D5">\s*<metadata value="Updated_Tags">)C00101/, '$1C00103');
    const found = compareChips(snapshot.objects.values(), must(readConfigurator(other, changed, 'project')).objects).filter((object) => !isSame(object));
    expect(found.map(({ id }) => id)).toEqual([0xe120, 0xf1d5]);
    expect(found[0]?.firstDifference).toBe(7);
    expect(found[1]?.metadata).toEqual([{ field: 'lcso', left: 'creation', right: 'initialization' }]);
  });

  it('the XML alone: its metadata, and where the content is', async () => {
    const { objects } = must(readConfigurator((await projectOf()).xml, [], 'OPTIGA_Trust.xml'));
    expect(objects.find(({ id }) => id === 0xe120)).toMatchObject({ id: 0xe120, notes: [expect.stringContaining('E120.dat')] });
    expect(objects.every(({ data }) => data === undefined)).toBe(true);
  });

  it('what is wrong is named, and "damaged" is said of a cut file alone', async () => {
    const { xml, dats } = await projectOf();
    expect(wrong(readConfigurator(xml.slice(0, xml.length / 2), dats, 'x'))).toBe('broken: Its end is missing.');
    const without = dats.filter(({ name }) => !name.endsWith('E120.dat'));
    expect(wrong(readConfigurator(xml, without, 'x'))).toBe('Data of 0xE120: E120.dat is missing.');
    expect(wrong(readConfigurator(xml.replace('id="F1D5"', 'id="E0E7"'), dats, 'x'))).toContain('0xE0E7 is in no table');
    expect(wrong(readConfigurator(xml.replace('id="F1D5"', 'id="F1D6"'), dats, 'x'))).toContain('0xF1D6 is there twice');
    expect(wrong(readConfigurator(xml.replace(/(<oid id="F1D5">\s*<metadata value="Updated_Tags">)C001/, '$1C002'), dats, 'x'))).toContain('Metadata of 0xF1D5');
    const long = dats.map((dat) => (dat.name.endsWith('E120.dat') ? { ...dat, bytes: utf8('00'.repeat(9)) } : dat));
    expect(wrong(readConfigurator(xml, long, 'x'))).toContain('it has 9 bytes, but the object holds 8');
    expect(wrong(readConfigurator('<OPTIGA><objects></objects></OPTIGA>', dats, 'x'))).toContain('contains no object');
  });
});
