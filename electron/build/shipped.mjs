// Finds the shipped packages: those that the sources import, and their dependencies, from package-lock.json.
import { readdirSync, readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { importsOf } from './rooms.mjs';

const rooms = ['core', 'electron', 'renderer'];
/** Tools and checks, which are not shipped. */
const notShipped = /\.test\.tsx?$|\/testing\/|\.d\.ts$|^electron\/(build|fuzz|faults)\//;

const packageOf = (specifier) => /^(@[^/]+\/[^/]+|[^@./][^/]*)/.exec(specifier)?.[1];

function specifiersOf(path) {
  const text = readFileSync(inRoot(path), 'utf8');
  if (path.endsWith('.css')) return [...text.matchAll(/@import\s+(?:url\()?['"]([^'"]+)['"]/g)].map(([, specifier]) => specifier);
  return importsOf(path, text).filter(({ typeOnly }) => !typeOnly).map(({ specifier }) => specifier);
}

/** Finds the names of the packages that the sources import. */
function imported() {
  const paths = rooms
    .flatMap((room) => readdirSync(inRoot(room), { recursive: true }).map((name) => `${room}/${name.replaceAll('\\', '/')}`))
    .filter((path) => /\.(tsx?|css)$/.test(path) && !notShipped.test(path));
  return new Set(paths.flatMap(specifiersOf).filter((specifier) => !specifier.startsWith('node:')).map(packageOf).filter((name) => name !== undefined));
}

/** Finds the folder in which Node finds a package that another package imports. */
function resolve(packages, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (packages[path] !== undefined) return path;
    if (folder === '') return undefined;
  }
}

/**
 * Lists every shipped package, by name: `{name, version, licence, path}`. Optional packages are left out: they are native
 * accelerators, and the program is packed without them. Electron is left out too: it contains its own licences.
 */
export function shippedPackages() {
  const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
  const { dependencies } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const found = new Map();
  const waiting = [...new Set([...Object.keys(dependencies), ...imported()])].filter((name) => name !== 'electron').map((name) => ['', name]);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [from, name] = next;
    const path = resolve(packages, from, name);
    // A name that is missing in the lock file is one of our folders, or a module of Node.
    if (path === undefined || found.has(path) || name.startsWith('@types/')) continue;
    const { version, license, dependencies: needs = {} } = packages[path];
    found.set(path, { name, version, licence: license ?? 'not named', path });
    waiting.push(...Object.keys(needs).map((needed) => [path, needed]));
  }
  const order = ({ name, version }) => `${name} ${version}`;
  const all = [...found.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  return all.filter((one, at) => at === 0 || order(one) !== order(all[at - 1]));
}
