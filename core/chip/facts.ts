import type { Command } from '../apdu/apdu.ts';
import { commandCodes } from '../apdu/codes.ts';
import { findObject, type ObjectKind } from '../objects/catalogue.ts';
import { fieldNumber, type Metadata } from '../objects/metadata.ts';
import type { Oid } from '../objects/oid.ts';
import { holdsSecret } from '../objects/secrets.ts';

/** What was read of an object. */
interface Fact {
  readonly metadata?: Metadata;
  /** The content was written after `metadata` was read: its used size may have changed, its other fields have not. */
  readonly written?: true;
  /** The whole content. */
  readonly data?: Uint8Array;
}

/** Kinds of objects whose content only a host changes. Counters, states and the chip's own values are read each time. */
const kept: ReadonlySet<ObjectKind> = new Set<ObjectKind>(['certificate', 'trust-anchor', 'data']);

const keepsContent = (object: Oid): boolean => {
  const kind = findObject(object)?.kind;
  return kind !== undefined && kept.has(kind);
};

const codeOf = ({ request }: Command<unknown>): number => (request[0] ?? 0) & 0x7f;
/** Parameter of SetDataObject that writes metadata. */
const metadataParam = 0x01;

/**
 * What was read of a chip during one piece of work. A fact is dropped after every request that could change it: a
 * write drops the facts of its object, and every other command that is not a read drops everything. The owner (`Chip`)
 * also drops everything when a request has no answer, when the application is opened again, and when the session would
 * first ask for the chip's UID. Contents of secrets are never kept.
 */
export class ChipFacts {
  readonly #known = new Map<Oid, Fact>();
  /** Objects that were read before the run began. */
  readonly #before = new Set<Oid>();
  /** The connection (`ChipGuard.connection`) in which the facts were read. */
  connection = 0;

  /** The whole metadata, exactly as the chip would return it now. */
  metadata(object: Oid): Metadata | undefined {
    const fact = this.#known.get(object);
    return fact?.written === true ? undefined : fact?.metadata;
  }

  /** The metadata, but its used size may be older than the last write. */
  conditions(object: Oid): Metadata | undefined {
    return this.#known.get(object)?.metadata;
  }

  data(object: Oid): Uint8Array | undefined {
    return this.#known.get(object)?.data;
  }

  sawMetadata(object: Oid, metadata: Metadata): void {
    const { data } = this.#known.get(object) ?? {};
    this.#before.delete(object);
    this.#known.set(object, { metadata, ...(data === undefined ? {} : { data }) });
  }

  /** Keeps a content, but only if the metadata says that it is not a secret. */
  sawData(object: Oid, data: Uint8Array): void {
    const fact = this.#known.get(object);
    if (fact?.metadata === undefined || !keepsContent(object) || holdsSecret(fact.metadata)) return;
    this.#known.set(object, { ...fact, data: data.slice() });
  }

  /** Call it before a command is sent. */
  sends(command: Command<unknown>): void {
    const code = codeOf(command);
    if (code === commandCodes.GetDataObject) return;
    const { object } = command;
    if (code !== commandCodes.SetDataObject || object === undefined || !keepsContent(object)) return this.forget();
    const metadata = command.request[1] === metadataParam ? undefined : this.#known.get(object)?.metadata;
    // A write adds the used size where the metadata had none.
    if (metadata === undefined || fieldNumber(metadata, 'used_size') === undefined) this.#known.delete(object);
    else this.#known.set(object, { metadata, written: true });
  }

  /** Called when a run begins. Facts from before the run may show that a step is needed, but never that it is done: see `olderThanRun`. */
  beginRun(): void {
    for (const object of this.#known.keys()) this.#before.add(object);
  }

  /** Whether a known fact of these objects was read before the run began. */
  olderThanRun(objects: readonly Oid[]): boolean {
    return objects.some((object) => this.#before.has(object));
  }

  forget(): void {
    this.#known.clear();
    this.#before.clear();
  }
}
