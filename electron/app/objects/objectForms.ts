import { utf8 } from '../../../core/bytes/bytes.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { unwrapCertificate } from '../../../core/certificates/identity.ts';
import type { ExportForm } from '../../../core/contract/objects.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import { findObject } from '../../../core/objects/catalogue.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import { ok, unreachable, type Result } from '../../../core/result/result.ts';
import { sayBytes } from '../../../core/result/format.ts';

const perRow = 16;

function cArray(data: Uint8Array, id: Oid): string {
  const words = [...data].map((byte) => `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`);
  const rows = Array.from({ length: Math.ceil(words.length / perRow) }, (_, row) => `    ${words.slice(row * perRow, (row + 1) * perRow).join(', ')},`);
  const name = `object_${formatOid(id).slice(2).toLowerCase()}`;
  return `/* ${formatOid(id)} ${findObject(id)?.name ?? ''}, ${sayBytes(data.length)} */\nconst uint8_t ${name}[] = {\n${rows.join('\n')}\n};\n`;
}

/** Converts an object's content to a file of the requested form. PEM and DER contain the certificate without its tags. */
export function inForm(data: Uint8Array, form: ExportForm, id: Oid): Result<Uint8Array> {
  switch (form) {
    case 'bin':
      return ok(data);
    case 'hex':
    case 'dat':
      return ok(utf8(`${toHex(data)}\n`));
    case 'c':
      return ok(utf8(cArray(data, id)));
    case 'pem':
    case 'der': {
      const inside = unwrapCertificate(data, formatOid(id));
      if (!inside.ok) return inside;
      const { certificates } = inside.value;
      return ok(form === 'der' ? (certificates[0] ?? new Uint8Array()) : utf8(certificates.map((der) => encodePem('CERTIFICATE', der)).join('')));
    }
    default:
      return unreachable(form);
  }
}

const endings: Readonly<Record<ExportForm, string>> = { pem: 'pem', der: 'der', hex: 'hex', dat: 'dat', c: 'h', bin: 'bin' };

export const exportName = (id: Oid, chipId: string, form: ExportForm): string => `${chipId}-${formatOid(id).slice(2).toLowerCase()}.${endings[form]}`;
