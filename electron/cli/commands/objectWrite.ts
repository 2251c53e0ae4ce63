import { basename } from 'node:path';
import { toHex } from '../../../core/bytes/hex.ts';
import { forOthers } from '../../../core/access/accessContext.ts';
import { metadataFromText, metadataToJson, type PrettyMetadata } from '../../../core/access/metadataJson.ts';
import { readMetadata } from '../../../core/chip/read.ts';
import { allowedNow } from '../../../core/chip/snapshot.ts';
import { readContent, sayContent, tagged, type ContentForm } from '../../../core/content/content.ts';
import { encodeMetadata, type Metadata } from '../../../core/objects/metadata.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import { metadataChanges } from '../../../core/plan/edit/metadataChanges.ts';
import type { Step } from '../../../core/plan/step.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import type { Action } from '../command.ts';
import { withChip, type Context, type Session } from '../context.ts';
import { readConfirmed, readInput, readText, requireOid } from '../inputs.ts';
import { progress, warn } from '../io.ts';
import { runPlanCommand } from '../runPlanCommand.ts';

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
  return withChip(context, async (session) => {
    const metadata = await readMetadata(session.chip, object.value);
    if (!metadata.ok) return metadata;
    const given = { bytes: bytes.value, file: options.in === '-' ? 'standard input' : basename(options.in), object: object.value };
    const content = readContent(given, options.as === 'text');
    if (!content.ok) return content;
    const tag = options.chain === true ? 'chain' : options.identityTag;
    const data = tagged(content.value, given, metadata.value, tag);
    if (!data.ok) return data;
    const what = sayContent(content.value, tag);
    if (content.value.chain !== undefined && tag !== 'chain') warn(context.io, `${given.file}: the ${what}; --chain writes all of them as a TLS identity`);
    const done = await write(context, session, stepOf(object.value, { bytes: data.value, what }, options.offset), confirmed.value);
    if (!done.ok) return done;
    const json = { id: formatOid(object.value), ...done.value, length: data.value.length, readAs: content.value.form };
    const how = content.value.chain === undefined ? formWords[content.value.form] : `the ${what}`;
    const line = done.value.written ? `${data.value.length} bytes written to ${json.id} (${how})` : `${json.id} already holds these bytes (${how})`;
    return ok({ json, lines: [`${line}${done.value.verified ? ', verified by read-back' : '; written, but not proved: it cannot be read back'}`] });
  });
};

interface Written {
  readonly written: boolean;
  readonly verified: boolean;
}

function stepOf(object: Oid, { bytes, what }: { readonly bytes: Uint8Array; readonly what: string }, offset: number | undefined): Step {
  const content = { kind: 'inline', bytes } as const;
  return offset === undefined ? { id: 'write', kind: 'write-object', object, content, what } : { id: 'write', kind: 'write-at', object, offset, content };
}

async function write(context: Context, session: Session, step: Step, confirmed: readonly string[]): Promise<Result<Written>> {
  const ended = await runOne(context, session, step, confirmed);
  return ended.ok ? ok({ written: ended.value.state !== 'unchanged', verified: ended.value.state !== 'unproved' }) : ended;
}

/** How a step ended, and what was compared or verified, in words. */
interface Ended {
  readonly state: string;
  readonly says: string;
}

/** One step as a plan of its own: rehearsed, run, proved. */
export async function runOne(context: Context, session: Session, step: Step, confirmed: readonly string[]): Promise<Result<Ended>> {
  const quiet: Context = { ...context, io: { ...context.io, quiet: true } };
  const run = { plan: { title: step.kind, steps: [step] }, materials: new Map(), confirmed };
  const report = await runPlanCommand(quiet, session, run);
  if (!report.ok) return report;
  const { steps } = report.value.result;
  return ok({ state: steps[0]?.state ?? 'done', says: steps[0]?.says ?? '' });
}

interface MetadataOptions {
  readonly id: string;
  readonly set?: string;
  readonly yesLock?: readonly string[];
}

async function wantedMetadata(text: string): Promise<Result<Metadata>> {
  const source = text.trimStart().startsWith('{') ? ok(text) : await readText(text);
  return source.ok ? metadataFromText(source.value) : source;
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
  const wanted = set === undefined ? ok(undefined) : await wantedMetadata(set);
  if (!wanted.ok) return wanted;
  return withChip(context, async (session) => {
    const before = await readMetadata(session.chip, object.value);
    if (!before.ok) return before;
    if (wanted.value === undefined) return ok({ json: { id: name, ...pretty(before.value) }, lines: [], text: JSON.stringify(metadataToJson(before.value), undefined, 2) });
    const changes = metadataChanges(object.value, wanted.value, before.value);
    if (!changes.ok) return changes;
    const step: Step = { id: 'metadata', kind: 'write-metadata', object: object.value, changes: changes.value, purpose: 'gets the given metadata' };
    const done = await runOne(context, session, step, confirmed.value);
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
    const step: Step = { id: 'lock', kind: 'lock', object: object.value, unreadable: false };
    const done = await runOne(context, session, step, confirmed.value);
    if (!done.ok) return done;
    const { state, says } = done.value;
    if (state === 'unproved') warn(context.io, says);
    const metadata = await readMetadata(session.chip, object.value);
    if (!metadata.ok) return metadata;
    const name = formatOid(object.value);
    const locked = allowedNow(metadata.value, 'change', forOthers(session.identity)) !== true;
    const json = { id: name, locked, changed: state !== 'unchanged', proved: state !== 'unproved', says, ...pretty(metadata.value) };
    return ok({ json, lines: [`${name} is ${state === 'unchanged' ? 'locked already' : 'locked'}`] });
  });
};
