import { hex } from '../bytes/hex.ts';
import type { ChipId } from '../objects/uid.ts';
import { fault } from '../result/fault.ts';
import { err, ok, unreachable, type Result } from '../result/result.ts';
import { keyLength } from './keyTable.ts';
import { keyKinds, type KeyKind } from './names.ts';
import type { ReelSecrets } from './reelSecrets.ts';
import { TextBytes } from './textBytes.ts';

export const secretForms = ['header', 'json', 'csv'] as const;
export type SecretForm = (typeof secretForms)[number];

const kinds = ['pbs', 'auto'] as const satisfies readonly KeyKind[];

/**
 * The variable of the vendor's host library that holds the binding secret (pal_os_datastore.c): its length in two
 * bytes, big endian, then the secret. The library writes to it, so it is not constant.
 */
const headerName = 'optiga_platform_binding_shared_secret';

const secret = (secrets: ReelSecrets, chipId: ChipId, kind: KeyKind, use: (bytes: Uint8Array) => void): boolean => secrets.open(chipId, kind, use).ok;

const arrayLength = 2 + keyLength;
/** The bytes before a secret in the library's variable. */
const lengthField = `0x${(keyLength >> 8).toString(16).padStart(2, '0')}, 0x${(keyLength & 0xff).toString(16).padStart(2, '0')},`;

function oneHeader(text: TextBytes, chipId: ChipId, secrets: ReelSecrets): void {
  text.text(`/* Platform binding secret (0xE140) of the chip ${chipId}. Keep it secret.\n`);
  text.text(` * In the firmware's pal_os_datastore.c, include this file in the place of the definition of\n * ${headerName}: two bytes of length, then the secret. */\n`);
  text.text('#ifndef OPTIGA_PLATFORM_BINDING_SECRET_H\n#define OPTIGA_PLATFORM_BINDING_SECRET_H\n\n#include <stdint.h>\n\n');
  text.text(`uint8_t ${headerName}[${arrayLength}] = {\n    ${lengthField}`);
  secret(secrets, chipId, 'pbs', (bytes) => {
    for (let row = 0; row < keyLength; row += 16) text.text('\n    ').cArray(bytes.subarray(row, row + 16)).text(',');
  });
  text.text('\n};\n\n#endif\n');
}

function reelHeader(text: TextBytes, chips: readonly ChipId[], secrets: ReelSecrets): void {
  text.text(`/* Platform binding secrets (0xE140) of ${chips.length} chips, by chip id. Keep them secret.\n`);
  text.text(` * The firmware copies the one of its chip to ${headerName} (pal_os_datastore.c). */\n`);
  text.text('#ifndef OPTIGA_REEL_SECRETS_H\n#define OPTIGA_REEL_SECRETS_H\n\n#include <stdint.h>\n\n');
  text.text(`static const struct {\n    uint8_t chip_id[10];\n    uint8_t secret[${arrayLength}];\n} optiga_reel_secrets[${chips.length}] = {\n`);
  for (const chipId of chips) {
    text.text('    {{').cArray(hex(chipId)).text(`},\n     {${lengthField} `);
    secret(secrets, chipId, 'pbs', (bytes) => void text.cArray(bytes));
    text.text('}},\n');
  }
  text.text('};\n\n#endif\n');
}

function json(text: TextBytes, chips: readonly ChipId[], secrets: ReelSecrets): void {
  text.text('[');
  for (const [i, chipId] of chips.entries()) {
    text.text(`${i === 0 ? '' : ','}\n  {"chipId": "${chipId}"`);
    for (const kind of kinds) {
      if (!secrets.has(chipId, kind)) continue;
      text.text(`, "${kind}": "`);
      secret(secrets, chipId, kind, (bytes) => void text.hex(bytes));
      text.text('"');
    }
    text.text('}');
  }
  text.text('\n]\n');
}

function csv(text: TextBytes, chips: readonly ChipId[], secrets: ReelSecrets): void {
  text.text('chip_id,pbs,auto\n');
  for (const chipId of chips) {
    text.text(chipId);
    for (const kind of kinds) {
      text.text(',');
      secret(secrets, chipId, kind, (bytes) => void text.hex(bytes));
    }
    text.text('\n');
  }
}

/** The chips in an export of the whole reel. A C header takes chips with a binding secret; the other formats take chips with any secret. */
export function chipsToExport(form: SecretForm, reelId: string, secrets: ReelSecrets): Result<readonly ChipId[], 'bundle/no-secret'> {
  const chips = form === 'header' ? secrets.chips('pbs') : [...new Set(kinds.flatMap((kind) => secrets.chips(kind)))];
  return chips.length > 0 ? ok(chips) : err(fault('bundle/no-secret', { chipId: `every chip of reel ${reelId}`, secret: keyKinds.pbs.name }));
}

/**
 * The secrets of chips as a file. The caller wipes the result.
 * @param chips at least one; a C header needs the binding secret of each
 */
export function exportSecrets(form: SecretForm, chips: readonly ChipId[], secrets: ReelSecrets): Result<TextBytes, 'bundle/no-secret'> {
  const lacking = chips.find((chipId) => !secrets.has(chipId, 'pbs') && (form === 'header' || !secrets.has(chipId, 'auto')));
  if (lacking !== undefined) return err(fault('bundle/no-secret', { chipId: lacking, secret: 'platform binding secret' }));
  const text = new TextBytes(Math.max(1024, chips.length * 300));
  switch (form) {
    case 'header':
      if (chips.length === 1) oneHeader(text, chips[0] as ChipId, secrets);
      else reelHeader(text, chips, secrets);
      break;
    case 'json':
      json(text, chips, secrets);
      break;
    case 'csv':
      csv(text, chips, secrets);
      break;
    default:
      unreachable(form);
  }
  return ok(text);
}
