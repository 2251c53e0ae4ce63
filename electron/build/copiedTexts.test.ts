import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const files = ['core', 'electron', 'renderer', 'e2e'].flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name.replaceAll('\\', '/')}`)).filter((path) => /\.tsx?$/.test(path));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The tables of the texts that people see. Words may change there without a change of a test. */
const tables = files.filter((path) => /^core\/result\/words\/|^renderer\/.*[tT]exts\.ts$|^electron\/app\/.*[wW]ords\.ts$/.test(path));
const tests = files.filter((path) => /\.test\.tsx?$|^e2e\/pages\//.test(path) && !path.startsWith('electron/build/'));

/** Shorter texts are labels and parts of sentences. Tests and tables may contain the same ones by chance. */
const fewestWords = 5;

/** Quoted texts of this length in a source; a name of a test counts too. `${…}` ends a text. Commands, codes and paths are not words. */
const quoted = (source: string): string[] =>
  [...source.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)]
    .flatMap(([, single = '', double = '', template = '']) => [single, double, ...template.split(/\$\{[^}]*\}/)])
    .map((text) => text.trim())
    .filter((text) => !/openssl /.test(text) && text.split(' ').filter((word) => /^[A-Za-z’']+[.,:;?]?$/.test(word)).length >= fewestWords);

const copiedIn = (source: string, shown: string): string[] => quoted(source).filter((text) => shown.includes(text));

it('no test has a copy of a text that people see: it compares with the table, or with a code', () => {
  const shown = tables.flatMap((path) => quoted(read(path))).join('\n');
  expect(tables.length).toBeGreaterThan(40);
  expect(tests.length).toBeGreaterThan(300);
  expect(tests.flatMap((path) => copiedIn(read(path), shown).map((text) => `${path}: ${text}`))).toEqual([]);
});

it('finds a copied sentence, also a part of one', () => {
  const shown = quoted("what: 'The board is disconnected now.', todo: `Plug ${board} in again, and try once more.`").join('\n');
  expect(copiedIn("expect(what).toBe('The board is disconnected now.')", shown)).toEqual(['The board is disconnected now.']);
  expect(copiedIn('getByText("in again, and try once")', shown)).toEqual(['in again, and try once']);
  expect(copiedIn("getByText(texts.lost); expect(code).toBe('link/closed')", shown)).toEqual([]);
});
