// `npm run licences`: writes resources/licences.txt, and reports licences that we must not ship.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ensurePackages } from './install.mjs';
import { inRoot, note, program } from './paths.mjs';
import { shippedPackages } from './shipped.mjs';

const allowed = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0', 'CC0-1.0', 'Unlicense', 'OFL-1.1']);

/**
 * Exceptions, each checked by a person. 7z-wasm is 7-Zip (GNU LGPL 2.1 or later; its RAR part must not be used to make
 * a RAR packer). It is shipped unchanged, in separate files that anyone can replace, and is only used to unpack.
 */
const lookedAt = new Map([['7z-wasm', 'LGPL-2.1-or-later, with the unRAR restriction']]);

/** Chooses the licence of a package; undefined when none of its licences may be shipped. */
export function licenceTaken(name, licence) {
  const own = lookedAt.get(name);
  if (own !== undefined) return own;
  const choices = licence.replace(/^\(|\)$/g, '').split(' OR ');
  const all = (expression) => expression.split(' AND ').every((one) => allowed.has(one));
  return choices.find(all);
}

const licenceFile = /^(licen[cs]e|copying|notice|unrarlicense)([.-].*)?$/i;

function textOf(path) {
  const names = readdirSync(inRoot(path)).filter((name) => licenceFile.test(name)).sort();
  const texts = names.map((name) => readFileSync(inRoot(path, name), 'utf8').replace(/\r\n?/g, '\n').replace(/[ \t]+$/gm, '').trim());
  return texts.filter((text) => text !== '').join('\n\n');
}

const head = `Trust Bench is made with the packages below. Each is named with its version and the licence that it is taken under,
above the licence's text. Electron and Chromium carry theirs beside the program: LICENSE and LICENSES.chromium.html.
Written by "npm run licences".
`;
const line = '='.repeat(80);
const noText = 'The package comes without a licence text; the licence that it names is above.';

/** Makes the text of the whole file, and a list of what is wrong. */
export function licenceReport(packages = shippedPackages()) {
  const problems = [];
  const groups = new Map();
  for (const { name, version, licence, path } of packages) {
    const taken = licenceTaken(name, licence);
    if (taken === undefined) problems.push(`${name} ${version} is under "${licence}", which is not on the list`);
    const text = textOf(path) || noText;
    const group = groups.get(text) ?? [];
    groups.set(text, [...group, `${name} ${version}: ${taken ?? licence}`]);
  }
  const parts = [...groups].map(([text, names]) => `${line}\n${names.join('\n')}\n${line}\n\n${text}\n`);
  return { text: `${head}\n${parts.join('\n')}`, problems };
}

export const licencePath = inRoot('resources', 'licences.txt');

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await program(ensurePackages);
  const { text, problems } = licenceReport();
  if (!existsSync(licencePath) || readFileSync(licencePath, 'utf8') !== text) writeFileSync(licencePath, text);
  for (const problem of problems) note(problem);
  note(problems.length === 0 ? `licences: good, ${text.length} characters in resources/licences.txt` : 'licences: not all may be shipped');
  process.exitCode = problems.length === 0 ? 0 : 1;
}
