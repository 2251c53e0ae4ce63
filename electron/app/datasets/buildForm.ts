import { fromHex } from '../../../core/bytes/hex.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import type { BuildForm } from '../../../core/contract/datasets.ts';
import { keyUsageByte } from '../../../core/objects/codes.ts';
import { nextVersion } from '../../../core/objects/metadata.ts';
import { formatOid, parseOid, type Oid } from '../../../core/objects/oid.ts';
import { usualKeyUsage, usualObjects } from '../../../core/plan/wizard/answers.ts';
import { usualLabel, usualSeedLength } from '../../../core/plan/wizard/plan.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { ok, err, type Result } from '../../../core/result/result.ts';
import { checkSpec, type DataSetContent, type SpecPayload } from '../../../core/update/buildSpec.ts';
import { seedLimits } from '../../../core/update/manifest.ts';
import type { PrivateKey } from '../../../core/keys/privateKey.ts';
import type { GivenSecret } from '../../../core/plan/wizard/material.ts';
import type { AnyKey } from '../material/index.ts';
import type { StudioChip } from './studioChip.ts';
import { sayBytes } from '../../../core/result/format.ts';

export interface BuildMaterial {
  readonly key: AnyKey | undefined;
  readonly signer: AnyKey | undefined;
  readonly secret: GivenSecret | undefined;
}

export interface FormProblem {
  readonly field: string;
  readonly fault: Fault;
}

export const firstForm: BuildForm = {
  kind: 'key',
  target: formatOid(usualObjects.target),
  trustAnchor: formatOid(usualObjects.anchor),
  version: '',
  data: '',
  dataFormat: 'hex',
  offset: '0',
  writeType: 'erase-write',
  metadata: '',
  contentReset: 'as-object',
  usage: usualKeyUsage(),
  confidential: false,
  secretObject: formatOid(usualObjects.secret),
  label: usualLabel,
  seedLength: String(usualSeedLength),
  unicast: false,
  componentId: '',
};

const bad = (option: string, why: string, todo: string): Result<never> => err(fault('update/bad-option', { option, why, todo }));

function number(field: string, text: string, most: number, range: string): Result<number> {
  const value = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value <= most ? ok(value) : bad(field, text.trim() === '' ? 'It is empty.' : `"${text.slice(0, 20)}" is not a number up to ${most}.`, range);
}

function objectId(field: string, text: string): Result<Oid> {
  const read = parseOid(text);
  return read.ok ? read : bad(field, `"${text.slice(0, 20)}" is not an object id.`, 'Write four hexadecimal digits, for example E0E3.');
}

function asciiBytes(text: string): Result<Uint8Array> {
  // eslint-disable-next-line no-control-regex -- ASCII is what is asked for
  const stranger = /[^\u0000-\u007f]/u.exec(text);
  return stranger === null ? ok(utf8(text)) : bad('data', `"${stranger[0]}" is not an ASCII character.`, 'Use plain ASCII, or give the bytes in hexadecimal.');
}

const missing = (what: string, todo: string): Fault => fault('wizard/missing', { what, todo });

/** The form field for each option of the vendor's tool. */
const fieldOf: Readonly<Record<string, string>> = {
  target_oid: 'target',
  trust_anchor_oid: 'trustAnchor',
  secret_oid: 'secretObject',
  payload_version: 'version',
  couid: 'componentId',
  label: 'label',
  seed_length: 'seedLength',
  secret: 'secret',
  offset: 'offset',
  key_usage: 'usage',
  key_data: 'key',
};

/** Reads the form: makes the spec, and notes what is wrong in each field. */
class Reader {
  readonly problems: FormProblem[] = [];

  read<T>(field: string, result: Result<T>): T | undefined {
    if (result.ok) return result.value;
    this.problems.push({ field, fault: result.fault });
    return undefined;
  }

  miss(field: string, what: string, todo: string): undefined {
    this.problems.push({ field, fault: missing(what, todo) });
  }
}

function readPayload(form: BuildForm, { key }: BuildMaterial, reader: Reader): SpecPayload | undefined {
  switch (form.kind) {
    case 'data': {
      const bytes = form.data === '' ? reader.miss('data', 'The data', 'Type or paste it, or choose its file.') : reader.read('data', form.dataFormat === 'hex' ? fromHex(form.data, 'The data') : asciiBytes(form.data));
      const offset = reader.read('offset', number('offset', form.offset, 0xffff, 'Use a number from 0.'));
      return bytes === undefined || offset === undefined ? undefined : { kind: 'data', bytes, offset, writeType: form.writeType };
    }
    case 'metadata': {
      const bytes = form.metadata.trim() === '' ? reader.miss('metadata', 'The metadata', 'Write 20 LL and its tags, in hexadecimal.') : reader.read('metadata', fromHex(form.metadata, 'The metadata'));
      return bytes === undefined ? undefined : { kind: 'metadata', bytes, contentReset: form.contentReset };
    }
    case 'key':
      if (form.usage.length === 0) reader.read('usage', bad('key_usage', 'No usage is chosen.', 'Choose at least one usage. The chip refuses a key without usage.'));
      return key === undefined ? reader.miss('key', 'The key', 'Choose its file, or use a key from the key workshop.') : { kind: 'key', key: key.key, usage: keyUsageByte(form.usage) || 0x10 };
  }
}

function readConfidentiality(form: BuildForm, { secret }: BuildMaterial, seed: (length: number) => Uint8Array, reader: Reader): DataSetContent['confidentiality'] {
  if (!form.confidential) return undefined;
  const object = reader.read('secretObject', objectId('secret_oid', form.secretObject));
  const range = `Use ${seedLimits.least} to ${seedLimits.most}.`;
  const length = reader.read('seedLength', number('seed_length', form.seedLength, seedLimits.most, range));
  const enough = length === undefined || length >= seedLimits.least ? length : reader.read<number>('seedLength', bad('seed_length', `It is ${length}.`, range));
  if (secret === undefined) reader.miss('secret', 'The secret', 'Choose its hexadecimal text file, or make a random one.');
  if (object === undefined || enough === undefined || secret === undefined) return undefined;
  return { secret: object, value: secret.secret, label: utf8(form.label), seed: seed(enough) };
}

function readComponentId(form: BuildForm, reader: Reader): Uint8Array | undefined {
  if (!form.unicast) return undefined;
  if (form.componentId.trim() === '') return reader.miss('componentId', 'The component id', 'Paste the chip’s UID, or connect the chip.');
  const bytes = reader.read('componentId', fromHex(form.componentId, 'The component id'));
  if (bytes === undefined || bytes.length === 25) return bytes;
  if (bytes.length === 27) return bytes.slice(0, 25);
  return reader.read<Uint8Array>('componentId', bad('couid', `It has ${sayBytes(bytes.length)}.`, 'Use the UID (27 bytes), or its first 25.'));
}

/** The spec of a data set, and the key that signs it. */
export interface CompleteForm {
  readonly content: DataSetContent;
  readonly signer: PrivateKey;
}

export interface ReadForm {
  /** Undefined while something is wrong. */
  readonly complete?: CompleteForm;
  readonly target?: Oid;
  readonly version?: number;
  readonly problems: readonly FormProblem[];
}

/** @param seed fresh random bytes */
export function readForm(form: BuildForm, material: BuildMaterial, chip: StudioChip | undefined, seed: (length: number) => Uint8Array): ReadForm {
  const reader = new Reader();
  const target = reader.read('target', objectId('target_oid', form.target));
  const trustAnchor = reader.read('trustAnchor', objectId('trust_anchor_oid', form.trustAnchor));
  const proposed = nextVersion(target === undefined ? [] : (chip?.object(target)?.metadata ?? []));
  const payloadVersion = form.version.trim() === '' ? proposed : reader.read('version', number('payload_version', form.version, 0x7fff, 'Use 1 to 32767.'));
  const payload = readPayload(form, material, reader);
  const confidentiality = readConfidentiality(form, material, seed, reader);
  const componentId = readComponentId(form, reader);
  if (material.signer === undefined) reader.miss('signer', 'The integrity key', 'Choose the key whose certificate is in the trust anchor.');
  const known = { ...(target === undefined ? {} : { target }), ...(payloadVersion === undefined ? {} : { version: payloadVersion }) };
  if (target === undefined || trustAnchor === undefined || payloadVersion === undefined) return { ...known, problems: reader.problems };
  const signer = material.signer?.key;
  const content: DataSetContent = {
    target,
    trustAnchor,
    payloadVersion,
    // While the payload is missing, a placeholder allows checking the other fields. It is never built.
    payload: payload ?? { kind: 'metadata', bytes: Uint8Array.of(0x20, 0x00), contentReset: 'as-object' },
    ...(componentId === undefined ? {} : { componentId }),
    ...(confidentiality === undefined ? {} : { confidentiality }),
  };
  const checked = checkSpec(content);
  if (!checked.ok) reader.problems.push({ field: placeOf(checked.fault, form), fault: checked.fault });
  return { ...known, problems: reader.problems, ...(reader.problems.length === 0 && signer !== undefined && 'kind' in signer ? { complete: { content, signer } } : {}) };
}

function placeOf(wrong: Fault, form: BuildForm): string {
  if (wrong.code === 'update/bad-option') return fieldOf[wrong.data.option] ?? 'target';
  // If key and target do not match, the problem is shown at the target, which is easier to change.
  return form.kind === 'key' ? 'target' : form.kind;
}
