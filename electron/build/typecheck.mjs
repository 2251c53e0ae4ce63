// Types of every room, each with its own libraries. Prints the compiler's messages; exit code 1 when there are any.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { pathToFileURL } from 'node:url';
import { ensurePackages } from './install.mjs';
import { inRoot, note, program, root } from './paths.mjs';

export const rooms = ['core', 'electron', 'electron/host/preload', 'renderer', '.', 'e2e'];

/** What the compiler knows of a room is kept beside the packages: a second check looks at changed files only. */
const kept = (room) => inRoot('node_modules', '.cache', 'types', `${room.replace(/\W+/g, '-')}.tsbuildinfo`);

function check(room) {
  return new Promise((resolve) => {
    const compiler = inRoot('node_modules', 'typescript', 'bin', 'tsc');
    const child = spawn(process.execPath, [compiler, '-p', room, '--pretty', 'false', '--incremental', '--tsBuildInfoFile', kept(room)], { cwd: root });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
    child.once('close', (code) => resolve({ room, ok: code === 0, text }));
  });
}

/** Checks all rooms, as many at a time as there are processors. */
export async function typecheck() {
  const waiting = rooms.filter((room) => existsSync(inRoot(room, 'tsconfig.json')));
  const results = [];
  const work = async () => {
    for (let room = waiting.shift(); room !== undefined; room = waiting.shift()) results.push(await check(room));
  };
  await Promise.all(cpus().map(work));
  return { ok: results.every((result) => result.ok), text: results.map((result) => result.text).join('') };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await program(ensurePackages);
  const { ok, text } = await typecheck();
  process.stdout.write(text);
  note(ok ? 'types: good' : 'types: errors');
  process.exitCode = ok ? 0 : 1;
}
