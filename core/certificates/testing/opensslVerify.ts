import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toBase64 } from '../../keys/base64.ts';

export interface Pile {
  readonly leaf: Uint8Array;
  readonly others: readonly Uint8Array[];
  readonly anchors: readonly Uint8Array[];
}

const pem = (ders: readonly Uint8Array[]): string =>
  ders.map((der) => `-----BEGIN CERTIFICATE-----\n${(toBase64(der).match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`).join('');

/** The answer of plain `openssl verify` for a chain: no purpose, no strict mode, only the given anchors are trusted. */
export function opensslVerifies({ leaf, others, anchors }: Pile, now: Date): Promise<{ readonly ok: boolean; readonly says: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-chain-'));
  const file = (name: string, ders: readonly Uint8Array[]): string => {
    const path = join(folder, name);
    writeFileSync(path, pem(ders));
    return path;
  };
  const besides = others.length === 0 ? [] : ['-untrusted', file('others.pem', others)];
  const args = ['verify', '-no-CApath', '-no-CAstore', '-attime', String(now.getTime() / 1000), '-CAfile', file('anchors.pem', anchors), ...besides, file('leaf.pem', [leaf])];
  return new Promise((resolve) => {
    execFile('openssl', args, (error, stdout, stderr) => {
      rmSync(folder, { recursive: true });
      const lines = `${stdout}${stderr}`.split('\n').filter((line) => /^error|: OK$|Unable|Could not/i.test(line));
      resolve({ ok: error === null, says: lines.join('; ').replaceAll(folder, '') });
    });
  });
}
