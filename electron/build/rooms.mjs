// The direction of imports (ARCHITECTURE.md). Works only on paths and texts, so that its tests need no files.
import { posix } from 'node:path';

const base = ['bytes', 'result'];
const codecs = [...base, 'bridge', 'apdu', 'objects', 'access', 'keys'];
const formats = [...codecs, 'certificates', 'content', 'update', 'bundle'];

/** For each folder of core, the other folders that it may import. */
const coreMayImport = {
  result: [],
  bytes: ['result'],
  bridge: codecs,
  apdu: codecs,
  objects: codecs,
  access: codecs,
  keys: codecs,
  certificates: [...codecs, 'certificates'],
  content: [...codecs, 'certificates'],
  update: formats,
  bundle: formats,
  chip: formats,
  plan: [...formats, 'chip'],
  job: [...formats, 'chip', 'plan'],
  simulator: formats,
  slots: base,
  contract: [],
};

/** Folders of core whose code the renderer may run. It may import types from all of core. */
const pureForRenderer = ['contract', 'bytes', 'result', 'objects', 'access'];

/** The rehearsal, and the twin that the rehearsal uses. */
const makesTwin = /^core\/plan\/(rehearse|twin)/;
/** Files that may use the simulator: simulated ports, the composition of the program, and the command `simulate`. */
const makesBoards = /^electron\/(compose\.ts|simulated\/.*|cli\/commands\/simulate\.ts)$/;

/** A text for the help. Importing it makes no simulated board. */
const faultGrammar = 'core/simulator/faults/grammar.ts';

/** Harness, benchmarks and fuzzers. They are used for checking and are not shipped. */
const checks = /^e2e\//;

/** Folders of electron from the lowest level to the highest. Each may import its own level and lower ones. */
const electronLevels = [['ports.ts', 'version.ts'], ['board', 'files', 'journal', 'serial', 'signers', 'simulated'], ['app'], ['cli', 'ipc', 'compose.ts', 'composition.ts', 'commonParts.ts'], ['host']];
const levelOf = (room) => electronLevels.findIndex((rooms) => rooms.includes(room));

const isTest = (path) => /\.test\.tsx?$|\/testing\//.test(path);
const roomOf = (path) => (path.startsWith('core/') ? path.split('/')[1] : undefined);
const electronRoom = (path) => (path.startsWith('electron/') ? path.split('/')[1] : undefined);
/** The area of the application that contains a file; undefined for files directly in electron/app. */
const areaOf = (path) => /^electron\/app\/([^/]+)\//.exec(path)?.[1];
const isRelative = (specifier) => specifier.startsWith('.');

function coreRefuses(from, { target, specifier, typeOnly }) {
  if (!isRelative(specifier)) return corePackageRefused(specifier);
  if (!target.startsWith('core/')) return 'core imports nothing outside core: pass it in as an argument or a port.';
  const [own, room] = [roomOf(from), roomOf(target)];
  if (own === room || room?.endsWith('.d.ts')) return undefined;
  if (room === 'contract') return 'Nothing in core imports the contract: define the type here, and let the contract import it.';
  if (own === 'contract') return typeOnly ? undefined : 'The contract takes only types from core: use import type.';
  if (room === 'simulator' && makesTwin.test(from)) return undefined;
  if (room === 'simulator') return 'Only compose.ts, plan/rehearse and tests use the simulator: take a BytePort.';
  if (coreMayImport[own] === undefined) return `core/${own} is not a known room: add it to electron/build/rooms.mjs and to ARCHITECTURE.md.`;
  if (coreMayImport[own].includes(room)) return undefined;
  const may = coreMayImport[own];
  return `core/${own} may import ${may.length === 0 ? 'nothing' : may.join(', ')}: move what both need into one of these.`;
}

function corePackageRefused(specifier) {
  if (/^(node:)?crypto$/.test(specifier)) return 'Electron links BoringSSL: use @noble/curves, @noble/hashes, @noble/ciphers or node-forge.';
  if (specifier.startsWith('node:')) return 'core knows no platform: take bytes, a Clock or a port as an argument.';
  if (/^(electron|serialport|playwright-core|react|react-dom|zustand|commander)(\/|$)/.test(specifier)) return 'core knows no platform: this belongs into electron/ or renderer/.';
  return undefined;
}

function rendererRefuses({ target, specifier, typeOnly }) {
  if (specifier === 'electron' || specifier.startsWith('node:')) return 'The window has no platform: ask the main process through renderer/client.';
  if (!isRelative(specifier)) return undefined;
  if (target.startsWith('electron/')) return 'The renderer never imports electron/: share it through core/contract.';
  if (!target.startsWith('core/') || typeOnly || pureForRenderer.includes(roomOf(target))) return undefined;
  return `The renderer runs only ${pureForRenderer.join(', ')} of core: use import type, or ask the main process.`;
}

function electronRefuses(from, { target, specifier }) {
  if (specifier === 'electron') return from.startsWith('electron/host/') ? undefined : 'Only electron/host/ imports electron: pass what you need in through compose.ts.';
  if (!isRelative(specifier)) return undefined;
  if (target.startsWith('renderer/')) return 'electron/ never imports the renderer: share it through core/contract.';
  if (checks.test(target) && !checks.test(from)) return 'e2e/ is made for checking: the program does not use it.';
  if (target.startsWith('core/simulator/') && target !== faultGrammar && !makesBoards.test(from) && !checks.test(from)) return 'Only compose.ts, plan/rehearse and tests use the simulator: take a BytePort from compose.ts.';
  return levelRefused(from, target) ?? areaRefused(from, target);
}

function levelRefused(from, target) {
  const [own, room] = [electronRoom(from), electronRoom(target)];
  if (own === room || [own, room].some((one) => one === undefined || one === 'build' || one.endsWith('.d.ts'))) return undefined;
  const strange = [own, room].find((one) => levelOf(one) < 0);
  if (strange !== undefined) return `electron/${strange} has no level: add it to electronLevels in electron/build/rooms.mjs.`;
  if (levelOf(own) >= levelOf(room)) return undefined;
  return `electron/${own} is below electron/${room}: take what it needs as an argument or as a port of electron/ports.ts, or move what both need down.`;
}

function areaRefused(from, target) {
  const area = areaOf(target);
  if (area === undefined || area === areaOf(from) || target === `electron/app/${area}/index.ts`) return undefined;
  return `Import it from electron/app/${area}/index.ts, and export it there.`;
}

function refusal(from, found) {
  if (isTest(from)) return from.startsWith('core/') && found.target?.startsWith('renderer/') ? 'Tests of core know no window.' : undefined;
  if (found.target !== undefined && isTest(found.target) && !checks.test(from)) return 'Only tests import what is made for tests.';
  if (found.target === 'core/keys/rsaPrivate.ts' && !from.startsWith('core/simulator/')) return 'Only the simulated chip and tests do RSA private operations with our own arithmetic: take a Signer.';
  if (from.startsWith('core/')) return coreRefuses(from, found);
  if (from.startsWith('renderer/')) return rendererRefuses(found);
  return from.startsWith('electron/') ? electronRefuses(from, found) : undefined;
}

const pattern = /^\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]/gm;
/** Calls that are refused in some files, with the reason. oxlint has no rule for these. */
const refusedCalls = [
  { in: (path) => path.startsWith('core/') && !isTest(path), call: /\bnew Date\(\s*\)/g, message: 'reads the clock. Use the Clock, or take the moment as an argument.' },
  { in: (path) => /^e2e\/(first|flows|pages)\//.test(path), call: /\bwaitForTimeout\(/g, message: 'waits for a fixed time. Wait for what the window shows, or give the page a clock.' },
  { in: isTest, call: /^\s*if \(.*\b(?:process|existsSync|posix|root)\b.*\) (?:it|describe|flow|test)\b/gm, message: 'leaves tests out without counting them. Use runIf or skip.' },
];

const lineOf = (text, index) => text.slice(0, index).split('\n').length;

/** Finds every import of a file. */
export function importsOf(path, text) {
  return [...text.matchAll(pattern)].map((match) => {
    const specifier = match[2] ?? match[3];
    const target = isRelative(specifier) ? posix.normalize(posix.join(posix.dirname(path), specifier)) : undefined;
    const start = match.index + match[0].length - match[0].trimStart().length;
    return { specifier, target, typeOnly: match[1] !== undefined, line: lineOf(text, start) };
  });
}

/** Finds where a file violates these rules, as `{path, line, message}`. @param path from the root, with slashes */
export function violations(path, text) {
  const broken = importsOf(path, text).flatMap((found) => {
    const message = refusal(path, found);
    return message === undefined ? [] : [{ path, line: found.line, message: `imports ${found.specifier}. ${message}` }];
  });
  const calls = refusedCalls
    .filter((one) => one.in(path))
    .flatMap(({ call, message }) => [...text.matchAll(call)].map((match) => ({ path, line: lineOf(text, match.index), message })));
  return [...broken, ...calls];
}
