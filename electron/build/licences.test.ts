import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findings, missingReport } from './advisories.mjs';
import { licencePath, licenceReport, licenceTaken } from './licences.mjs';
import { shippedPackages } from './shipped.mjs';

describe('licences of what is shipped', () => {
  it('resources/licences.txt is what npm run licences writes', () => {
    expect(readFileSync(licencePath, 'utf8') === licenceReport().text, 'run npm run licences').toBe(true);
  });

  it('are all on the list', () => expect(licenceReport().problems).toEqual([]));

  it('name every package once, with what the window is made of', () => {
    const { text } = licenceReport();
    for (const { name, version } of shippedPackages()) expect(text.split('\n').filter((line) => line.startsWith(`${name} ${version}: `))).toHaveLength(1);
    const names = shippedPackages().map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['react', 'react-dom', 'zustand', 'radix-ui', 'lucide-react', '@fontsource-variable/inter', '7z-wasm', 'serialport', 'zod', 'scheduler']));
    expect(names.filter((name) => /^(vitest|vite|oxlint|typescript|electron-builder|fast-check|@types\/.*)$/.test(name)), 'tools are not shipped').toEqual([]);
  });

  it.each([
    ['MIT', 'MIT'],
    ['(BSD-3-Clause OR GPL-2.0)', 'BSD-3-Clause'],
    ['(GPL-2.0 OR MIT)', 'MIT'],
    ['MIT AND OFL-1.1', 'MIT AND OFL-1.1'],
    ['MIT AND GPL-3.0', undefined],
    ['GPL-3.0-only', undefined],
    ['AGPL-3.0', undefined],
    ['SEE LICENSE IN License.txt', undefined],
    ['not named', undefined],
    ['', undefined],
  ])('"%s" is taken as %s', (licence, taken) => expect(licenceTaken('some-package', licence)).toBe(taken));

  it('a package under another licence is told', () => {
    const [first] = shippedPackages();
    const { problems } = licenceReport([{ name: 'strange', version: '1.0.0', licence: 'SSPL-1.0', path: first?.path ?? '' }]);
    expect(problems).toEqual(['strange 1.0.0 is under "SSPL-1.0", which is not on the list']);
  });
});

describe('advisories', () => {
  const via = { title: 'Code runs', url: 'https://github.com/advisories/GHSA-x', range: '<2.0.0', severity: 'high' };
  const report = JSON.stringify({
    vulnerabilities: {
      zod: { name: 'zod', severity: 'high', via: [via, 'react'] },
      vite: { name: 'vite', severity: 'low', via: [via] },
    },
  });
  it('of what is shipped, one line each', () => {
    expect(findings(report, new Set(['zod', 'react']))).toEqual(['zod <2.0.0: high: Code runs https://github.com/advisories/GHSA-x']);
  });
  it('none known', () => expect(findings('{"vulnerabilities":{}}', new Set(['zod']))).toEqual([]));
  it.each(['', '{}', 'null', '[]', '{"message":"405 Method Not Allowed"}'])('%j is no report', (text) => expect(findings(text, new Set())).toBeUndefined());
  it('says why it could not be checked', () => {
    expect(missingReport('{"message":"405 Method Not Allowed"}')).toBe('405 Method Not Allowed');
    expect(missingReport('<html>')).toBe('no answer that can be read');
  });
});
