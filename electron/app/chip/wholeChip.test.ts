import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { must } from '../../../core/result/result.ts';
import { unpack } from '../../files/archive/sevenZip.ts';
import { openProgram, type TestProgram } from '../testing/program.ts';

let program: TestProgram;
afterEach(() => program.close());

const saved = (name: string): Buffer => readFileSync(join(program.folder, 'saved', name));

describe('the whole chip, through the main process', () => {
  it('export, compare with itself, import into another chip, with one object refused', async () => {
    program = await openProgram();
    await program.ok('board/connect', { path: 'simulated:express' });
    const json = await program.ok('chip/export', { as: 'json' });
    expect(json.leftOut.find(({ id }) => id === '0xE0E1')?.why).toContain('shielded connection');
    const zip = await program.ok('chip/export', { as: 'otc' });
    expect(saved(zip.name).subarray(0, 2).toString()).toBe('PK');
    const dump = saved(json.name);
    const taken = await program.ok('files/take', { name: zip.name, size: saved(zip.name).length, content: Uint8Array.from(saved(zip.name)) });
    expect(taken.content).toBe('chip-export');
    const project = await program.ok('chip/compare', { ticket: taken.ticket });
    expect(project.filter((object) => !object.same)).toEqual([]);
    expect(project.find(({ id }) => id === '0xE120')?.data).toBe('equal');
    expect(project.find(({ id }) => id === '0xE0F0')?.notes.join()).toContain('a key never leaves the chip');
    expect((await program.ok('chip/import', { ticket: taken.ticket })).plan).toBeUndefined();
    const same = await program.ok('chip/compare', { ticket: await program.take(json.name, dump) });
    expect(same.filter((object) => !object.same)).toEqual([]);

    await program.ok('board/connect', { path: 'simulated:v3' });
    const memory = program.memory();
    const other = await program.ok('chip/compare', { ticket: await program.take(json.name, dump) });
    expect(other.filter((object) => !object.same).map(({ id }) => id)).toContain('0xE0E0');
    const made = await program.ok('chip/import', { ticket: await program.take(json.name, dump) });
    expect(made.objects.find(({ id }) => id === '0xE0E0')).toMatchObject({ state: 'refused' });
    expect(made.objects.some(({ state }) => state === 'unchanged')).toBe(true);
    expect(made.plan?.warnings.join('\n')).toContain('0xE0E0 stays as it is');
    expect(program.memory(), 'nothing is written before the review is confirmed').toBe(memory);
  });

  it('the files of a Configurator project that came one by one are one chip; the XML alone says that content is missing', async () => {
    program = await openProgram();
    await program.ok('board/connect', { path: 'simulated:express' });
    const zip = await program.ok('chip/export', { as: 'otc' });
    const files = [...must(await unpack({ name: zip.name, bytes: Uint8Array.from(saved(zip.name)) }, { files: 100, fileBytes: 1e6, totalBytes: 1e7 })).files()];
    const [xml] = files.filter(({ name }) => name.endsWith('.xml'));
    expect(xml).toBeDefined();
    const beside: string[] = [];
    for (const { name, bytes } of files.filter((file) => file !== xml)) beside.push(await program.take(name, bytes));
    expect(beside.length).toBeGreaterThan(3);
    const ticket = await program.take(xml?.name ?? '', xml?.bytes ?? '');
    const together = await program.ok('chip/compare', { ticket, beside });
    expect(together.filter((object) => !object.same)).toEqual([]);
    expect(together.find(({ id }) => id === '0xE0E0')).toMatchObject({ data: 'equal', notes: [] });
    expect((await program.ok('chip/import', { ticket, beside })).plan).toBeUndefined();
    const alone = await program.ok('chip/compare', { ticket });
    expect(alone.find(({ id }) => id === '0xE0E0')?.notes.join()).toContain('is missing beside the XML file');
    expect((await program.fault('chip/compare', { ticket, beside: beside.slice(1) })).code).toBe('exchange/damaged');
  });

  it('a dump cut in half is named, and nothing is written', async () => {
    program = await openProgram();
    await program.ok('board/connect', { path: 'simulated' });
    const { name } = await program.ok('chip/export', { as: 'json' });
    const memory = program.memory();
    const half = saved(name).subarray(0, saved(name).length / 2);
    expect((await program.fault('chip/import', { ticket: await program.take('half.json', half) })).code).toBe('exchange/damaged');
    expect(program.memory()).toBe(memory);
    expect(readdirSync(join(program.folder, 'saved'))).toEqual([name]);
  });
});
