import { sha256 } from '@noble/hashes/sha2.js';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { toHex } from '../../../core/bytes/hex.ts';
import type { Secret } from '../../../core/bytes/secret.ts';
import { equal } from '../../../core/bytes/bytes.ts';
import type { Job, Source } from '../../../core/job/job.ts';
import { signerFingerprint } from '../../../core/job/signature.ts';
import type { UnitValues } from '../../../core/job/unitPlan.ts';
import type { PrivateKey } from '../../../core/keys/privateKey.ts';
import type { Uid } from '../../../core/objects/uid.ts';
import { neededMaterials } from '../../../core/plan/neededMaterials.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { DataSet } from '../../../core/update/dataSet.ts';
import { readFileLimited } from '../../files/read.ts';
import { reason } from '../../files/reasons.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { keyFileSigner } from '../../signers/keyFile.ts';
import { openSet } from '../datasets/index.ts';
import { compareNames, damageOf, openKeyFile, parseSecret, sniff, sortFiles, wipeSorted } from '../material/index.ts';
import { materialOf } from '../run/index.ts';
import { unusable } from './sources.ts';

interface Pair {
  readonly key: PrivateKey;
  /** DER. */
  readonly certificate: Uint8Array;
  readonly id: string;
  readonly files: readonly string[];
}

interface ReadySet {
  readonly file: string;
  readonly dataSet: DataSet;
  /** 25 bytes. Empty: the data set is for every chip. */
  readonly componentId: Uint8Array;
  readonly id: string;
}

const idOf = (bytes: Uint8Array): string => toHex(sha256(bytes));

const missing = (source: string, why: string): Result<never, 'job/source-missing'> => err(fault('job/source-missing', { step: '', source, why }));

type SourceFault = 'job/source-missing' | 'job/source-unusable';

/** Reads the files of a folder. Hidden files and folders in it are left out. A file that cannot be read stops the job, or a unit could get other content. */
async function filesOf(folder: string): Promise<Result<{ readonly name: string; readonly bytes: Uint8Array }[], SourceFault>> {
  try {
    const files: { name: string; bytes: Uint8Array }[] = [];
    const entries = (await readdir(folder, { withFileTypes: true })).filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'));
    for (const name of entries.map((entry) => entry.name).sort(compareNames)) {
      const bytes = await readFileLimited(join(folder, name));
      if (!bytes.ok) {
        for (const file of files) file.bytes.fill(0);
        return err(unusable(name, bytes.fault));
      }
      files.push({ name, bytes: bytes.value });
    }
    return ok(files);
  } catch (thrown) {
    return missing(basename(folder), reason(thrown));
  }
}

/** Reads the pairs of a folder. Files of another kind, and keys and certificates that fit nothing, are left out. */
async function pairsIn(folder: string): Promise<Result<Pair[], SourceFault>> {
  const files = await filesOf(folder);
  if (!files.ok) return files;
  const groups = await sortFiles(files.value.map(({ name, bytes }) => ({ ticket: name, name, bytes })));
  for (const { bytes } of files.value) bytes.fill(0);
  const unclear = groups.find(({ problem }) => problem !== undefined)?.problem;
  const damaged = groups.flatMap((group) => group.files).find((file) => damageOf(file) !== undefined);
  const [name, why] = unclear === undefined ? [damaged?.name, damaged?.fault] : [unclear.data.file, unclear];
  if (name !== undefined && why !== undefined) {
    wipeSorted(groups);
    return err(unusable(name, why));
  }
  const pairs: Pair[] = [];
  for (const { files: own, pair } of groups) {
    const keys = own.flatMap((file) => file.keys);
    const [key] = keys;
    if (pair !== undefined && key !== undefined) pairs.push({ key, certificate: pair.certificate.der, id: idOf(pair.certificate.der), files: own.map(({ name }) => name) });
    else for (const one of keys) one.secret.wipe();
  }
  return ok(pairs);
}

/** Reads the data sets of a folder, one in each file. Files of another kind are left out. */
async function setsIn(folder: string): Promise<Result<ReadySet[], SourceFault>> {
  const files = await filesOf(folder);
  if (!files.ok) return files;
  const sets: ReadySet[] = [];
  for (const { name, bytes } of files.value) {
    const set = openSet({ name, bytes });
    if (!set.ok && sniff(name, bytes) !== 'data-set') continue;
    if (!set.ok) return err(unusable(name, set.fault));
    const { dataSet, manifest } = set.value;
    if (dataSet.fragments.length === 0) return err(unusable(name, fault('update/no-fragments', { file: name })));
    sets.push({ file: name, dataSet, componentId: manifest.componentId, id: idOf(dataSet.manifest) });
  }
  return ok(sets);
}

/** What was chosen for one unit. `content`: SHA-256 of what only this unit may have. */
export interface Chosen {
  readonly values: UnitValues;
  readonly content: readonly string[];
  /** Names of the files, by step id. */
  readonly files: ReadonlyMap<string, readonly string[]>;
}

type PairSource = Extract<Source, { kind: 'pairs' }>;

/** The keys, certificates, data sets and secrets of a job at this station. They stay in the main process until `wipe`. */
export class UnitSources {
  readonly #job: Job;
  readonly #pairs: readonly Pair[];
  readonly #sets: ReadonlyMap<string, readonly ReadySet[]>;
  readonly #signer: PrivateKey | undefined;
  readonly #materials: ReadonlyMap<string, Secret>;

  private constructor(job: Job, pairs: readonly Pair[], sets: ReadonlyMap<string, readonly ReadySet[]>, signer: PrivateKey | undefined, materials: ReadonlyMap<string, Secret>) {
    this.#job = job;
    this.#pairs = pairs;
    this.#sets = sets;
    this.#signer = signer;
    this.#materials = materials;
  }

  /** Reads everything that the job names. @param folder of the job file @param password of the signer's key */
  static async open(job: Job, folder: string, password?: string): Promise<Result<UnitSources>> {
    const pairSource = job.varies.map(({ source }) => source).find((source): source is PairSource => source.kind === 'pairs');
    const pairs = pairSource === undefined ? ok([]) : await pairsIn(resolve(folder, pairSource.folder));
    if (!pairs.ok) return pairs;
    const sets = new Map<string, readonly ReadySet[]>();
    for (const { step, source } of job.varies) {
      if (source.kind !== 'data-sets') continue;
      const found = await setsIn(resolve(folder, source.folder));
      if (!found.ok) return found;
      sets.set(step, found.value);
    }
    const signer = await signerOf(job, folder, password);
    if (!signer.ok) return signer;
    const materials = await materialsOf(job, folder);
    return materials.ok ? ok(new UnitSources(job, pairs.value, sets, signer.value, materials.value)) : materials;
  }

  wipe(): void {
    for (const { key } of this.#pairs) key.secret.wipe();
    this.#signer?.secret.wipe();
    for (const secret of this.#materials.values()) secret.wipe();
  }

  /**
   * Chooses the content of a unit: what its chip had in an earlier try, else the next content that no other unit has.
   * @param used SHA-256 of the contents of other chips @param own of the earlier contents of this chip
   */
  choose({ uid, serial }: { readonly uid: Uid; readonly serial: string | undefined }, used: ReadonlySet<string>, own: ReadonlySet<string>): Chosen {
    const next = <T extends { readonly id: string }>(all: readonly T[]): T | undefined => all.find(({ id }) => own.has(id)) ?? all.find(({ id }) => !used.has(id));
    const pair = next(this.#pairs);
    const files = new Map<string, readonly string[]>();
    const dataSets = new Map<string, DataSet>();
    const content: string[] = pair === undefined ? [] : [pair.id];
    for (const [step, all] of this.#sets) {
      const forChip = all.filter(({ componentId }) => componentId.length > 0 && equal(componentId, uid.raw.slice(0, componentId.length)));
      const set = forChip[0] ?? next(all.filter(({ componentId }) => componentId.length === 0));
      if (set === undefined) continue;
      dataSets.set(step, set.dataSet);
      content.push(set.id);
      files.set(step, [set.file]);
    }
    for (const { step, source } of this.#job.varies) if (source.kind === 'pairs' && pair !== undefined) files.set(step, pair.files);
    const signer = this.#signer === undefined ? undefined : keyFileSigner(this.#signer);
    return { values: { uid, serial, pair, dataSets, signer, materials: this.#materials, random: nodeRandomness }, content, files };
  }
}

async function signerOf({ varies }: Job, folder: string, password: string | undefined): Promise<Result<PrivateKey | undefined>> {
  const reference = varies.flatMap(({ source }) => (source.kind === 'pairs' && source.signer !== undefined ? [source.signer] : []))[0];
  if (reference === undefined) return ok(undefined);
  const bytes = await readFileLimited(resolve(folder, reference.file));
  if (!bytes.ok) return bytes;
  const key = await openKeyFile(bytes.value, { file: basename(reference.file), ...(password === undefined ? {} : { password }) });
  bytes.value.fill(0);
  if (!key.ok) return key;
  if (signerFingerprint(key.value.publicKey) === reference.fingerprint) return ok(key.value);
  key.value.secret.wipe();
  return missing(reference.file, `It holds another key: the job names ${reference.fingerprint}.`);
}

async function materialsOf(job: Job, folder: string): Promise<Result<ReadonlyMap<string, Secret>>> {
  const varied = new Set(job.varies.map(({ step }) => step));
  const needed = neededMaterials({ title: job.title, steps: job.steps.filter(({ id }) => !varied.has(id)) });
  const materials = new Map<string, Secret>();
  for (const one of needed) {
    if (materials.has(one.name)) continue;
    const bytes = await readFileLimited(resolve(folder, one.name));
    if (!bytes.ok) return bytes;
    const secret = await materialOf(one, bytes.value, basename(one.name));
    bytes.value.fill(0);
    if (!secret.ok) return secret;
    materials.set(one.name, secret.value);
  }
  for (const { source } of job.varies) {
    if (source.kind !== 'pairs' || source.secret === undefined || materials.has(source.secret)) continue;
    const secret = await secretIn(resolve(folder, source.secret));
    if (!secret.ok) return secret;
    materials.set(source.secret, secret.value);
  }
  return ok(materials);
}

async function secretIn(path: string): Promise<Result<Secret>> {
  const bytes = await readFileLimited(path);
  if (!bytes.ok) return bytes;
  const secret = parseSecret(bytes.value, basename(path));
  bytes.value.fill(0);
  return secret;
}
