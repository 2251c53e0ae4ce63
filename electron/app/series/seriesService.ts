import { existsSync } from 'node:fs';
import { mkdir, realpath, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { utf8 } from '../../../core/bytes/bytes.ts';
import type { SeriesView } from '../../../core/contract/datasets.ts';
import type { PrivateKey } from '../../../core/keys/privateKey.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { DataSetContent } from '../../../core/update/buildSpec.ts';
import { reason } from '../../files/reasons.ts';
import { noteUnfinished, temporaryBeside } from '../../files/unfinished.ts';
import type { Tickets } from '../../files/tickets.ts';
import type { SaveFile, Saved } from '../../ports.ts';
import { faultView } from '../faultView.ts';
import { zipEnd } from '../../../core/bytes/zip.ts';
import { parseComponentIds } from './seriesList.ts';
import { plainSpec, wipeSpec, type PlainSpec, type ZipProgress } from './seriesMaker.ts';
import { work, type SeriesNews, type SeriesWork } from './seriesWorker.ts';

export interface SeriesParts {
  readonly tickets: Tickets;
  readonly saveFile: SaveFile;
  /** Returns the form's data set, without a component id. */
  readonly template: () => Promise<Result<{ readonly content: DataSetContent; readonly signer: PrivateKey }>>;
  readonly onChange: (view: SeriesView) => void;
}

interface Series {
  readonly ids: readonly string[];
  readonly repeated: number;
  readonly as: 'folder' | 'zip';
  /** A copy of the form's spec, so that the user can continue to use the form. */
  readonly spec: PlainSpec;
  readonly where: Saved;
  /** The folder of the files; empty for an archive. */
  readonly folder: string;
  /** The unfinished archive and its final name, or the next file of the folder. */
  readonly temporary: string;
  readonly target: string;
  /** Removes the note about the unfinished file. */
  readonly forget: () => Promise<void>;
  done: number;
  zip: ZipProgress;
  state: SeriesView['state'];
  fault?: Fault;
  elapsed: number;
  startedAt: number;
  stop: Int32Array;
}

/** Path of the worker beside the main process's bundle. The worker is missing when the sources run directly (unit tests). */
const workerPath = ['./seriesWorker.js', '../seriesWorker.js'].map((name) => fileURLToPath(new URL(name, import.meta.url))).find((path) => existsSync(path));

type Place = Pick<Series, 'where' | 'folder' | 'temporary' | 'target' | 'forget'>;

async function placeOf(where: Saved, folder: string, target: string): Promise<Place> {
  const temporary = temporaryBeside(target);
  return { where, folder, temporary, target, forget: await noteUnfinished(temporary) };
}

/** Makes data sets for a list of chips in a worker, one for each chip. */
export class SeriesService {
  readonly #parts: SeriesParts;
  #series: Series | undefined;
  /** The series that is being started: the user chooses where to save. */
  #starting: { isCancelled: boolean } | undefined;

  constructor(parts: SeriesParts) {
    this.#parts = parts;
  }

  async start(ticket: string, as: 'folder' | 'zip'): Promise<Result<SeriesView>> {
    if (this.#starting !== undefined || this.#series?.state === 'running') return err(fault('plan/running', {}));
    this.#starting = { isCancelled: false };
    try {
      return await this.#start(ticket, as, this.#starting);
    } finally {
      this.#starting = undefined;
    }
  }

  /** A series that was cancelled meanwhile is not begun. It can be resumed. */
  async #start(ticket: string, as: 'folder' | 'zip', starting: { readonly isCancelled: boolean }): Promise<Result<SeriesView>> {
    await this.#discard();
    const file = this.#parts.tickets.open(ticket);
    if (!file.ok) return file;
    const list = parseComponentIds(file.value.bytes, file.value.name);
    if (!list.ok) return list;
    const template = await this.#parts.template();
    if (!template.ok) return template;
    const { content, signer } = template.value;
    const placed = await this.#place(as, list.value.ids);
    if (!placed.ok) return placed;
    const zip = { offset: 0, entries: [] };
    this.#series = { ...placed.value, ...list.value, as, spec: plainSpec(content, signer), done: 0, zip, state: 'cancelled', elapsed: 0, startedAt: 0, stop: newFlag() };
    return starting.isCancelled ? ok(view(this.#series)) : this.#run(this.#series);
  }

  state(): SeriesView | undefined {
    return this.#series && view(this.#series);
  }

  cancel(): SeriesView | undefined {
    if (this.#starting !== undefined) this.#starting.isCancelled = true;
    if (this.#series !== undefined) Atomics.store(this.#series.stop, 0, 1);
    return this.state();
  }

  resume(): Result<SeriesView> {
    const series = this.#series;
    if (series === undefined || series.state === 'finished') return err(fault('plan/nothing-running', {}));
    return series.state === 'running' ? ok(view(series)) : this.#run(series);
  }

  /** Stops the series and removes an unfinished archive, which would be useless. */
  async close(): Promise<void> {
    this.cancel();
    await this.#discard();
  }

  async #discard(): Promise<void> {
    const series = this.#series;
    if (series === undefined) return;
    this.#series = undefined;
    wipeSpec(series.spec);
    if (series.state !== 'finished') await rm(series.temporary, { force: true }).catch(() => undefined);
    await series.forget();
  }

  /** Asks the user once where to save. A provisional file is saved there; the finished content replaces it. */
  async #place(as: 'folder' | 'zip', ids: readonly string[]): Promise<Result<Place>> {
    const saved = as === 'zip' ? await this.#parts.saveFile('data-sets.zip', zipEnd([], 0), { secret: true }) : await this.#parts.saveFile('data-sets.csv', utf8(index(ids)));
    if (!saved.ok) return saved;
    const { name, folder } = saved.value;
    if (as === 'zip') {
      // If the user chose a link, the unfinished file is made beside the link's target.
      const target = await realpath(join(folder, name)).catch(() => join(folder, name));
      return ok(await placeOf(saved.value, '', target));
    }
    const own = name.replace(/\.[^.]*$/, '') || 'data-sets';
    const path = join(folder, own);
    try {
      await mkdir(path, { recursive: true, mode: 0o700 });
    } catch (thrown) {
      return err(fault('file/not-written', { file: own, reason: reason(thrown) }));
    }
    return ok(await placeOf({ name: own, folder }, path, join(path, 'data-set.txt')));
  }

  #run(series: Series): Result<SeriesView> {
    const { ids, as, folder, temporary, done, zip, spec } = series;
    const buffer = new SharedArrayBuffer(4);
    Object.assign(series, { state: 'running', startedAt: performance.now(), stop: new Int32Array(buffer) });
    delete series.fault;
    const job = { spec: structuredClone(spec), ids, as, folder, temporary, done, zip };
    this.#launch({ job, stop: buffer }, (news) => void this.#heard(series, news));
    return ok(view(series));
  }

  #launch(task: SeriesWork, hear: (news: SeriesNews) => void): void {
    if (workerPath === undefined) return void setImmediate(() => void work(task, hear));
    const worker = new Worker(workerPath, { workerData: task });
    wipeSpec(task.job.spec);
    worker.on('message', (news: SeriesNews) => hear(news));
    worker.on('error', () => hear({ kind: 'end', done: task.job.done, zip: task.job.zip, failed: 'The worker ended.' }));
  }

  async #heard(series: Series, news: SeriesNews): Promise<void> {
    series.done = news.done;
    if (news.kind === 'end') {
      series.zip = news.zip;
      series.elapsed += performance.now() - series.startedAt;
      const failed = news.failed ?? (news.done === series.ids.length ? await this.#finish(series) : undefined);
      if (failed !== undefined) series.fault = fault('file/not-written', { file: series.where.name, reason: failed });
      if (failed === undefined && news.done === series.ids.length) wipeSpec(series.spec);
      series.state = failed !== undefined ? 'failed' : news.done === series.ids.length ? 'finished' : 'cancelled';
    }
    this.#parts.onChange(view(series));
  }

  /** Finishes a series. @returns why that failed */
  async #finish({ as, temporary, target, forget }: Series): Promise<string | undefined> {
    try {
      if (as === 'zip') await rename(temporary, target);
      await forget();
      return undefined;
    } catch (thrown) {
      return reason(thrown);
    }
  }
}

const newFlag = (): Int32Array => new Int32Array(new SharedArrayBuffer(4));

const index = (ids: readonly string[]): string => ['component id,file', ...ids.map((id) => `${id},${id}.txt`), ''].join('\n');

function view({ ids, repeated, as, where, done, state, elapsed, startedAt, fault: wrong }: Series): SeriesView {
  const spent = elapsed + (state === 'running' ? performance.now() - startedAt : 0);
  return {
    state,
    done,
    total: ids.length,
    skipped: repeated,
    perSecond: spent === 0 ? 0 : Math.round((done * 1000) / spent),
    elapsed: Math.round(spent),
    as,
    where,
    ...(wrong === undefined ? {} : { fault: faultView(wrong) }),
  };
}
