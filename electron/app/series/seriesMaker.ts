import { closeSync, ftruncateSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { hex } from '../../../core/bytes/hex.ts';
import { Secret } from '../../../core/bytes/secret.ts';
import type { AesAlgorithm, AesKey } from '../../../core/keys/aesKey.ts';
import { encodePrivateKeyPem, parsePrivateKey, type PrivateKey } from '../../../core/keys/privateKey.ts';
import type { Signer } from '../../../core/keys/signer.ts';
import type { Oid } from '../../../core/objects/oid.ts';
import { must, ok, type Result } from '../../../core/result/result.ts';
import { buildDataSet, type BuiltDataSet } from '../../../core/update/dataSet.ts';
import type { DataSetContent, SpecPayload } from '../../../core/update/buildSpec.ts';
import { writeConsoleText } from '../../../core/update/text.ts';
import { zipEnd, zipFile, type ZipEntry } from '../../../core/bytes/zip.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { keyFileSigner } from '../../signers/keyFile.ts';

type PlainKey = { readonly pem: Uint8Array } | { readonly aes: AesAlgorithm; readonly bytes: Uint8Array };
type PlainPayload = Exclude<SpecPayload, { kind: 'key' }> | { readonly kind: 'key'; readonly key: PlainKey; readonly usage: number };

/** A build spec in the form for the worker. Keys are bytes, which both sides wipe after use. */
export interface PlainSpec {
  readonly target: Oid;
  readonly trustAnchor: Oid;
  readonly payloadVersion: number;
  readonly payload: PlainPayload;
  readonly signer: PlainKey;
  readonly confidentiality?: { readonly secret: Oid; readonly value: Uint8Array; readonly label: Uint8Array; readonly seedLength: number };
}

const plainKey = (key: PrivateKey | AesKey): PlainKey =>
  'kind' in key ? { pem: utf8(encodePrivateKeyPem(key)) } : { aes: key.algorithm, bytes: key.secret.open((bytes) => bytes.slice()) };

export function plainSpec({ target, trustAnchor, payloadVersion, payload, confidentiality }: DataSetContent, signer: PrivateKey): PlainSpec {
  return {
    target,
    trustAnchor,
    payloadVersion,
    payload: payload.kind === 'key' ? { ...payload, key: plainKey(payload.key) } : payload,
    signer: plainKey(signer),
    ...(confidentiality === undefined
      ? {}
      : {
          confidentiality: {
            secret: confidentiality.secret,
            value: confidentiality.value.open((bytes) => bytes.slice()),
            label: confidentiality.label,
            seedLength: confidentiality.seed.length,
          },
        }),
  };
}

const wipeKey = (key: PlainKey): void => void ('pem' in key ? key.pem.fill(0) : key.bytes.fill(0));

export function wipeSpec({ payload, signer, confidentiality }: PlainSpec): void {
  if (payload.kind === 'key') wipeKey(payload.key);
  wipeKey(signer);
  confidentiality?.value.fill(0);
}

const openKey = (key: PlainKey): PrivateKey | AesKey =>
  'pem' in key ? must(parsePrivateKey(key.pem, { file: 'the key' })) : { algorithm: key.aes, secret: new Secret(key.bytes.slice()) };

function signerOf(key: PlainKey): PrivateKey {
  const opened = openKey(key);
  if ('kind' in opened) return opened;
  throw new Error('an AES key signs nothing');
}

/** What to make, and how much was made before an interruption. */
export interface SeriesJob {
  readonly spec: PlainSpec;
  /** Hex. */
  readonly ids: readonly string[];
  readonly as: 'folder' | 'zip';
  /** The folder; empty for an archive. */
  readonly folder: string;
  /** The file being made: the unfinished archive, or the next file of the folder. */
  readonly temporary: string;
  readonly done: number;
  readonly zip: ZipProgress;
}

export interface ZipProgress {
  readonly offset: number;
  readonly entries: readonly ZipEntry[];
}

/** Makes the data sets one by one. Each file is complete or absent. On resuming, incomplete entries of the archive are cut off. */
export class SeriesMaker {
  readonly #job: SeriesJob;
  readonly #content: Omit<DataSetContent, 'confidentiality'>;
  readonly #key: PrivateKey;
  readonly #signer: Signer;
  readonly #secret: Secret | undefined;
  readonly #file: number | undefined;
  #done: number;
  #offset: number;
  readonly #entries: ZipEntry[];

  constructor(job: SeriesJob) {
    this.#job = job;
    const { target, trustAnchor, payloadVersion, payload, signer, confidentiality } = job.spec;
    this.#key = signerOf(signer);
    this.#signer = keyFileSigner(this.#key);
    this.#content = {
      target,
      trustAnchor,
      payloadVersion,
      payload: payload.kind === 'key' ? { ...payload, key: openKey(payload.key) } : payload,
    };
    this.#secret = confidentiality === undefined ? undefined : new Secret(confidentiality.value.slice());
    [this.#done, this.#offset, this.#entries] = [job.done, job.zip.offset, [...job.zip.entries]];
    this.#file = job.as === 'zip' ? openSync(job.temporary, job.done === 0 ? 'w' : 'r+', 0o600) : undefined;
    if (this.#file !== undefined) ftruncateSync(this.#file, this.#offset);
  }

  get done(): number {
    return this.#done;
  }

  get zip(): ZipProgress {
    return { offset: this.#offset, entries: this.#entries };
  }

  /** Makes the next data set. @returns whether more follow */
  async step(): Promise<Result<boolean>> {
    const id = this.#job.ids[this.#done];
    if (id === undefined) return ok(false);
    const built = await this.#build(hex(id));
    if (!built.ok) return built;
    this.#write(`${id}.txt`, utf8(writeConsoleText(built.value)));
    this.#done++;
    return ok(this.#done < this.#job.ids.length);
  }

  /** Closes open files. A finished archive gets its end records. */
  close(): void {
    const finished = this.#done === this.#job.ids.length;
    if (this.#file !== undefined) {
      if (finished) writeSync(this.#file, zipEnd(this.#entries, this.#offset), 0, undefined, this.#offset);
      closeSync(this.#file);
    }
    if (this.#content.payload.kind === 'key') this.#content.payload.key.secret.wipe();
    this.#key.secret.wipe();
    this.#secret?.wipe();
    wipeSpec(this.#job.spec);
  }

  #build(componentId: Uint8Array): Promise<Result<BuiltDataSet>> {
    const { confidentiality } = this.#job.spec;
    const secret = this.#secret;
    const encrypted =
      confidentiality === undefined || secret === undefined
        ? {}
        : { confidentiality: { secret: confidentiality.secret, value: secret, label: confidentiality.label, seed: nodeRandomness(confidentiality.seedLength) } };
    return buildDataSet({ ...this.#content, ...encrypted, componentId, signer: this.#signer });
  }

  #write(name: string, content: Uint8Array): void {
    if (this.#file === undefined) {
      writeFileSync(this.#job.temporary, content, { mode: 0o600 });
      renameSync(this.#job.temporary, join(this.#job.folder, name));
      return;
    }
    const { entry, bytes } = zipFile(name, content, this.#offset);
    writeSync(this.#file, bytes, 0, undefined, this.#offset);
    this.#offset += bytes.length;
    this.#entries.push(entry);
  }
}
