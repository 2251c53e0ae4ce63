import { metadataFromText } from '../../../core/access/metadataJson.ts';
import { fromHex } from '../../../core/bytes/hex.ts';
import { Secret } from '../../../core/bytes/secret.ts';
import { readMetadata, readObject } from '../../../core/chip/read.ts';
import { readContent, refuseKey, sayContent, tagged, type ContentForm } from '../../../core/content/content.ts';
import { readableNow } from '../../../core/chip/snapshot.ts';
import type { ObjectEdit } from '../../../core/contract/objects.ts';
import { findObject } from '../../../core/objects/catalogue.ts';
import { parseMetadata, type Metadata } from '../../../core/objects/metadata.ts';
import { formatOid, parseOid, type Oid } from '../../../core/objects/oid.ts';
import { holdsSecret } from '../../../core/objects/secrets.ts';
import type { Input, Step } from '../../../core/plan/step.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, unreachable, type Result } from '../../../core/result/result.ts';
import type { Tickets } from '../../files/tickets.ts';
import type { Work } from '../../board/board.ts';
import { countStep, isCounter } from '../../../core/plan/edit/count.ts';
import { metadataChanges } from '../../../core/plan/edit/metadataChanges.ts';
import { newKeyStep } from '../../../core/plan/edit/newKey.ts';
import { allFrom, type PlanWithMaterials } from '../../../core/plan/planWithMaterials.ts';

type EditOf<K extends ObjectEdit['kind']> = Extract<ObjectEdit, { kind: K }>;

/** The content of a write, and how its file was read. */
export interface EditContent {
  readonly bytes: number;
  readonly form: ContentForm;
  /** The content's name in the review. */
  readonly what: string;
  /** Whether the file also contains the issuers of the first certificate. */
  readonly chain: boolean;
}

interface Made {
  readonly step: Step;
  readonly materials?: ReadonlyMap<string, Secret>;
  readonly content?: EditContent;
}

/** Finds the file of a ticket. */
export type EditFiles = Pick<Tickets, 'open'>;

interface About {
  readonly id: Oid;
  readonly name: string;
  readonly metadata: Metadata;
  readonly work: Work;
  readonly files: EditFiles;
}

/** Typed bytes are written unchanged. A tag is added only on request. */
function typedBytes({ hex = '', identityTag }: EditOf<'write'>, { name, id, metadata }: About): Result<Uint8Array> {
  const about = { file: 'What was typed', object: id };
  const typed = fromHex(hex, about.file);
  if (!typed.ok) return typed;
  if (typed.value.length === 0) return err(fault('object/nothing-to-write', { object: name }));
  const allowed = refuseKey({ ...about, bytes: typed.value });
  if (!allowed.ok || identityTag === undefined) return allowed.ok ? typed : allowed;
  const content = readContent({ ...about, bytes: typed.value });
  return content.ok ? tagged(content.value, about, metadata, identityTag) : content;
}

interface GivenContent extends Omit<EditContent, 'bytes'> {
  readonly bytes: Uint8Array;
}

function givenBytes(edit: EditOf<'write'>, about: About): Result<GivenContent> {
  if (edit.ticket === undefined) {
    const typed = typedBytes(edit, about);
    return typed.ok ? ok({ bytes: typed.value, form: 'hexadecimal', what: 'content', chain: false }) : typed;
  }
  const opened = about.files.open(edit.ticket);
  if (!opened.ok) return opened;
  const given = { bytes: opened.value.bytes, file: opened.value.name, object: about.id };
  const content = readContent(given, edit.asText === true);
  if (!content.ok) return content;
  const tag = edit.chain === true ? 'chain' : edit.identityTag;
  const bytes = tagged(content.value, given, about.metadata, tag);
  const { form, chain } = content.value;
  return bytes.ok ? ok({ bytes: bytes.value, form, what: sayContent(content.value, tag), chain: chain !== undefined }) : bytes;
}

/** Makes the step of a write. The rehearsal decides whether the content fits. */
function write(edit: EditOf<'write'>, about: About): Result<Made> {
  const { id, name, metadata } = about;
  const given = givenBytes(edit, about);
  if (!given.ok) return given;
  const { bytes, ...said } = given.value;
  const secret = holdsSecret(metadata);
  const material = `content of ${name}`;
  const content: Input = secret ? { kind: 'material', name: material, length: bytes.length } : { kind: 'inline', bytes };
  const step: Step =
    edit.offset === undefined
      ? { id: 'write', kind: 'write-object', object: id, content, what: said.what }
      : { id: 'write', kind: 'write-at', object: id, offset: edit.offset, content };
  return ok({ step, content: { ...said, bytes: bytes.length }, ...(secret ? { materials: new Map([[material, new Secret(bytes)]]) } : {}) });
}

function wantedMetadata(edit: EditOf<'metadata'>): Result<Metadata> {
  if (edit.json === undefined) {
    const bytes = fromHex(edit.hex ?? '', 'The metadata');
    return bytes.ok ? parseMetadata(bytes.value) : bytes;
  }
  return metadataFromText(edit.json);
}

function metadata(edit: EditOf<'metadata'>, { id, name, metadata: present }: About): Result<Made> {
  const wanted = wantedMetadata(edit);
  if (!wanted.ok) return wanted;
  const changes = metadataChanges(id, wanted.value, present);
  if (!changes.ok) return changes;
  if (changes.value.length === 0) return err(fault('object/nothing-to-write', { object: name }));
  return ok({ step: { id: 'metadata', kind: 'write-metadata', object: id, changes: changes.value, purpose: 'gets new metadata' } });
}

async function count(edit: EditOf<'count'>, { id, metadata: present, work }: About): Promise<Result<Made>> {
  const data = isCounter(id) && readableNow(id, present, work.identity) ? await readObject(work.chip, id, 8) : ok(undefined);
  if (!data.ok) return data;
  const step = countStep(id, edit.add, data.value);
  return step.ok ? ok({ step: step.value }) : step;
}

async function stepOf(edit: ObjectEdit, about: About): Promise<Result<Made>> {
  switch (edit.kind) {
    case 'write':
      return write(edit, about);
    case 'erase':
      return ok({ step: { id: 'erase', kind: 'erase', object: about.id } });
    case 'metadata':
      return metadata(edit, about);
    case 'lock':
      return ok({ step: { id: 'lock', kind: 'lock', object: about.id, unreadable: false } });
    case 'count':
      return count(edit, about);
    case 'generate-key': {
      // The review asks for the object's id before an existing key is overwritten.
      const step = newKeyStep({ key: about.id, algorithm: edit.algorithm, usage: edit.usage }, about.metadata, true);
      return step.ok ? ok({ step: step.value }) : step;
    }
    default:
      return unreachable(edit);
  }
}

/** The title of an edit's plan. */
export const editTitles: Readonly<Record<ObjectEdit['kind'], (object: string) => string>> = {
  write: (object) => `Write ${object}`,
  erase: (object) => `Erase ${object}`,
  metadata: (object) => `Change the metadata of ${object}`,
  lock: (object) => `Lock ${object}`,
  count: (object) => `Count ${object} up`,
  'generate-key': (object) => `Generate a key in ${object}`,
};

/** The plan of an edit, and the content that it writes. */
export interface EditPlan extends PlanWithMaterials {
  readonly content?: EditContent;
}

/** Makes the plan of one edit, for this chip only. Only reads are sent. The window and the command line use it. */
export async function editPlan(edit: ObjectEdit, work: Work, files: EditFiles): Promise<Result<EditPlan>> {
  const id = parseOid(edit.id);
  if (!id.ok) return id;
  const name = formatOid(id.value);
  if (findObject(id.value) === undefined) return err(fault('object/unknown', { object: name }));
  const present = await readMetadata(work.chip, id.value);
  if (!present.ok) return present;
  const made = await stepOf(edit, { id: id.value, name, metadata: present.value, work, files });
  if (!made.ok) return made;
  const { uid } = work.identity;
  const plan = { title: editTitles[edit.kind](name), chip: { uid: uid.raw, chipId: uid.chipId }, steps: [made.value.step] };
  const typed = edit.kind === 'write' && edit.ticket === undefined;
  const { content, materials = new Map<string, Secret>() } = made.value;
  const given = edit.kind === 'write' && edit.ticket !== undefined ? files.open(edit.ticket) : undefined;
  const names = given?.ok === true ? { files: allFrom(plan, given.value.name) } : {};
  return ok({ plan, materials, ...names, ...(content === undefined ? {} : { content }), ...(typed ? { typed } : {}) });
}
