import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';

/** The vendor tool's options with their defaults (core/update/README.md). Undefined: no default. */
const defaults = {
  payload_version: '0',
  trust_anchor_oid: 'E0E8',
  target_oid: 'E0E2',
  couid: undefined,
  sign_algo: 'ES_256',
  priv_key: undefined,
  digest_algo: 'SHA256',
  payload_type: 'data',
  secret: undefined,
  secret_oid: 'F1D0',
  label: 'Confidentiality',
  enc_algo: 'AES-CCM-16-64-128',
  kdf: 'IFX_KDF-TLS12_PRF_SHA256',
  seed_length: '64',
  offset: '0',
  write_type: '2',
  data: undefined,
  in_data_format: 'hex',
  key_usage: '02',
  key_algo: undefined,
  key_data: undefined,
  content_reset: '0',
  metadata: undefined,
  dataset_to_file: undefined,
} as const satisfies Record<string, string | undefined>;

export type VendorOption = keyof typeof defaults;
export type VendorOptions = Readonly<Partial<Record<VendorOption, string>>>;

const vendorOptionNames = Object.keys(defaults) as readonly VendorOption[];
const isOption = (name: string): name is VendorOption => Object.hasOwn(defaults, name);

export type OptionFault = 'update/bad-option' | 'update/unknown-option' | 'update/repeated-option' | 'update/missing-option';

/** Reads `key=value` words. Missing options get the vendor tool's default. Unknown options are refused, and the fault names them. */
export function readVendorOptions(words: readonly string[]): Result<VendorOptions, OptionFault> {
  const given: Partial<Record<VendorOption, string>> = {};
  for (const word of words) {
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    if (!isOption(name)) return err(fault('update/unknown-option', { option: name.slice(0, 40), known: vendorOptionNames.join(', ') }));
    if (equals < 0) return err(fault('update/bad-option', { option: name, why: 'It has no value.', todo: `Write ${name}=VALUE.` }));
    if (given[name] !== undefined) return err(fault('update/repeated-option', { option: name }));
    given[name] = word.slice(equals + 1);
  }
  return ok({ ...defaults, ...given });
}
