import type { TicketView } from '../../../core/contract/material.ts';
import { readLooseJson } from '../../../core/bytes/looseJson.ts';
import { sniffMaterial } from '../../../core/certificates/material.ts';
import { decodeText } from '../../../core/keys/fileItems.ts';
import { signingRequest } from '../../../core/keys/privateKey.ts';
import { bareManifest } from '../../../core/update/bareManifest.ts';
import { parseDataSetText } from '../../../core/update/text.ts';
import { isConfiguratorXml } from '../../../core/chip/exchange/readConfigurator.ts';
import { isConfiguratorZip } from '../../files/archive/chipFile.ts';
import { otherArchive } from '../../files/archive/otherArchives.ts';
import { decodePlan } from '../../../core/plan/planFile.ts';
import { parseSecret } from './secretFile.ts';

/** Whether the text is a JSON object, perhaps a damaged one. The code that opens the file reports the damage. */
function isJsonObject(text: string): boolean {
  const json = readLooseJson(text);
  if (!json.read) return json.broken === true;
  return typeof json.value === 'object' && json.value !== null && !Array.isArray(json.value);
}

const beginnings = [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], [0x50, 0x4b, 0x03, 0x04]] as const;
const isArchive = (bytes: Uint8Array): boolean => beginnings.some((codes) => codes.every((code, i) => bytes[i] === code));

/** Maximum size of any file except a bundle, in bytes. */
const largest = 16 * 1024 * 1024;

/** Only these first bytes become text, because the file may contain a private key. Bytes */
const jobBeginning = 4096;

/** Whether a file is a job. Tested early, because a job contains certificates and data sets. The damage of a damaged job is reported. */
function isJob(bytes: Uint8Array): boolean {
  if (bytes.find((code) => code > 0x20) !== 0x7b) return false;
  return /^\s*\{\s*"(?:job|signatures)"\s*:\s*[[{]/.test(new TextDecoder().decode(bytes.subarray(0, jobBeginning)));
}

/** The possible uses of a file, judged by its content and never by its name. */
export function sniff(name: string, bytes: Uint8Array): TicketView['content'] {
  if (isConfiguratorZip(bytes)) return 'chip-export';
  // Unsupported archives count as bundles too, because the message about them names the supported kinds.
  if (isArchive(bytes) || otherArchive(bytes) !== undefined) return 'bundle';
  if (bytes.length > largest) return 'unknown';
  if (isJob(bytes)) return 'job';
  const material = sniffMaterial(bytes, { file: name });
  if (material.ok) {
    for (const key of material.value.keys) key.secret.wipe();
    return 'key-material';
  }
  // A container may have no password. The code that opens it tries that before it asks for one.
  if (material.fault.code === 'key/encrypted') return material.fault.data.container === true ? 'key-material' : 'encrypted-key';
  if (material.fault.code === 'key/other-format') return 'key-material';
  if (material.fault.code === 'key/public-only') return 'public-key';
  if (material.fault.code === 'key/not-a-key' && material.fault.data.found === signingRequest) return 'request';
  const text = decodeText(bytes);
  // A damaged or unsuitable key still counts as a key, because the key slots report what is wrong with it.
  if (text?.includes('-----BEGIN ') === true) return 'key-material';
  const manifest = bareManifest({ name, bytes });
  if (manifest?.ok === true) return 'data-set';
  if (text === undefined) return bytes[0] === 0x30 ? 'key-material' : manifest === undefined ? 'unknown' : 'data-set';
  if (isConfiguratorXml(text)) return 'chip-export';
  const secret = parseSecret(bytes, name);
  if (secret.ok) {
    secret.value.wipe();
    return 'secret';
  }
  // A damaged manifest. The code that opens the data set reports the damage.
  if (manifest !== undefined) return 'data-set';
  if (decodePlan(text, name).ok) return 'plan';
  const dataSet = parseDataSetText(text, name);
  // The code that opens a damaged data set reports the damage.
  if (dataSet.ok || /\b(?:manifest_\w+|fragment_\d+)\s*\[\s*\d*\s*\]/.test(text)) return 'data-set';
  if (!isJsonObject(text)) return 'unknown';
  if (/"format"\s*:\s*"trust-bench-plan"/.test(text)) return 'plan';
  if (/["'](?:pretty_)?metadata["']/.test(text)) return 'chip-export';
  return /["']manifest["']\s*:/.test(text) ? 'data-set' : 'unknown';
}
