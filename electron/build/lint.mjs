// Runs oxlint with types, and checks the direction of the imports and unused code (knip). Prints the problems; exit code 1 when
// there are any.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ensurePackages } from './install.mjs';
import { inRoot, note, program, root } from './paths.mjs';
import { violations } from './rooms.mjs';

const sources = () =>
  ['core', 'electron', 'renderer', 'e2e']
    .filter((room) => existsSync(inRoot(room)))
    .flatMap((room) => readdirSync(inRoot(room), { recursive: true }).map((name) => `${room}/${name.replaceAll('\\', '/')}`))
    .filter((path) => /\.tsx?$/.test(path));

/** Runs a tool of node_modules. @returns the tool's output; empty without problems */
function tool(path, args) {
  const child = spawn(process.execPath, [inRoot('node_modules', ...path), ...args], { cwd: root });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  return new Promise((resolve) => {
    child.once('error', (thrown) => resolve(`${thrown.message}\n`));
    child.once('close', (code) => resolve(code === 0 ? '' : text === '' ? `${path[0]} ended with ${code}\n` : text));
  });
}

const directions = () =>
  sources()
    .flatMap((path) => violations(path, readFileSync(inRoot(path), 'utf8')))
    .map(({ path, line, message }) => `${path}:${line}: ${message}\n`)
    .join('');

/** Runs all checks. @param words arguments for oxlint, for example --fix */
export async function lint(words = []) {
  const found = await Promise.all([
    tool(['oxlint', 'bin', 'oxlint'], ['--type-aware', '--format=unix', ...words]),
    tool(['knip', 'bin', 'knip.js'], ['--no-progress']),
    Promise.resolve(directions()),
  ]);
  const text = found.join('');
  return { ok: text === '', text };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await program(ensurePackages);
  const { ok, text } = await lint(process.argv.slice(2));
  process.stdout.write(text);
  note(ok ? 'lint: good' : 'lint: errors');
  process.exitCode = ok ? 0 : 1;
}
