import type { Randomness } from '../bridge/bytePort.ts';
import { utf8 } from '../bytes/bytes.ts';
import { fromHex } from '../bytes/hex.ts';
import { Secret } from '../bytes/secret.ts';
import { bytesOfText } from '../content/textBytes.ts';
import { parseAesKey } from '../keys/aesKey.ts';
import { decodeText } from '../keys/fileItems.ts';
import { parsePrivateKey, type PrivateKey } from '../keys/privateKey.ts';
import { algorithmCodes, algorithmNames, algorithmWords } from '../objects/codes.ts';
import { parseOid, type Oid } from '../objects/oid.ts';
import { fault, type FaultCode } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import type { DataSetContent, SpecPayload } from './buildSpec.ts';
import { seedLimits } from './manifest.ts';
import type { VendorOption, VendorOptions } from './vendorOptions.ts';

/** Loads the content of a file that an option names. */
export type FileLoader = (path: string) => Promise<Result<Uint8Array>>;

export interface VendorSpec {
  readonly content: DataSetContent;
  /** Signs the manifest. */
  readonly signer: PrivateKey;
  /** `dataset_to_file`: the file to which the output is appended. */
  readonly toFile?: string;
}

type Value<T> = Result<T, FaultCode>;

const wrong = (option: VendorOption, why: string, todo: string): Value<never> => err(fault('update/bad-option', { option, why, todo }));
const missing = (option: VendorOption, why: string): Value<never> => err(fault('update/missing-option', { option, why }));

/** Reads option values in their notations: decimal, hexadecimal, object id, file. */
class Options {
  readonly #options: VendorOptions;
  readonly #load: FileLoader;

  constructor(options: VendorOptions, load: FileLoader) {
    this.#options = options;
    this.#load = load;
  }

  text(name: VendorOption): string {
    return this.#options[name] ?? '';
  }

  given(name: VendorOption): boolean {
    return this.#options[name] !== undefined;
  }

  oneOf<T extends string>(name: VendorOption, ...allowed: T[]): Value<T> {
    const found = allowed.find((value) => value.toLowerCase() === this.text(name).toLowerCase());
    return found === undefined ? wrong(name, `"${this.text(name)}" is not known.`, `Use ${allowed.join(' or ')}.`) : ok(found);
  }

  number(name: VendorOption, most: number, radix: 10 | 16 = 10): Value<number> {
    const text = this.text(name).replace(radix === 16 ? /^0x/i : /^$/, '');
    const digits = radix === 16 ? /^[0-9a-f]{1,8}$/i : /^\d{1,9}$/;
    const value = digits.test(text) ? Number.parseInt(text, radix) : Number.NaN;
    if (value <= most) return ok(value);
    return wrong(name, `"${this.text(name)}" is no number up to ${most.toString(radix).toUpperCase()}.`, radix === 16 ? 'Write it in hexadecimal.' : 'Write it in decimal.');
  }

  oid(name: VendorOption): Value<Oid> {
    const read = parseOid(this.text(name));
    return read.ok ? read : wrong(name, `"${this.text(name)}" is not an object id.`, 'Write four hexadecimal digits, for example E0E3.');
  }

  async file(name: VendorOption, why: string): Promise<Value<Uint8Array>> {
    return this.given(name) ? this.#load(this.text(name)) : missing(name, why);
  }

  async hexFile(name: VendorOption, why: string): Promise<Value<Uint8Array>> {
    const bytes = await this.file(name, why);
    if (!bytes.ok) return bytes;
    const text = decodeText(bytes.value);
    if (text === undefined) return wrong(name, 'The file is not text.', 'Use a text file with hexadecimal.');
    const read = bytesOfText(text, this.text(name));
    return read.ok ? ok(read.value.bytes) : read;
  }
}

async function readData(options: Options): Promise<Value<SpecPayload>> {
  const format = options.oneOf('in_data_format', 'hex', 'ascii');
  const offset = options.number('offset', 0xffff);
  const type = options.oneOf('write_type', '1', '2');
  if (!format.ok) return format;
  if (!offset.ok) return offset;
  if (!type.ok) return type;
  const why = 'A data set of the type "data" needs a file with the data.';
  const bytes = format.value === 'hex' ? await options.hexFile('data', why) : await options.file('data', why);
  if (!bytes.ok) return bytes;
  if (format.value === 'ascii' && bytes.value.some((byte) => byte > 0x7f)) {
    return wrong('data', 'It holds bytes that are no ASCII.', 'Use plain ASCII, or in_data_format=hex.');
  }
  return ok({ kind: 'data', bytes: bytes.value, offset: offset.value, writeType: type.value === '1' ? 'write' : 'erase-write' });
}

async function readMetadata(options: Options): Promise<Value<SpecPayload>> {
  const reset = options.oneOf('content_reset', '0', '1', '2');
  if (!reset.ok) return reset;
  const bytes = await options.hexFile('metadata', 'A data set of the type "metadata" needs a file with the metadata.');
  if (!bytes.ok) return bytes;
  return ok({ kind: 'metadata', bytes: bytes.value, contentReset: (['as-object', 'zeros', 'random'] as const)[Number(reset.value) as 0 | 1 | 2] });
}

/** Opens a key file. The host asks for its password if it has one. */
export type KeyOpener = (bytes: Uint8Array, file: string) => Promise<Result<PrivateKey>>;

async function readKey(options: Options, openKey: KeyOpener): Promise<Value<SpecPayload>> {
  const usage = options.number('key_usage', 0xff, 16);
  const code = options.given('key_algo') ? options.number('key_algo', 255) : undefined;
  const bytes = await options.file('key_data', 'A data set of the type "key" needs a key file.');
  if (!usage.ok) return usage;
  if (code?.ok === false) return code;
  if (!bytes.ok) return bytes;
  const wanted = code === undefined ? undefined : algorithmNames.get(code.value);
  if (code !== undefined && (wanted === undefined || wanted === 'sha256')) {
    return wrong('key_algo', `${code.value} is not a key algorithm.`, 'Use 3, 4, 5, 19, 21, 22, 65, 66, 129, 130 or 131.');
  }
  const file = options.text('key_data');
  const aes = wanted?.startsWith('aes') ?? !/-----BEGIN |^\s*\{/.test(decodeText(bytes.value) ?? '0');
  const key = aes ? parseAesKey(bytes.value, file) : await openKey(bytes.value, file);
  if (!key.ok) return key;
  const { algorithm } = key.value;
  if (wanted !== undefined && wanted !== algorithm) {
    return wrong('key_algo', `It says ${algorithmWords[wanted]}; the key is ${algorithmWords[algorithm]}.`, `Use key_algo=${algorithmCodes[algorithm]}, or another key.`);
  }
  return ok({ kind: 'key', key: key.value, usage: usage.value });
}

async function readConfidentiality(options: Options, random: Randomness): Promise<Value<DataSetContent['confidentiality']>> {
  if (!options.given('secret')) return ok(undefined);
  const cipher = options.oneOf('enc_algo', 'AES-CCM-16-64-128');
  const kdf = options.oneOf('kdf', 'IFX_KDF-TLS12_PRF_SHA256');
  const [oid, length] = [options.oid('secret_oid'), options.number('seed_length', 999)];
  if (!cipher.ok) return cipher;
  if (!kdf.ok) return kdf;
  if (!oid.ok) return oid;
  if (!length.ok) return length;
  if (length.value < seedLimits.least || length.value > seedLimits.most) {
    return wrong('seed_length', `It is ${length.value}.`, `Use ${seedLimits.least} to ${seedLimits.most}.`);
  }
  const value = await options.hexFile('secret', '');
  if (!value.ok) return value;
  return ok({ secret: oid.value, value: new Secret(value.value), label: utf8(options.text('label')), seed: random(length.value) });
}

/** The option that carries the payload of each type. If another one is also present, the vendor tool silently uses the wrong one. */
const payloadOption = { data: 'data', key: 'key_data', metadata: 'metadata' } as const;

async function readPayload(options: Options, openKey: KeyOpener): Promise<Value<SpecPayload>> {
  const type = options.oneOf('payload_type', 'data', 'key', 'metadata');
  if (!type.ok) return type;
  const stray = Object.values(payloadOption).find((name) => name !== payloadOption[type.value] && options.given(name));
  if (stray !== undefined) return wrong(stray, `It does not go with payload_type=${type.value}.`, 'Leave it out, or change payload_type.');
  if (type.value === 'data') return readData(options);
  return type.value === 'key' ? readKey(options, openKey) : readMetadata(options);
}

async function readSigner(options: Options, openKey: KeyOpener): Promise<Value<PrivateKey>> {
  const algorithm = options.oneOf('sign_algo', 'ES_256', 'RSA-SSA-PKCS1-V1_5-SHA-256');
  const digest = options.oneOf('digest_algo', 'SHA256');
  if (!algorithm.ok) return algorithm;
  if (!digest.ok) return digest;
  const bytes = await options.file('priv_key', 'The manifest must be signed.');
  if (!bytes.ok) return bytes;
  const key = await openKey(bytes.value, options.text('priv_key'));
  if (!key.ok || (key.value.kind === 'ec') === (algorithm.value === 'ES_256')) return key;
  return wrong('sign_algo', `It says ${algorithm.value}; the key is ${algorithmWords[key.value.algorithm]}.`, 'Use ES_256 for ECC keys, RSA-SSA-PKCS1-V1_5-SHA-256 for RSA keys.');
}

/**
 * Turns the vendor tool's options into a build spec. File contents come from `load`, the seed from `random`.
 * @param openKey when absent, only unencrypted key files can be opened
 */
export async function specFromVendorOptions(given: VendorOptions, load: FileLoader, random: Randomness, openKey: KeyOpener = async (bytes, file) => parsePrivateKey(bytes, { file })): Promise<Result<VendorSpec>> {
  const options = new Options(given, load);
  const version = options.number('payload_version', 0x7fff);
  const [trustAnchor, target] = [options.oid('trust_anchor_oid'), options.oid('target_oid')];
  const componentId = options.given('couid') ? fromHex(options.text('couid'), 'couid') : undefined;
  if (!version.ok) return version;
  if (!trustAnchor.ok) return trustAnchor;
  if (!target.ok) return target;
  if (componentId?.ok === false) return componentId;
  const signer = await readSigner(options, openKey);
  if (!signer.ok) return signer;
  const payload = await readPayload(options, openKey);
  if (!payload.ok) return payload;
  const confidentiality = await readConfidentiality(options, random);
  if (!confidentiality.ok) return confidentiality;
  const content: DataSetContent = {
    target: target.value,
    trustAnchor: trustAnchor.value,
    payloadVersion: version.value,
    payload: payload.value,
    // People usually have the whole UID; the component id is its first 25 bytes.
    ...(componentId === undefined ? {} : { componentId: componentId.value.slice(0, componentId.value.length === 27 ? 25 : undefined) }),
    ...(confidentiality.value === undefined ? {} : { confidentiality: confidentiality.value }),
  };
  return ok({ content, signer: signer.value, ...(options.given('dataset_to_file') ? { toFile: options.text('dataset_to_file') } : {}) });
}
