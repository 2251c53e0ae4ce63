// oxlint with types, and the direction of the imports. Prints what is wrong; exit code 1 when there is anything.
import { spawnSync } from 'node:child_process';
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

/** @param arguments_ for oxlint, for example --fix */
export function lint(arguments_ = []) {
  const oxlint = inRoot('node_modules', 'oxlint', 'bin', 'oxlint');
  const run = spawnSync(process.execPath, [oxlint, '--type-aware', '--format=unix', ...arguments_], { cwd: root, encoding: 'utf8' });
  const directions = sources().flatMap((path) => violations(path, readFileSync(inRoot(path), 'utf8')));
  const text = directions.map(({ path, line, message }) => `${path}:${line}: ${message}\n`).join('');
  return { ok: run.status === 0 && directions.length === 0, text: (run.status === 0 ? '' : run.stdout + run.stderr) + text };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await program(ensurePackages);
  const { ok, text } = lint(process.argv.slice(2));
  process.stdout.write(text);
  note(ok ? 'lint: good' : 'lint: errors');
  process.exitCode = ok ? 0 : 1;
}
