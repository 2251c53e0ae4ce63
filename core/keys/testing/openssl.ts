import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** For tests: the openssl program as an independent reader and writer. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** Runs openssl. The words `@0`, `@1` … are replaced by the files `f0`, `f1` …. Throws with its output when it fails. */
export function openssl(words: string, input: Uint8Array | string = '', files: readonly (Uint8Array | string)[] = []): Uint8Array<ArrayBuffer> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    files.forEach((content, index) => writeFileSync(join(folder, `f${index}`), content));
    const args = words.split(' ').map((word) => word.replace(/@(\d)/, (_, index) => join(folder, `f${index}`)));
    const run = spawnSync('openssl', args, { input, maxBuffer: 1e7 });
    if (run.status !== 0) throw new Error(`openssl ${words}: ${run.stderr.toString()}`);
    return new Uint8Array(run.stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const opensslText = (...given: Parameters<typeof openssl>): string => new TextDecoder().decode(openssl(...given));
