// `npm run advisories`: known advisories of shipped packages, one line each. `npm test` does not run it, because it needs the
// registry.
import { pathToFileURL } from 'node:url';
import { ensurePackages, runNpm } from './install.mjs';
import { note, program } from './paths.mjs';
import { shippedPackages } from './shipped.mjs';

const isRecord = (value) => typeof value === 'object' && value !== null;

/**
 * Finds what an `npm audit --json` report says about the given packages; undefined when the text is not a report.
 * @param names shipped packages
 */
export function findings(text, names) {
  let report;
  try {
    report = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(report) || !isRecord(report.vulnerabilities)) return undefined;
  const told = Object.values(report.vulnerabilities).filter(({ name }) => names.has(name));
  const lines = told.flatMap(({ name, severity, via = [] }) => {
    // A text in `via` names another package. If that is shipped, it has its own line.
    const own = via.filter(isRecord);
    return own.map(({ title, url, range }) => `${name} ${range ?? ''}: ${severity}: ${title ?? 'no title'} ${url ?? ''}`.trim());
  });
  return [...new Set(lines)].sort((a, b) => a.localeCompare(b, 'en'));
}

/** Why the registry sent no report. */
export function missingReport(text) {
  try {
    const { message, error } = JSON.parse(text);
    return String(message ?? error?.summary ?? 'no reason given');
  } catch {
    return 'no answer that can be read';
  }
}

function advisories() {
  ensurePackages();
  const packages = shippedPackages();
  const { stdout } = runNpm(['audit', '--json'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const found = findings(stdout ?? '', new Set(['electron', ...packages.map(({ name }) => name)]));
  if (found === undefined) {
    note(`advisories could not be checked: the registry did not give a report (${missingReport(stdout ?? '')})`);
    return 1;
  }
  process.stdout.write(found.length === 0 ? `none known for ${packages.length + 1} packages\n` : found.map((line) => `${line}\n`).join(''));
  return found.length === 0 ? 0 : 1;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = await program(advisories);
