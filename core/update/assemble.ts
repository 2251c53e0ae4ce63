import { sha256 } from '@noble/hashes/sha2.js';
import { equal } from '../bytes/bytes.ts';
import { fault, type Fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { bareManifest, binaryOf } from './bareManifest.ts';
import type { DataSet } from './dataSet.ts';
import { fragmentCount, fragmentLength } from './fragments.ts';
import type { Manifest } from './manifest.ts';
import { parseDataSetFile, type TextFault } from './readText.ts';

/** One file of a data set that consists of several: the vendor's Linux scripts write manifest.dat and fragment.dat. */
export interface DataSetPart {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export type PartsFault = TextFault | 'update/other-file' | 'update/malformed-manifest';

/** A file may contain one fragment, or several in sequence. */
const piecesOf = (bytes: Uint8Array): Uint8Array[] => Array.from({ length: Math.ceil(bytes.length / fragmentLength) }, (_, i) => bytes.slice(i * fragmentLength, (i + 1) * fragmentLength));

/** Sorts the pieces by their digests; undefined when one is missing or there is one too many. */
function chained({ payloadLength, confidentiality, firstFragmentDigest }: Manifest, pieces: readonly Uint8Array[]): Uint8Array[] | undefined {
  const count = fragmentCount(payloadLength, confidentiality !== undefined);
  if (pieces.length !== count) return undefined;
  const left = new Set(pieces);
  const row: Uint8Array[] = [];
  for (let digest = firstFragmentDigest; row.length < count; digest = (row.at(-1) as Uint8Array).subarray(-32)) {
    const next = [...left].find((piece) => equal(sha256(piece), digest));
    if (next === undefined) return undefined;
    left.delete(next);
    row.push(next);
  }
  return row;
}

const byName = (a: DataSetPart, b: DataSetPart): number => a.name.localeCompare(b.name, 'en', { numeric: true });

const noManifest = (parts: readonly DataSetPart[]): Fault<'update/no-data-set'> =>
  fault('update/no-data-set', { file: parts.map(({ name }) => name).join(', '), why: parts.length === 0 ? 'There is no file.' : 'None of these files is a manifest.' });

/**
 * Makes a data set from its files, in any order. The manifest is recognised by its content, the fragments by their
 * digests. When no manifest can be read, the fault of a file that begins like one is given. Wrong fragments are kept in the order of their names, so that the inspection can say which one is wrong.
 */
export function assembleDataSet(parts: readonly DataSetPart[]): Result<DataSet, PartsFault> {
  const read = parts.map((part) => ({ part, bare: bareManifest(part) }));
  const manifests = read.flatMap(({ part, bare }) => (bare?.ok === true ? [{ part, ...bare.value }] : []));
  const [first, second] = manifests;
  if (first === undefined) return read.map(({ bare }) => bare).find((bare) => bare?.ok === false) ?? err(noManifest(parts));
  if (second !== undefined) return err(fault('update/several-data-sets', { file: `${first.part.name} and ${second.part.name}`, count: manifests.length }));
  const files = read.filter(({ bare }) => bare?.ok !== true).map(({ part }) => part).sort(byName);
  const text = files.find((part) => parseDataSetFile(part.bytes, part.name).ok);
  if (text !== undefined) return err(fault('update/other-file', { file: text.name, why: `It is a data set by itself; the manifest is ${first.part.name}.` }));
  const pieces = files.flatMap((part) => piecesOf(binaryOf(part.bytes)));
  return ok({ manifest: first.bytes, fragments: chained(first.manifest, pieces) ?? pieces });
}
