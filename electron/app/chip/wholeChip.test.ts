import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { must } from '../../../core/result/result.ts';
import { unpack } from '../../files/archive/sevenZip.ts';
import { openBench, type TestBench } from '../testing/bench.ts';

let bench: TestBench;
afterEach(() => bench.close());

const saved = (name: string): Buffer => readFileSync(join(bench.folder, 'saved', name));

describe('the whole chip, through the main process', () => {
  it('export, compare with itself, import into another chip, with one object refused', async () => {
    bench = await openBench();
    await bench.ok('board/connect', { path: 'simulated:express' });
    const json = await bench.ok('chip/export', { as: 'json' });
    expect(json.leftOut.find(({ id }) => id === '0xE0E1')?.why).toContain('shielded connection');
    const zip = await bench.ok('chip/export', { as: 'otc' });
    expect(saved(zip.name).subarray(0, 2).toString()).toBe('PK');
    const dump = saved(json.name);
    const taken = await bench.ok('files/take', { name: zip.name, size: saved(zip.name).length, content: Uint8Array.from(saved(zip.name)) });
    expect(taken.content).toBe('chip-export');
    const project = await bench.ok('chip/compare', { ticket: taken.ticket });
    expect(project.filter((object) => !object.same)).toEqual([]);
    expect(project.find(({ id }) => id === '0xE120')?.data).toBe('equal');
    expect(project.find(({ id }) => id === '0xE0F0')?.notes.join()).toContain('a key never leaves the chip');
    expect((await bench.ok('chip/import', { ticket: taken.ticket })).plan).toBeUndefined();
    const same = await bench.ok('chip/compare', { ticket: await bench.take(json.name, dump) });
    expect(same.filter((object) => !object.same)).toEqual([]);

    await bench.ok('board/connect', { path: 'simulated:v3' });
    const memory = bench.memory();
    const other = await bench.ok('chip/compare', { ticket: await bench.take(json.name, dump) });
    expect(other.filter((object) => !object.same).map(({ id }) => id)).toContain('0xE0E0');
    const made = await bench.ok('chip/import', { ticket: await bench.take(json.name, dump) });
    expect(made.objects.find(({ id }) => id === '0xE0E0')).toMatchObject({ state: 'refused' });
    expect(made.objects.some(({ state }) => state === 'unchanged')).toBe(true);
    expect(made.plan?.warnings.join('\n')).toContain('0xE0E0 stays as it is');
    expect(bench.memory(), 'nothing is written before the review is confirmed').toBe(memory);
  });

  it('the files of a Configurator project that came one by one are one chip; the XML alone says that content is missing', async () => {
    bench = await openBench();
    await bench.ok('board/connect', { path: 'simulated:express' });
    const zip = await bench.ok('chip/export', { as: 'otc' });
    const files = [...must(await unpack({ name: zip.name, bytes: Uint8Array.from(saved(zip.name)) }, { files: 100, fileBytes: 1e6, totalBytes: 1e7 })).files()];
    const [xml] = files.filter(({ name }) => name.endsWith('.xml'));
    expect(xml).toBeDefined();
    const beside: string[] = [];
    for (const { name, bytes } of files.filter((file) => file !== xml)) beside.push(await bench.take(name, bytes));
    expect(beside.length).toBeGreaterThan(3);
    const ticket = await bench.take(xml?.name ?? '', xml?.bytes ?? '');
    const together = await bench.ok('chip/compare', { ticket, beside });
    expect(together.filter((object) => !object.same)).toEqual([]);
    expect(together.find(({ id }) => id === '0xE0E0')).toMatchObject({ data: 'equal', notes: [] });
    expect((await bench.ok('chip/import', { ticket, beside })).plan).toBeUndefined();
    const alone = await bench.ok('chip/compare', { ticket });
    expect(alone.find(({ id }) => id === '0xE0E0')?.notes.join()).toContain('is missing beside the XML file');
    expect((await bench.fault('chip/compare', { ticket, beside: beside.slice(1) })).code).toBe('exchange/damaged');
  });

  it('a dump cut in half is named, and nothing is written', async () => {
    bench = await openBench();
    await bench.ok('board/connect', { path: 'simulated' });
    const { name } = await bench.ok('chip/export', { as: 'json' });
    const memory = bench.memory();
    const half = saved(name).subarray(0, saved(name).length / 2);
    expect((await bench.fault('chip/import', { ticket: await bench.take('half.json', half) })).code).toBe('exchange/damaged');
    expect(bench.memory()).toBe(memory);
    expect(readdirSync(join(bench.folder, 'saved'))).toEqual([name]);
  });
});
