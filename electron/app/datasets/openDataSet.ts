import { randomUUID } from 'node:crypto';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { assembleDataSet, type DataSetPart } from '../../../core/update/assemble.ts';
import { bareManifest } from '../../../core/update/bareManifest.ts';
import type { DataSet } from '../../../core/update/dataSet.ts';
import { parseManifest, type Manifest } from '../../../core/update/manifest.ts';
import { parseDataSetFile } from '../../../core/update/text.ts';
import type { GivenCertificate, GivenSecret } from '../../../core/plan/wizard/material.ts';

/** A data set in the window, with the inputs for its checks. It stays in the main process. */
export interface OpenDataSet {
  readonly id: string;
  readonly file: string;
  readonly dataSet: DataSet;
  readonly manifest: Manifest;
  certificate?: GivenCertificate;
  secret?: GivenSecret;
  /** Certificate of the key in the data set. After sending, a signature of the chip proves that the chip has this key. */
  proof?: GivenCertificate;
}

/**
 * Opens a data set in any form of the vendor's tool, as a C header, as our JSON, as a manifest alone (which can be inspected but
 * not sent), or as a manifest and its fragments in separate files.
 */
export function openSet(file: DataSetPart, ...others: readonly DataSetPart[]): Result<OpenDataSet> {
  const parts = [file, ...others];
  const names = parts.map(({ name }) => name).join(' + ');
  if (parts.length > 1 || bareManifest(file) !== undefined) {
    const set = assembleDataSet(parts);
    return set.ok ? holdSet(set.value, names) : set;
  }
  const read = parseDataSetFile(file.bytes, file.name);
  return read.ok ? holdSet(read.value.dataSet, names) : read;
}

export function holdSet(dataSet: DataSet, file: string): Result<OpenDataSet> {
  const manifest = parseManifest(dataSet.manifest);
  if (!manifest.ok) return err(fault('update/malformed-manifest', { ...manifest.fault.data, file }));
  return ok({ id: randomUUID(), file, dataSet, manifest: manifest.value });
}

/** Wipes the secret parts of a data set: the fragments of an unencrypted key, and the secret. */
export function forgetSet({ dataSet, secret }: OpenDataSet): void {
  for (const fragment of dataSet.fragments) fragment.fill(0);
  secret?.secret.wipe();
}

