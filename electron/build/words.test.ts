import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/**
 * Phrases that readers from other countries do not understand at once, and their replacements. A blank in a pattern
 * also matches a line end with the mark of the continued comment.
 */
const turns: readonly (readonly [pattern: string, better: string])[] = [
  [String.raw`\b[Aa]new\b`, 'again'],
  [String.raw`\bfor ever\b(?!y)`, 'permanently, without end'],
  [String.raw`\bfor good\b(?! reason)`, 'permanently'],
  [String.raw`\bany more\b(?! of\b| than\b| \w+s\b)`, 'no longer'],
  [String.raw`\b(?:lay|lie|lies|lain) open\b`, 'is not encrypted, is readable'],
  [String.raw`\b(?:hang|hangs|hanging) on\b`, 'depends on'],
  [String.raw`\b(?:hold|holds|held) together\b`, 'is consistent'],
  [String.raw`\bstand(?:s|ing)? in\b(?! front\b)`, 'is in; replaces'],
  [String.raw`\bstands? (?:around|behind|before|beside)\b`, 'is around, after, before, beside'],
  [String.raw`\b(?:[Ii]t|[Tt]his|[Tt]hat|[Ww]hat|which|who|port|file|object|device|line|plan) is no (?!longer\b|more\b|different\b|other\b|way\b|matter\b)`, 'is not a'],
  [String.raw`\bWho (?:asks|cancels|keeps|knows|makes|pastes|presses|reads|runs|sees|shows|types|wants|works|writes)\b[^?]{0,60}\.`, 'a subject that is a noun: the user, the caller'],
  [String.raw`(?<!\b(?:one|user|caller|who|you|technician|engineer) )\bwants? (?:--|its id\b|the id\b|the primes\b|a number\b|the binding\b|a reason\b|different\b|a key\b)`, 'requires, needs'],
  [String.raw`\b(?:lest|hitherto|whence|thence|whither|thereof|wherein|herein|whilst|albeit|hereby|thereby|nought)\b`, 'the plain word'],
  [String.raw`\b[Ss]hall\b`, 'must, or the plain present'],
];

const gap = String.raw`(?:[ \t]|\r?\n[ \t]*(?:\*(?!/)|//|>)?[ \t]*)+`;
const patterns = turns.map(([pattern, better]) => ({ found: new RegExp(pattern.replaceAll(' ', gap), 'g'), better }));

/** `line: the phrase → the better word`, for each phrase in a text. */
const turnsIn = (text: string): string[] =>
  patterns.flatMap(({ found, better }) => [...text.matchAll(found)].map((hit) => `${text.slice(0, hit.index).split('\n').length}: "${hit[0].replaceAll(/\s+/g, ' ')}" → ${better}`));

/** The glossary and this test contain each phrase. The change log is not rewritten. */
const exempt = ['electron/build/words.test.ts', 'core/result/README.md', 'CHANGELOG.md'];

const sources = (): string[] =>
  ['core', 'electron', 'renderer', 'e2e', 'resources', '.']
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: folder !== '.', encoding: 'utf8' }).map((name) => (folder === '.' ? name : `${folder}/${name.replaceAll('\\', '/')}`)))
    .filter((path) => /\.(?:tsx?|mjs|css|html|md)$/.test(path) && !exempt.includes(path) && !path.startsWith('e2e/results/') && statSync(join(root, path)).isFile());

it('no text and no comment has a turn that readers stumble over', () => {
  const files = sources();
  expect(files.length).toBeGreaterThan(1000);
  expect(files.flatMap((path) => turnsIn(readFileSync(join(root, path), 'utf8')).map((turn) => `${path}:${turn}`))).toEqual([]);
});

it.each([
  ['The window is loaded anew.', '1: "anew" → again'],
  ['a\n// It is lost for\n// ever.', '2: "for // ever" → permanently, without end'],
  [' * It cannot be read any\n * more.', '1: "any * more" → no longer'],
  ['This port is no bridge.', '1: "port is no " → is not a'],
  ['What hangs on it?', '1: "hangs on" → depends on'],
  ['// Who cancels knows it.', '1: "Who cancels knows it." → a subject that is a noun: the user, the caller'],
  ['--csr wants --subject', '1: "wants --" → requires, needs'],
  ['Shall it be closed?', '1: "Shall" → must, or the plain present'],
])('finds it in: %s', (text, turn) => expect(turnsIn(text)).toEqual([turn]));

it.each(['for everyone', 'for every chip', 'there is no key', 'it is no longer there', 'any more of them', 'any more bytes', 'what the user wants', 'Who asks this?', 'for good reason'])('leaves alone: %s', (text) =>
  expect(turnsIn(text)).toEqual([]),
);
