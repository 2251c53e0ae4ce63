import type { Clock, Randomness } from '../bridge/bytePort.ts';
import type { ChipFile, FileObject } from '../chip/exchange/readChipFile.ts';
import type { ChipSnapshot, ObjectSnapshot } from '../chip/snapshot.ts';
import { findObject } from '../objects/catalogue.ts';
import { metadataTags } from '../objects/metadata.ts';
import { formatOid, type Oid } from '../objects/oid.ts';
import { say } from '../result/say.ts';
import { chipsOwn, wantedContent, wantedMetadata, type Wish } from './importWishes.ts';
import { rehearse } from './rehearse.ts';
import { declaredOrder } from './order.ts';
import type { Plan, Step } from './step.ts';

/** What an import does with an object. */
export interface ImportedObject {
  readonly id: Oid;
  readonly name: string;
  /**
   * `planned`: the object's steps are in the plan. `left-out`: the object differs only in what no host can write (a
   * key, the UID). `refused`: the file asks for something that this chip would refuse, or that an import never does;
   * the object is not changed.
   */
  readonly state: 'planned' | 'unchanged' | 'refused' | 'left-out';
  readonly does: readonly ('content' | 'metadata' | 'lock')[];
  /** Why the object is refused or left out, and other remarks. */
  readonly why: readonly string[];
}

export interface Import {
  /** Absent when there is nothing to do. */
  readonly plan?: Plan;
  readonly objects: readonly ImportedObject[];
}

interface Candidate extends ImportedObject {
  readonly steps: readonly Step[];
}

const shortId = (id: Oid): string => formatOid(id).slice(2).toLowerCase();

/**
 * First the content is written, while the chip's own condition still allows it; then the metadata in one command; the
 * lock comes last.
 */
function stepsOf({ id }: FileObject, file: string, content: Wish<Uint8Array>, metadata: ReturnType<typeof wantedMetadata>): Step[] {
  const name = shortId(id);
  const steps: Step[] = [];
  if (content.wanted !== undefined) {
    steps.push({ id: `content-${name}`, kind: 'write-object', object: id, content: { kind: 'inline', bytes: content.wanted }, what: 'content of the file' });
  }
  if (metadata.wanted !== undefined) {
    steps.push({ id: `metadata-${name}`, kind: 'write-metadata', object: id, changes: metadata.wanted, purpose: `as ${file.slice(0, 100)} has it` });
  }
  if (metadata.lock) steps.push({ id: `lock-${name}`, kind: 'lock', object: id, unreadable: false });
  return steps;
}

/**
 * Content that is already on the chip, and that this import closes to readers and locks; undefined for other content.
 * The run reads it once more before that, because it cannot be read afterwards.
 */
function contentBeforeLock({ data }: FileObject, present: ObjectSnapshot, { wanted, lock }: ReturnType<typeof wantedMetadata>): Uint8Array | undefined {
  return data !== undefined && lock && wanted?.some(({ tag }) => tag === metadataTags.read) === true ? present.data : undefined;
}

const whatOf: Readonly<Partial<Record<Step['kind'], 'content' | 'metadata' | 'lock'>>> = {
  'write-object': 'content',
  'write-metadata': 'metadata',
  lock: 'lock',
};

function candidate(object: FileObject, file: string, snapshot: ChipSnapshot): Candidate {
  const { id, notes } = object;
  const entry = findObject(id);
  const about = { id, name: entry?.name ?? '' };
  const present = snapshot.objects.get(id);
  if (present === undefined) {
    const momentary = entry?.kind === 'last-error' || entry?.kind === 'session' ? chipsOwn[entry.kind] : undefined;
    const why = [momentary ?? 'This chip does not have this object.', ...notes];
    return { ...about, state: momentary === undefined ? 'refused' : 'left-out', does: [], why, steps: [] };
  }
  const content = wantedContent(object, present);
  const metadata = wantedMetadata(object.metadata ?? [], present, snapshot);
  const refusals = [...content.refused, ...metadata.refused];
  const leftOut = [...content.leftOut, ...metadata.leftOut];
  if (refusals.length > 0) return { ...about, state: 'refused', does: [], why: [...refusals, ...leftOut, ...notes], steps: [] };
  const before = content.wanted === undefined ? contentBeforeLock(object, present, metadata) : undefined;
  const steps = stepsOf(object, file, before === undefined ? content : { ...content, wanted: before }, metadata);
  const does = steps.flatMap(({ kind }) => (kind === 'write-object' && before !== undefined ? [] : (whatOf[kind] ?? [])));
  const idle = leftOut.length > 0 ? 'left-out' : 'unchanged';
  return { ...about, state: steps.length > 0 ? 'planned' : idle, does, why: [...leftOut, ...notes], steps };
}

interface Tools {
  readonly random: Randomness;
  readonly clock: Clock;
}

/** Tries an object's steps on a twin. If the chip would refuse one, the object is refused and not changed at all. */
async function tried(candidate: Candidate, snapshot: ChipSnapshot, { random, clock }: Tools): Promise<Candidate> {
  if (candidate.steps.length === 0) return candidate;
  const { steps } = await rehearse({ title: 'import', steps: candidate.steps }, snapshot, { materials: new Map(), random, clock });
  const refused = steps.find(({ fault }) => fault !== undefined)?.fault;
  if (refused === undefined) return candidate;
  const { what, why, raw } = say(refused);
  const reason = [what, why, raw === undefined ? '' : `[${raw}]`].filter((part) => part !== '').join(' ');
  return { ...candidate, state: 'refused', does: [], why: [reason, ...candidate.why], steps: [] };
}

/**
 * Makes a plan that gives the chip the state in the file. Each object is either changed completely or not at all. An
 * import never opens a condition to write content, and never opens a condition that is closed now. A lifecycle state
 * that only the file has is a lock: it comes last and must be confirmed like every lock.
 * @param snapshot the chip, with every object that is both in the file and on the chip: metadata, and content if it is
 *   readable
 */
export async function planImport(from: ChipFile, snapshot: ChipSnapshot, tools: Tools): Promise<Import> {
  const candidates: Candidate[] = [];
  for (const object of from.objects) candidates.push(await tried(candidate(object, from.file, snapshot), snapshot, tools));
  const { steps } = declaredOrder(candidates.flatMap((object) => object.steps));
  const objects = candidates.map(({ steps: _, ...object }) => object);
  if (steps.length === 0) return { objects };
  const chip = { uid: snapshot.uid.raw, chipId: snapshot.uid.chipId };
  return { plan: { title: `Import ${from.file}`.slice(0, 200), chip, steps }, objects };
}
