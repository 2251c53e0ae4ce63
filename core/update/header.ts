import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { concat } from '../bytes/bytes.ts';
import type { DataSet } from './dataSet.ts';
import { parseManifest, type Manifest } from './manifest.ts';

/** Kinds of the vendor's example firmware (optiga protected update examples). */
export const headerKinds = ['int', 'int_conf', 'ecc_key', 'rsa_key', 'aes_key', 'metadata'] as const;
export type HeaderKind = (typeof headerKinds)[number];

/** That firmware sends one continue fragment and the final one. */
const fragmentLimit = 2;

const words: Readonly<Record<HeaderKind, string>> = {
  int: 'data, signed',
  int_conf: 'data, signed and encrypted',
  ecc_key: 'an ECC key',
  rsa_key: 'an RSA key',
  aes_key: 'an AES key',
  metadata: 'metadata',
};

/**
 * For each kind, the header of the public example firmware Infineon/mtb-example-optiga-data-management that our
 * header replaces, and the macro that switches the feature on (config/example_optiga_util_protected_update.h).
 */
const inFirmware: Readonly<Record<HeaderKind, { readonly file: string; readonly macro?: string }>> = {
  int: { file: 'data_object.h' },
  int_conf: { file: 'data_object_confidentiality.h', macro: 'CONFIDENTIALITY' },
  ecc_key: { file: 'ecc_key_object_confidentiality.h', macro: 'OBJECT_KEY' },
  rsa_key: { file: 'rsa_key_object_confidentiality.h', macro: 'OBJECT_KEY' },
  aes_key: { file: 'aes_key_object_confidentiality.h', macro: 'OBJECT_KEY' },
  metadata: { file: 'metadata_object_confidentiality.h', macro: 'OBJECT_METADATA' },
};

function whereItGoes(kind: HeaderKind): string {
  const { file, macro } = inFirmware[kind];
  const when = macro === undefined ? 'It is always compiled in.' : `It is compiled in where EXAMPLE_OPTIGA_UTIL_PROTECTED_UPDATE_${macro}_ENABLED is defined.`;
  return `/*\n * Replaces config/${file} of the example firmware mtb-example-optiga-data-management.\n * ${when}\n */\n`;
}

/** The kind of header that fits a data set. */
export function headerKindOf({ payload, confidentiality }: Manifest): HeaderKind {
  if (payload.kind === 'metadata') return 'metadata';
  if (payload.kind === 'data') return confidentiality === undefined ? 'int' : 'int_conf';
  if (payload.algorithm >= 0x80) return 'aes_key';
  return payload.algorithm >= 0x40 ? 'rsa_key' : 'ecc_key';
}

function cArray(name: string, bytes: Uint8Array): string {
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    rows.push(`    ${Array.from(bytes.subarray(at, at + 16), (byte) => `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(', ')},`);
  }
  return `const uint8_t ${name}[] =\n{\n${rows.join('\n')}\n};\n`;
}

/**
 * C header for the example firmware: the manifest, the continue fragment if there are two fragments, the final
 * fragment.
 * @param options.allowMore for your own firmware: puts all full fragments into the continue array, one after the other
 */
export function writeHeader(
  dataSet: DataSet,
  kind: HeaderKind,
  options: { readonly allowMore?: boolean } = {},
): Result<string, 'update/malformed-manifest' | 'update/wrong-kind' | 'update/too-many-fragments'> {
  const manifest = parseManifest(dataSet.manifest);
  if (!manifest.ok) return manifest;
  const actual = headerKindOf(manifest.value);
  if (actual !== kind) return err(fault('update/wrong-kind', { kind, found: words[actual] }));
  const count = dataSet.fragments.length;
  if (count > fragmentLimit && options.allowMore !== true) return err(fault('update/too-many-fragments', { count, limit: fragmentLimit }));
  const guard = `TRUST_BENCH_${kind.toUpperCase()}_H`;
  const full = dataSet.fragments.slice(0, -1);
  const arrays = [
    cArray(`manifest_${kind}`, dataSet.manifest),
    ...(full.length === 0 ? [] : [cArray(`${kind}_continue_fragment_array`, concat(...full))]),
    cArray(`${kind}_final_fragment_array`, dataSet.fragments.at(-1) as Uint8Array),
  ];
  return ok([whereItGoes(kind), `#ifndef ${guard}\n#define ${guard}\n\n#include <stdint.h>\n`, ...arrays, '#endif\n'].join('\n'));
}
