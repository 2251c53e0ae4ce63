import { randomUUID } from 'node:crypto';
import { fromHex } from '../../../core/bytes/hex.ts';

import { decodeText } from '../../../core/keys/fileItems.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import type { DataSet } from '../../../core/update/dataSet.ts';
import { parseManifest, type Manifest } from '../../../core/update/manifest.ts';
import { parseDataSetFile } from '../../../core/update/text.ts';
import type { HeldCertificate, HeldSecret } from '../material/index.ts';

/** A data set in the studio, with what it is checked against. Stays in the main process. */
export interface HeldSet {
  readonly id: string;
  readonly file: string;
  readonly dataSet: DataSet;
  readonly manifest: Manifest;
  certificate?: HeldCertificate;
  secret?: HeldSecret;
  /** Certificate of the key inside: its use proves the key after sending. */
  proof?: HeldCertificate;
}

/** A bare manifest: CBOR as it is, or in hexadecimal. It can be looked at, and not sent. */
function bareManifest(bytes: Uint8Array): DataSet | undefined {
  const text = decodeText(bytes);
  const read = text === undefined ? undefined : fromHex(text);
  const manifest = read?.ok === true ? read.value : bytes;
  return parseManifest(manifest).ok ? { manifest: manifest.slice(), fragments: [] } : undefined;
}

/** Any form of the vendor's tool, a C header, our JSON, a bare manifest. */
export function openSet(bytes: Uint8Array, file: string): Result<HeldSet> {
  const bare = bareManifest(bytes);
  const read = bare === undefined ? parseDataSetFile(bytes, file) : ok({ dataSet: bare });
  if (!read.ok) return read;
  return holdSet(read.value.dataSet, file);
}

export function holdSet(dataSet: DataSet, file: string): Result<HeldSet> {
  const manifest = parseManifest(dataSet.manifest);
  return manifest.ok ? ok({ id: randomUUID(), file, dataSet, manifest: manifest.value }) : manifest;
}

/** Wipes what is secret in it: the fragments of an open key, and the secret. */
export function forgetSet({ dataSet, secret }: HeldSet): void {
  for (const fragment of dataSet.fragments) fragment.fill(0);
  secret?.secret.wipe();
}

