import { isKeyKind, objectsOf, type ObjectEntry } from '../../../core/objects/catalogue.ts';
import { contentState, type ContentState } from '../../../core/objects/contentState.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { metadataToJson } from '../../../core/access/metadataJson.ts';
import { readMetadata, readObject } from '../../../core/chip/read.ts';
import { readableNow } from '../../../core/chip/snapshot.ts';
import { encodeMetadata, fieldNumber, isLocked, type Metadata } from '../../../core/objects/metadata.ts';
import { isTerminated } from '../../../core/objects/limits.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import { holdsSecret } from '../../../core/objects/secrets.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { writeAtomic } from '../../files/write.ts';
import { certificatesIn } from '../../../core/certificates/certificatesIn.ts';
import { inForm, readForList, viewCondition } from '../../app/objects/index.ts';
import type { Action, Answered } from '../command.ts';
import { withChip, type Session } from '../context.ts';
import { requireOid } from '../inputs.ts';
import { table, warn } from '../io.ts';
import { toStdout } from '../outputs.ts';

export const readForms = ['pem', 'der', 'hex', 'dat', 'c', 'raw'] as const;
export type ReadForm = (typeof readForms)[number];

const stateWords: Readonly<Record<ContentState, string>> = { 'in-use': 'in use', empty: 'empty', secret: 'secret, not read', 'not-readable': 'not readable' };

/** Whether something is in an object. A secret is not read for it. */
async function stateOf(entry: ObjectEntry, metadata: Metadata, session: Pick<Session, 'chip' | 'identity'>): Promise<Result<ContentState>> {
  if (isKeyKind(entry.kind)) return ok(contentState(entry, metadata, 'not-readable'));
  const content = await readForList(entry, metadata, session);
  return content.ok ? ok(contentState(entry, metadata, content.value)) : content;
}

export const objectList: Action<object> = (context) =>
  withChip(context, async ({ chip, identity }) => {
    const objects = [];
    for (const entry of objectsOf(identity.uid.family)) {
      const { id, name } = entry;
      const metadata = await readMetadata(chip, id);
      if (!metadata.ok) {
        if (metadata.fault.code !== 'chip/refused') return metadata;
        continue;
      }
      const state = await stateOf(entry, metadata.value, { chip, identity });
      if (!state.ok) return state;
      objects.push({
        id: formatOid(id),
        name,
        metadata: { raw: toHex(encodeMetadata(metadata.value)), ...metadataToJson(metadata.value) },
        usedSize: fieldNumber(metadata.value, 'used_size') ?? fieldNumber(metadata.value, 'max_size') ?? null,
        maxSize: fieldNumber(metadata.value, 'max_size') ?? null,
        readable: readableNow(id, metadata.value, identity),
        state: state.value,
        locked: isLocked(metadata.value),
        change: viewCondition(metadata.value, 'change', identity).sentence,
        read: viewCondition(metadata.value, 'read', identity).sentence,
      });
    }
    const rows = objects.map(({ id, name, state, locked, usedSize, maxSize, change, read }) => [
      id,
      name,
      `${stateWords[state]}${locked ? ', locked' : ''}`,
      maxSize === null ? '' : `${usedSize}/${maxSize}`,
      `change: ${change}`,
      `read: ${read}`,
    ]);
    return ok({ json: objects.map(({ change: _, read: __, ...object }) => object), lines: table(rows) });
  });

interface ReadOptions {
  readonly id: string;
  readonly as?: ReadForm;
  readonly out?: string;
}

export const objectRead: Action<ReadOptions> = async (context, { id, as, out }) => {
  const object = requireOid(id);
  if (!object.ok) return object;
  return withChip(context, async (session) => {
    const data = await readNow(session, object.value);
    if (!data.ok) return data;
    const { bytes, secret } = data.value;
    for (const { subject, flaws } of certificatesIn(bytes)?.certificates ?? []) {
      if (flaws.length > 0) warn(context.io, `the certificate of ${subject}: ${flaws.join(' ')} No chain with it is trusted.`);
    }
    const formed = inForm(bytes, as === 'raw' ? 'bin' : (as ?? 'hex'), object.value);
    if (!formed.ok) return formed;
    const about = { id: formatOid(object.value), length: bytes.length };
    if (toStdout(out)) return ok(shown({ ...about, data: toHex(bytes) }, formed.value, as ?? 'hex'));
    const written = await writeAtomic(out, formed.value, secret ? { mode: 0o600 } : {});
    // A secret that was asked for as a file is in the file alone.
    const json = { ...about, ...(secret ? {} : { data: toHex(bytes) }), out };
    return written.ok ? ok({ json, lines: [`${bytes.length} bytes of ${about.id} are in ${out}`] }) : written;
  });
};

function shown(json: unknown, bytes: Uint8Array, form: ReadForm): Answered {
  const binary = form === 'der' || form === 'raw';
  return binary ? { json, lines: [], bytes } : { json, lines: [], text: new TextDecoder().decode(bytes) };
}

/** An object's content; a read that its conditions do not allow is not tried. */
export async function readNow({ chip, identity }: Session, id: Oid): Promise<Result<{ readonly bytes: Uint8Array; readonly secret: boolean }>> {
  const metadata = await readMetadata(chip, id);
  if (!metadata.ok) return metadata;
  if (readableNow(id, metadata.value, identity)) {
    const data = await readObject(chip, id, fieldNumber(metadata.value, 'max_size'));
    return data.ok ? ok({ bytes: data.value, secret: holdsSecret(metadata.value) }) : data;
  }
  const { sentence } = viewCondition(metadata.value, 'read', identity);
  const words = { command: 'reading', object: formatOid(id), status: 0x07, meaning: 'access conditions not satisfied' };
  if (isTerminated(metadata.value)) return err(fault('chip/refused', { ...words, why: `${formatOid(id)} is terminated: it can never be read again. Nothing was sent.`, todo: 'Use another object of this kind.' }));
  return err(fault('chip/refused', { ...words, why: `Its read condition is: ${sentence}, and it is not met now. Nothing was sent.`, todo: 'This object is not meant to be read.' }));
}
