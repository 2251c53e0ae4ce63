import { basename } from 'node:path';
import { fromHex, toHex } from '../../../core/bytes/hex.ts';
import { wrapIdentity } from '../../../core/certificates/identity.ts';
import { parseCertificateFile } from '../../../core/certificates/material.ts';
import { metadataFromText, metadataToJson, type PrettyMetadata } from '../../../core/access/metadataJson.ts';
import { readMetadata } from '../../../core/chip/read.ts';
import { objectTypeCodes } from '../../../core/objects/codes.ts';
import { findObject } from '../../../core/objects/catalogue.ts';
import { encodeMetadata, fieldNumber, hostNeverWrites, metadataFields, metadataWords, type Metadata } from '../../../core/objects/metadata.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import type { Step } from '../../../core/plan/step.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { Action } from '../command.ts';
import { withChip, type Context, type Session } from '../context.ts';
import { readConfirmed, readInput, readText, requireOid } from '../inputs.ts';
import { progress, warn } from '../io.ts';
import { runPlanCommand } from '../runPlanCommand.ts';

interface WriteOptions {
  readonly id: string;
  readonly in: string;
  readonly offset?: number;
  readonly identityTag?: boolean;
  readonly yesLock?: readonly string[];
}

const usage = (message: string): Result<never> => err(fault('usage/bad-option', { message }));

interface Content {
  readonly bytes: Uint8Array;
  readonly certificate: boolean;
}

/**
 * PEM and DER certificates, hex text, anything else as it is: by content. A private key is never written where it can
 * be read, and PEM that is no whole certificate is no content for a certificate object.
 */
function contentOf(bytes: Uint8Array, file: string, id: Oid): Result<Content> {
  const certificate = parseCertificateFile(bytes, file);
  if (certificate.ok) return ok({ bytes: certificate.value.der, certificate: true });
  const text = new TextDecoder().decode(bytes);
  const kind = findObject(id)?.kind;
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return err(fault('key/not-for-object', { file, object: formatOid(id) }));
  if (text.includes('-----BEGIN ') && (kind === 'certificate' || kind === 'trust-anchor')) return certificate;
  const hex = fromHex(text);
  return ok({ bytes: hex.ok && hex.value.length > 0 ? hex.value : bytes, certificate: false });
}

/** Identity tag by default for a certificate into E0E0…E0E3 of type device certificate, never into a trust anchor. */
function tagged(content: Content, id: Oid, metadata: Metadata, asked: boolean | undefined): Result<Uint8Array> {
  const anchor = fieldNumber(metadata, 'type') === objectTypeCodes.trust_anchor || findObject(id)?.kind === 'trust-anchor';
  const device = findObject(id)?.kind === 'certificate' && fieldNumber(metadata, 'type') === objectTypeCodes.device_cert;
  if (asked === true && anchor) return usage(`${formatOid(id)} is a trust anchor: with an identity tag the chip could not use it.`);
  if (asked === true && !content.certificate) return usage('Only a certificate gets an identity tag.');
  return ok(content.certificate && (asked ?? device) ? wrapIdentity(content.bytes) : content.bytes);
}

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
    const content = contentOf(bytes.value, basename(options.in), object.value);
    if (!content.ok) return content;
    const data = tagged(content.value, object.value, metadata.value, options.identityTag);
    if (!data.ok) return data;
    const done = await write(context, session, stepOf(object.value, data.value, options.offset), confirmed.value);
    if (!done.ok) return done;
    const json = { id: formatOid(object.value), ...done.value, length: data.value.length };
    const line = done.value.written ? `${data.value.length} bytes written to ${json.id}` : `${json.id} holds these bytes already`;
    return ok({ json, lines: [`${line}${done.value.verified ? ', verified by read-back' : '; written, not proved: it cannot be read back'}`] });
  });
};

interface Written {
  readonly written: boolean;
  readonly verified: boolean;
}

function stepOf(object: Oid, bytes: Uint8Array, offset: number | undefined): Step {
  const content = { kind: 'inline', bytes } as const;
  return offset === undefined ? { id: 'write', kind: 'write-object', object, content, what: 'content' } : { id: 'write', kind: 'write-at', object, offset, content };
}

async function write(context: Context, session: Session, step: Step, confirmed: readonly string[]): Promise<Result<Written>> {
  const state = await runOne(context, session, step, confirmed);
  return state.ok ? ok({ written: state.value !== 'unchanged', verified: state.value !== 'unproved' }) : state;
}

/** One step as a plan of its own: rehearsed, run, proved. @returns how it ended */
export async function runOne(context: Context, session: Session, step: Step, confirmed: readonly string[]): Promise<Result<string>> {
  const quiet: Context = { ...context, io: { ...context.io, quiet: true } };
  const run = { plan: { title: step.kind, steps: [step] }, materials: new Map(), confirmed, dryRun: false };
  const report = await runPlanCommand(quiet, session, run);
  if (!report.ok) return report;
  const { steps } = report.value.result as { steps: readonly { state: string }[] };
  return ok(steps[0]?.state ?? 'done');
}

interface MetadataOptions {
  readonly id: string;
  readonly set?: string;
  readonly yesLock?: readonly string[];
}

async function wantedMetadata(text: string, object: string): Promise<Result<Metadata>> {
  const source = text.trimStart().startsWith('{') ? ok(text) : await readText(text);
  const wanted = source.ok ? metadataFromText(source.value) : source;
  if (!wanted.ok) return wanted;
  for (const { tag } of wanted.value) {
    const name = metadataFields.get(tag);
    if (name !== undefined && hostNeverWrites.has(name)) return err(fault('metadata/not-writable', { object, tag: metadataWords[name] }));
  }
  return wanted;
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
  const wanted = set === undefined ? ok(undefined) : await wantedMetadata(set, name);
  if (!wanted.ok) return wanted;
  return withChip(context, async (session) => {
    const before = await readMetadata(session.chip, object.value);
    if (!before.ok) return before;
    const changes = wanted.value;
    if (changes === undefined) return ok({ json: { id: name, ...pretty(before.value) }, lines: [], text: JSON.stringify(metadataToJson(before.value), undefined, 2) });
    const step: Step = { id: 'metadata', kind: 'write-metadata', object: object.value, changes, purpose: 'gets the metadata that was given' };
    const done = await runOne(context, session, step, confirmed.value);
    if (!done.ok) return done;
    const after = await readMetadata(session.chip, object.value);
    if (!after.ok) return after;
    progress(context.io, `before: ${toHex(encodeMetadata(before.value))}`);
    progress(context.io, `after:  ${toHex(encodeMetadata(after.value))}`);
    return ok({
      json: { id: name, ...pretty(after.value), before: pretty(before.value), changed: done.value === 'done' },
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
    if (done.value === 'unproved') warn(context.io, 'its change condition still lets someone write; look at it with object metadata');
    const metadata = await readMetadata(session.chip, object.value);
    if (!metadata.ok) return metadata;
    const name = formatOid(object.value);
    const locked = done.value !== 'unproved';
    return ok({ json: { id: name, locked, changed: done.value === 'done', ...pretty(metadata.value) }, lines: [`${name} is ${done.value === 'unchanged' ? 'locked already' : 'locked'}`] });
  });
};
