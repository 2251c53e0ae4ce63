import { randomUUID } from 'node:crypto';
import { ok, type Result } from '../../../core/result/result.ts';
import { assembleDataSet, bareManifest, type DataSetPart } from '../../../core/update/assemble.ts';
import type { DataSet } from '../../../core/update/dataSet.ts';
import { parseManifest, type Manifest } from '../../../core/update/manifest.ts';
import { parseDataSetFile } from '../../../core/update/text.ts';
import type { GivenCertificate, GivenSecret } from '../../../core/plan/wizard/material.ts';

/** A data set in the studio, with the inputs for its checks. Stays in the main process. */
export interface OpenDataSet {
  readonly id: string;
  readonly file: string;
  readonly dataSet: DataSet;
  readonly manifest: Manifest;
  certificate?: GivenCertificate;
  secret?: GivenSecret;
  /** Certificate of the key that the data set brings. After sending, a signature of the chip proves that it has this key. */
  proof?: GivenCertificate;
}

/**
 * Opens any form of the vendor's tool, a C header, our JSON, or a bare manifest (which can be inspected but not sent);
 * or the manifest and its fragments as separate files.
 */
export function openSet(file: DataSetPart, ...others: readonly DataSetPart[]): Result<OpenDataSet> {
  const parts = [file, ...others];
  const names = parts.map(({ name }) => name).join(' + ');
  if (parts.length > 1 || bareManifest(file.bytes) !== undefined) {
    const set = assembleDataSet(parts);
    return set.ok ? holdSet(set.value, names) : set;
  }
  const read = parseDataSetFile(file.bytes, file.name);
  return read.ok ? holdSet(read.value.dataSet, names) : read;
}

export function holdSet(dataSet: DataSet, file: string): Result<OpenDataSet> {
  const manifest = parseManifest(dataSet.manifest);
  return manifest.ok ? ok({ id: randomUUID(), file, dataSet, manifest: manifest.value }) : manifest;
}

/** Wipes its secret parts: the fragments of an unencrypted key, and the secret. */
export function forgetSet({ dataSet, secret }: OpenDataSet): void {
  for (const fragment of dataSet.fragments) fragment.fill(0);
  secret?.secret.wipe();
}

