import { createPrivateKey, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SecretScan } from '../../../core/bytes/testing/secretScan.ts';
import { encodePrivateKeyPem, type KeyAlgorithm, type PrivateKey } from '../../../core/keys/privateKey.ts';
import { nodeRandomness } from '../../../electron/serial/randomness.ts';
import type { Folders } from '../../fixture.ts';
import { makeIdentity, type IdentityFiles } from '../../pages/files.ts';

/** Every secret number of a private key, by its name in a JWK. */
const secretParts = ['d', 'p', 'q', 'dp', 'dq', 'qi'] as const;

/** Adds a private key to the scan: PEM text, or the key itself. */
export function addKey(scan: SecretScan, name: string, key: PrivateKey | string): void {
  const jwk = createPrivateKey(typeof key === 'string' ? key : encodePrivateKeyPem(key)).export({ format: 'jwk' });
  for (const part of secretParts) {
    const value = jwk[part];
    if (value !== undefined) scan.add(name, Buffer.from(value, 'base64url'));
  }
}

/** Files with secrets that the scan knows, in a folder outside the searched ones. */
export class Material {
  readonly folder: string;
  readonly #scan: SecretScan;

  constructor({ base }: Folders, scan: SecretScan) {
    this.folder = join(base, 'material');
    this.#scan = scan;
    mkdirSync(this.folder, { recursive: true });
  }

  /** A key and its certificate. @param password encrypts the key's file */
  async identity(name: string, algorithm: KeyAlgorithm = 'secp256r1', password?: string): Promise<IdentityFiles> {
    const made = await makeIdentity(this.folder, name, algorithm);
    addKey(this.#scan, `${name} key`, made.key);
    if (password !== undefined) writeFileSync(made.keyPath, encodePrivateKeyPem(made.key, { password, random: nodeRandomness }));
    return made;
  }

  /** A secret as hexadecimal text. @returns the file's path */
  hex(name: string, length: number): string {
    const bytes = randomBytes(length);
    this.#scan.add(name, bytes);
    return this.file(`${name.replaceAll(' ', '-')}.txt`, `${bytes.toString('hex')}\n`);
  }

  /** A password or a text key. */
  text(name: string, text: string): string {
    this.#scan.addText(name, text);
    return text;
  }

  file(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }
}
