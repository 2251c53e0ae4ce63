import { objectsOf } from '../../../core/objects/catalogue.ts';
import { contentState, usedBytes, type ContentState } from '../../../core/objects/contentState.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { bindingsOf } from '../../../core/access/bindings.ts';
import { metadataToJson } from '../../../core/access/metadataJson.ts';
import type { PairView } from '../../../core/contract/objects.ts';
import type { PairSign } from '../../../core/objects/keyPairs.ts';
import { readMetadata, readObject } from '../../../core/chip/read.ts';
import { readableNow } from '../../../core/chip/snapshot.ts';
import { encodeMetadata, fieldNumber, isLocked } from '../../../core/objects/metadata.ts';
import { isTerminated } from '../../../core/objects/limits.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import { holdsSecret } from '../../../core/objects/secrets.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { writeAtomic } from '../../files/write.ts';
import { certificatesIn } from '../../../core/certificates/certificatesIn.ts';
import { CollectedKeys, inForm, pairsOf, readForList, viewCondition } from '../../app/objects/index.ts';
import type { ReadForm } from '../choices.ts';
import type { Action, Answered } from '../command.ts';
import { withChip, type Session } from '../context.ts';
import { requireOid } from '../inputs.ts';
import { table, warn } from '../io.ts';
import { toStdout } from '../outputs.ts';
import { sayBytes } from '../../../core/result/format.ts';


const stateWords: Readonly<Record<ContentState, string>> = { 'in-use': 'in use', empty: 'empty', secret: 'secret, not read', 'not-readable': 'not readable' };

const pairWords: Readonly<Record<PairSign, (other: string) => string>> = {
  proved: (other) => `proved pair with ${other}`,
  usual: (other) => `usual pair with ${other}, not proved`,
  differs: (other) => `not a pair with ${other}`,
};

export const objectList: Action<object> = (context) =>
  withChip(context, async ({ chip, identity }) => {
    const objects = [];
    const collected = new CollectedKeys();
    for (const entry of objectsOf(identity.uid.family)) {
      const { id, name } = entry;
      const metadata = await readMetadata(chip, id);
      if (!metadata.ok) {
        if (metadata.fault.code !== 'chip/refused') return metadata;
        continue;
      }
      // A secret is not read for the list.
      const content = await readForList(entry, metadata.value, { chip, identity });
      if (!content.ok) return content;
      collected.add(entry, metadata.value, content.value);
      const state = contentState(entry, metadata.value, content.value);
      objects.push({
        id: formatOid(id),
        name,
        metadata: { raw: toHex(encodeMetadata(metadata.value)), ...metadataToJson(metadata.value) },
        usedSize: usedBytes(metadata.value, state) ?? null,
        maxSize: fieldNumber(metadata.value, 'max_size') ?? null,
        readable: readableNow(id, metadata.value, identity),
        state,
        locked: isLocked(metadata.value),
        bindings: bindingsOf(id, metadata.value).map(({ to, kind, accesses }) => ({ to: formatOid(to), kind, accesses })),
        change: viewCondition(metadata.value, 'change', identity).sentence,
        read: viewCondition(metadata.value, 'read', identity).sentence,
      });
    }
    // Each command has its own connection, so no key was shown before.
    const pairs = new Map([...pairsOf(collected, new Map())].map(([id, partners]) => [formatOid(id), partners]));
    const partnersOf = (id: string): readonly PairView[] => pairs.get(id) ?? [];
    const rows = objects.map(({ id, name, state, locked, usedSize, maxSize, change, read }) => [
      id,
      name,
      `${stateWords[state]}${locked ? ', locked' : ''}`,
      maxSize === null ? '' : `${usedSize}/${maxSize}`,
      `change: ${change}`,
      `read: ${read}`,
      partnersOf(id).map(({ with: other, sign }) => pairWords[sign](other)).join('; '),
    ]);
    return ok({ json: objects.map(({ change: _, read: __, ...object }) => ({ ...object, pairs: partnersOf(object.id) })), lines: table(rows) });
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
    // A secret is either saved to a file or printed, never both.
    const json = { ...about, ...(secret ? {} : { data: toHex(bytes) }), out };
    return written.ok ? ok({ json, lines: [`${sayBytes(bytes.length)} of ${about.id} written to ${out}`] }) : written;
  });
};

function shown(json: unknown, bytes: Uint8Array, form: ReadForm): Answered {
  const binary = form === 'der' || form === 'raw';
  return binary ? { json, lines: [], bytes } : { json, lines: [], text: new TextDecoder().decode(bytes) };
}

/** Reads an object's content. A read that the object's conditions forbid is not tried. */
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
