import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { describe, expect, it } from 'vitest';
import { build } from '../cli/commandTree.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const tree = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => statSync(join(root, path)).isFile());

const files = ['core', 'electron', 'renderer', 'e2e', 'resources'].flatMap(tree).filter((path) => !path.startsWith('e2e/results/'));
const sources = files.filter((path) => /\.(tsx?|mjs|mts|css|html|json)$/.test(path));
const code = sources.filter((path) => /\.(tsx?|mjs)$/.test(path)).map(read).join('\n');

const topLevel = readdirSync(root).filter((name) => name.endsWith('.md'));
const documents = [...topLevel, ...files.filter((path) => path.endsWith('.md'))];
/** Documents that name files of the repository. The change log is excluded, because it also names removed files. */
const guides = documents.filter((path) => path !== 'CHANGELOG.md');

/** Text between backticks, without blocks of code. */
const quoted = (text: string): string[] => [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, inside = '']) => inside);

const rooms = /^(?:core|electron|renderer|e2e|resources|\.ci)\//;
/** Whether a quoted text is a path in this repository. */
const isPath = (text: string): boolean => /^[\w@.-]+(?:\/[\w@.-]+)*\/?$/.test(text) && (/\.(?:tsx?|mjs|md|yml|css)$/.test(text) || text.endsWith('/') || rooms.test(text));

/** Whether a path exists, relative to the document's folder or to the root. */
const exists = (document: string, path: string): boolean => [dirname(document), '.'].some((from) => existsSync(join(root, from, path)));

const lostPaths = (document: string, text: string): string[] => quoted(text).filter((one) => isPath(one) && !exists(document, one));

/** Finds functions that a document names as `name()` or `Class.name()` and that are not defined anywhere. */
const lostFunctions = (text: string): string[] =>
  quoted(text).flatMap((one) => {
    const name = /^(?:\w+\.)*(\w+)\(\)$/.exec(one)?.[1];
    if (name === undefined) return [];
    return new RegExp(`(?:function\\*? |const |class |#|^\\s+(?:async |static |readonly )*)${name}\\b\\s*[(=<:{]`, 'm').test(code) ? [] : [one];
  });

/** Finds "`name()` in `file`" where the file does not contain the function. */
const misplaced = (document: string, text: string): string[] =>
  [...text.matchAll(/`(?:\w+\.)*(\w+)\(\)`\s+(?:in|of)\s+`([^`\n]+\.tsx?)`/g)].flatMap(([, name = '', file = '']) => {
    const path = [join(dirname(document), file), file].find((one) => existsSync(join(root, one)));
    return path === undefined || new RegExp(`\\b${name}\\b`).test(read(path)) ? [] : [`${name} in ${file}`];
  });

/** The anchor of a heading in links. */
const anchorOf = (heading: string): string => heading.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');
const anchorsIn = (text: string): string[] => [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

/** Finds links and pictures whose target is missing, and links to a missing heading. */
const lostLinks = (document: string, text: string): string[] =>
  [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target).filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [file = '', heading] = target.split('#');
    const path = file === '' ? document : join(dirname(document), file);
    return !existsSync(join(root, path)) || (heading !== undefined && !anchorsIn(read(path)).includes(heading));
  });

/** Finds paths from the root that a source names, usually in a comment. */
const namedBy = (text: string): string[] => [...text.matchAll(/(?<![\w./])(?:core|electron|renderer|e2e|resources)\/[\w./-]+\.(?:md|tsx?|mjs|json|html)\b/g)].map(([path]) => path);

/** Names of documents that are not in the repository. */
const outside = /\bspec(?:ification)?,? page\b|\bDESIGN\.md\b|\bTOOLCHAIN\.md\b|\bWINDOW\.md\b|\bBRIEF\.md\b|\.\.\/shared\b|\/work\/|\bfindings\/|\bspec\/|\bdesign document\b/i;
const outsideOf = (text: string): string[] => text.split('\n').filter((line) => outside.test(line));

describe('every document', () => {
  it.each(guides)('%s names only files that exist', (path) => expect(lostPaths(path, read(path))).toEqual([]));
  it.each(guides)('%s names only functions that exist', (path) => expect(lostFunctions(read(path))).toEqual([]));
  it.each(guides)('%s names functions of the files that have them', (path) => expect(misplaced(path, read(path))).toEqual([]));
  it.each(documents)('%s has no broken link', (path) => expect(lostLinks(path, read(path))).toEqual([]));
});

it('each room of core has a README that names each of its files or their folder', () => {
  const rooms = readdirSync(join(root, 'core'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const unnamed = rooms.flatMap((room) => {
    const named = new Set(quoted(read(`core/${room}/README.md`)));
    const own = tree(`core/${room}`).map((path) => path.slice(`core/${room}/`.length)).filter((path) => /\.ts$/.test(path) && !/\.test\.ts$|\.d\.ts$|^testing\/|\/testing\//.test(path));
    return own.filter((path) => !named.has(path) && !named.has(`${path.split('/')[0]}/`)).map((path) => `core/${room}/${path}`);
  });
  expect(unnamed).toEqual([]);
});

it('the manual has every command, and no other', () => {
  const program = new Command('trust-bench');
  build(program, { options: () => () => Promise.resolve(), argument: () => () => Promise.resolve() }, { out: () => undefined, err: () => undefined, environment: {}, version: '' });
  const manual = read('resources/manual/command-line.md');
  const leaves = program.commands.flatMap((one) => (one.commands.length === 0 ? [one.name()] : one.commands.map((child) => `${one.name()} ${child.name()}`)));
  const said = [...manual.matchAll(/trust-bench (?:--\w+ (?:\w+=\S+ )?)*(\w+)(?: ([a-z|-]+)(?= |$))?/gm)].flatMap(([, name = '', parts = '']) => (parts === '' ? [name] : parts.split('|').map((part) => `${name} ${part}`)));
  const commandNames = new Set(leaves);
  expect(leaves.filter((name) => !said.includes(name) && !said.some((one) => one.startsWith(`${name} `)))).toEqual([]);
  expect(said.filter((one) => !commandNames.has(one) && !commandNames.has(one.split(' ')[0] ?? ''))).toEqual([]);
});

it('README.md can be read in one go: under 200 lines', () => expect(read('README.md').trimEnd().split('\n').length).toBeLessThan(200));

it('ARCHITECTURE.md shows every room, area and file at the top of electron', () => {
  const [, shown = ''] = /^## The tree\n\n```\n([\s\S]*?)^```/m.exec(read('ARCHITECTURE.md')) ?? [];
  const inside = (folder: string) => readdirSync(join(root, folder), { withFileTypes: true });
  const folders = ['core', 'electron', 'renderer', 'e2e', 'electron/app'].flatMap((folder) => inside(folder).filter((entry) => entry.isDirectory()));
  const top = inside('electron').filter(({ name }) => /(?<!\.d)\.ts$/.test(name));
  const names = [...folders, ...top].map(({ name }) => name).filter((name) => name !== 'results');
  expect(names.filter((name) => !new RegExp(`(?<![\\w./])${name}(?![\\w])`).test(shown))).toEqual([]);
});

it('no document and no source names a document outside the repository', () => {
  const own = 'electron/build/documents.test.ts';
  const found = [...documents, ...sources].filter((path) => path !== own).flatMap((path) => outsideOf(read(path)).map((line) => `${path}: ${line.trim().slice(0, 120)}`));
  expect(found).toEqual([]);
});

it('sources name only files that exist', () => {
  const named = sources.filter((path) => !/\.test\.tsx?$|\.json$/.test(path)).flatMap((path) => namedBy(read(path)).map((one) => ({ path, one })));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ one }) => !existsSync(join(root, one)))).toEqual([]);
});

describe('these checks find', () => {
  it('a file that is gone, also from a room of core', () => {
    expect(lostPaths('ARCHITECTURE.md', 'See `core/bridge/gone.ts` and `core/bridge/link.ts`.')).toEqual(['core/bridge/gone.ts']);
    expect(lostPaths('core/bridge/README.md', '| `link.ts`, `gone.ts` | `../apdu/`, `../gone/` |')).toEqual(['gone.ts', '../gone/']);
  });
  it('a function that is gone', () => expect(lostFunctions('`crc16()` and `crc61()`, `Link.exchange()`')).toEqual(['crc61()']));
  it('a function that is in another file', () => expect(misplaced('ARCHITECTURE.md', '`crc16()` in `core/bytes/crc.ts`, `crc16()` of\n`core/bytes/hex.ts`')).toEqual(['crc16 in core/bytes/hex.ts']));
  it('a broken link, not one to the web', () => {
    const text = '[a](../bytes/README.md#crc) [b](../gone.md#x) [c](https://example.org) [d](../bytes/README.md#gone)';
    expect(lostLinks('core/keys/README.md', text)).toEqual(['../gone.md#x', '../bytes/README.md#gone']);
  });
  it('a file in a comment', () => expect(namedBy('// see core/bridge/README.md, and (core/gone.ts); ./core/local.ts')).toEqual(['core/bridge/README.md', 'core/gone.ts']));
  it('a reference to a document outside', () => expect(outsideOf('// as on spec page 3\n// fine\n// (DESIGN.md)')).toEqual(['// as on spec page 3', '// (DESIGN.md)']));
  it('nothing in words that only look like paths', () => expect(lostPaths('README.md', '`link/dead` `objects/list` `key.txt` `70/F0` `/dev/ttyACM0`')).toEqual([]));
});
