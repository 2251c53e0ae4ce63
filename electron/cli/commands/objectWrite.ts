import { basename } from 'node:path';
import { toHex } from '../../../core/bytes/hex.ts';
import { forOthers } from '../../../core/access/accessContext.ts';
import { metadataFromText, metadataToJson, type PrettyMetadata } from '../../../core/access/metadataJson.ts';
import { readMetadata } from '../../../core/chip/read.ts';
import { allowedNow } from '../../../core/chip/snapshot.ts';
import type { ContentForm } from '../../../core/content/content.ts';
import type { ObjectEdit } from '../../../core/contract/objects.ts';
import { encodeMetadata, type Metadata } from '../../../core/objects/metadata.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import type { Action, Answered } from '../command.ts';
import { withChip, type Context, type Session } from '../context.ts';
import { readConfirmed, readInput, readText, requireOid } from '../inputs.ts';
import { progress, warn } from '../io.ts';
import { runEdit, type Ended } from '../runEdit.ts';
import { sayBytes } from '../../../core/result/format.ts';

interface WriteOptions {
  readonly id: string;
  readonly in: string;
  readonly as?: 'text';
  readonly offset?: number;
  readonly identityTag?: boolean;
  readonly chain?: boolean;
  readonly yesLock?: readonly string[];
}

const formWords: Readonly<Record<ContentForm, string>> = {
  hexadecimal: 'read as hexadecimal',
  'c-array': 'read from a C array',
  'hex-dump': 'read from a hex dump',
  base64: 'read from base64',
  'vendor-output': "read from the output of the vendor's tool",
  certificate: 'the certificate as DER',
  text: 'the text itself',
  binary: 'the file as it is',
};

export const objectWrite: Action<WriteOptions> = async (context, options) => {
  const object = requireOid(options.id);
  if (!object.ok) return object;
  const confirmed = readConfirmed(options.yesLock);
  if (!confirmed.ok) return confirmed;
  const bytes = await readInput(options.in);
  if (!bytes.ok) return bytes;
  const file = { name: options.in === '-' ? 'standard input' : basename(options.in), bytes: bytes.value };
  const edit = { kind: 'write', id: formatOid(object.value), ticket: file.name, asText: options.as === 'text', offset: options.offset, identityTag: options.identityTag, chain: options.chain } as const;
  return withChip(context, async (session) => {
    const done = await runEdit(context, session, edit, { confirmed: confirmed.value, file });
    return done.ok ? ok(sayWritten(context, edit, file.name, done.value)) : done;
  });
};

/** Says what was written. Warns when only the first certificate of a chain was written. */
function sayWritten({ io }: Context, { id, chain }: { readonly id: string; readonly chain?: boolean | undefined }, file: string, { state, content }: Ended): Answered {
  const { bytes: length = 0, form = 'binary', what = '', chain: hasChain = false } = content ?? {};
  if (hasChain && chain !== true) warn(io, `${file}: the ${what}; --chain writes all of them as a TLS identity`);
  const [written, verified] = [state !== 'unchanged', state !== 'unproved'];
  const how = hasChain ? `the ${what}` : formWords[form];
  const line = written ? `${sayBytes(length)} written to ${id} (${how})` : `${id} already holds these bytes (${how})`;
  return { json: { id, written, verified, length, readAs: form }, lines: [`${line}${verified ? ', verified by read-back' : '; written, but not proved: it cannot be read back'}`] };
}

interface MetadataOptions {
  readonly id: string;
  readonly set?: string;
  readonly yesLock?: readonly string[];
}

/** Reads the vendor's JSON: from the argument itself, or from the file that it names. */
const jsonText = async (text: string): Promise<Result<string>> => (text.trimStart().startsWith('{') ? ok(text) : readText(text));

/** Sets metadata. If that would change nothing, the command succeeds at once. */
async function setMetadata(context: Context, session: Session, edit: Extract<ObjectEdit, { kind: 'metadata' }>, confirmed: readonly string[]): Promise<Result<Ended>> {
  const done = await runEdit(context, session, edit, { confirmed });
  return done.ok || done.fault.code !== 'object/nothing-to-write' ? done : ok({ state: 'unchanged', says: '' });
}

const pretty = (metadata: Metadata): { raw: string; pretty: PrettyMetadata } => ({
  raw: toHex(encodeMetadata(metadata)),
  pretty: metadataToJson(metadata),
});

export const objectMetadata: Action<MetadataOptions> = async (context, { id, set, yesLock }) => {
  const object = requireOid(id);
  if (!object.ok) return object;
  const confirmed = readConfirmed(yesLock);
  if (!confirmed.ok) return confirmed;
  const name = formatOid(object.value);
  const json = set === undefined ? ok(undefined) : await jsonText(set);
  if (!json.ok) return json;
  const wanted = json.value === undefined ? ok(undefined) : metadataFromText(json.value);
  if (!wanted.ok) return wanted;
  return withChip(context, async (session) => {
    const before = await readMetadata(session.chip, object.value);
    if (!before.ok) return before;
    if (json.value === undefined) return ok({ json: { id: name, ...pretty(before.value) }, lines: [], text: JSON.stringify(metadataToJson(before.value), undefined, 2) });
    const done = await setMetadata(context, session, { kind: 'metadata', id: name, json: json.value }, confirmed.value);
    if (!done.ok) return done;
    if (done.value.state === 'unproved') warn(context.io, done.value.says);
    const after = await readMetadata(session.chip, object.value);
    if (!after.ok) return after;
    progress(context.io, `before: ${toHex(encodeMetadata(before.value))}`);
    progress(context.io, `after:  ${toHex(encodeMetadata(after.value))}`);
    return ok({
      json: { id: name, ...pretty(after.value), before: pretty(before.value), changed: done.value.state !== 'unchanged' },
      lines: [],
      text: JSON.stringify(metadataToJson(after.value), undefined, 2),
    });
  });
};

interface LockOptions {
  readonly id: string;
  readonly yesLock?: readonly string[];
}

export const objectLock: Action<LockOptions> = async (context, { id, yesLock }) => {
  const object = requireOid(id);
  if (!object.ok) return object;
  const confirmed = readConfirmed(yesLock);
  if (!confirmed.ok) return confirmed;
  return withChip(context, async (session) => {
    const name = formatOid(object.value);
    const done = await runEdit(context, session, { kind: 'lock', id: name }, { confirmed: confirmed.value });
    if (!done.ok) return done;
    const { state, says } = done.value;
    if (state === 'unproved') warn(context.io, says);
    const metadata = await readMetadata(session.chip, object.value);
    if (!metadata.ok) return metadata;
    const locked = allowedNow(metadata.value, 'change', forOthers(session.identity)) !== true;
    const json = { id: name, locked, changed: state !== 'unchanged', proved: state !== 'unproved', says, ...pretty(metadata.value) };
    return ok({ json, lines: [`${name} is ${state === 'unchanged' ? 'locked already' : 'locked'}`] });
  });
};
