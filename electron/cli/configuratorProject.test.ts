import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { zipOf } from '../../core/bytes/zip.ts';
import { profileNames } from '../../core/simulator/profiles/profiles.ts';
import { testStation } from './testing/commandLine.ts';

const { path, onProfile, runOn } = testStation();

const write = (name: string, text: string): string => {
  writeFileSync(path(name), text);
  return path(name);
};

describe('our export for the Configurator', () => {
  const differing = (json: { metadata: unknown[]; data: string; only?: string }[]): unknown[] => json.filter(({ metadata, data, only }) => metadata.length > 0 || data === 'differs' || only !== undefined);

  it.each(profileNames.map((name) => name.replace('trust-m-', '')))('%s: folder, its XML and its zip: nothing differs, and what it does not hold is named', async (name) => {
    expect((await onProfile(name, 'export', '--as', 'otc', '--out', path('project'))).code).toBe(0);
    const files = readdirSync(path('project'));
    writeFileSync(path('project.zip'), zipOf(files.map((file) => ({ name: `project/${file}`, bytes: readFileSync(join(path('project'), file)) }))));
    for (const form of ['project', 'project/OPTIGA_Trust.xml', 'project.zip']) {
      const { code, json } = await onProfile(name, 'compare', '--in', path(form));
      expect([form, code, differing(json)]).toEqual([form, 0, []]);
      expect(json.find(({ id }: { id: string }) => id === '0xE120').data).toBe('equal');
      expect(json.find(({ id }: { id: string }) => id === '0xE0F0').notes.join()).toContain('a key never leaves the chip');
      expect(json.find(({ id }: { id: string }) => id === '0xE0C2').notes.join()).toContain('no place for this object');
      expect(await onProfile(name, 'import', '--in', path(form))).toMatchObject({ code: 0, json: { done: 0, refused: 0 } });
    }
  });

  it('goes onto another chip: written, and then nothing differs of it', async () => {
    await onProfile('v3', 'object', 'write', '--id', 'f1d5', '--in', write('content.bin', 'A content of its own'), '--as', 'text');
    await onProfile('v3', 'object', 'metadata', '--id', 'f1d6', '--set', '{"read":["lcso","<","operational"]}');
    await onProfile('v3', 'export', '--as', 'otc', '--out', path('project'));
    const other = `simulated:v3@${path('other.state')}`;
    const imported = await runOn(other, 'import', '--in', path('project'));
    expect([imported.code, JSON.parse(imported.out)], imported.err).toMatchObject([0, { refused: 0, done: 2 }]);
    expect(differing(JSON.parse((await runOn(other, 'compare', '--in', path('project'))).out))).toEqual([]);
  });

  it('a content that is missing is named, and nothing is written', async () => {
    await onProfile('v3', 'export', '--as', 'otc', '--out', path('project'));
    rmSync(path('project/E120.dat'));
    const { code, json, err } = await onProfile('v3', 'import', '--in', path('project'));
    expect([code, json.error.code]).toEqual([1, 'exchange/damaged']);
    expect(err).toContain('E120.dat is missing');
  });

  it('a folder without a chip', async () => {
    mkdirSync(path('empty'));
    const { code, err, json } = await onProfile('v3', 'compare', '--in', path('empty'));
    expect([code, json.error.code]).toEqual([1, 'exchange/not-a-dump']);
    expect(err).toContain('It has neither OPTIGA_Trust.xml nor a JSON file.');
  });
});
