import { toHex } from '../../../core/bytes/hex.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import type { SetExport } from '../../../core/contract/datasets.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import { ok, unreachable, type Result } from '../../../core/result/result.ts';
import type { DataSet } from '../../../core/update/dataSet.ts';
import { headerKindOf, writeHeader } from '../../../core/update/header.ts';
import type { Manifest } from '../../../core/update/manifest.ts';
import { writeConsoleText, writeFileText } from '../../../core/update/text.ts';

const setJson = ({ manifest, fragments }: DataSet): string => `${JSON.stringify({ manifest: toHex(manifest), fragments: fragments.map(toHex) }, undefined, 2)}\n`;

const endings: Readonly<Record<SetExport, string>> = { console: '.txt', file: '-file.txt', header: '.h', json: '.json' };

/** Converts a data set to a file of the requested form, and names it. */
export function exportSet(dataSet: DataSet, manifest: Manifest, as: SetExport): Result<{ readonly name: string; readonly bytes: Uint8Array }> {
  const name = `${formatOid(manifest.target).slice(2)}-v${manifest.payloadVersion}-${headerKindOf(manifest)}${endings[as]}`;
  const done = (text: string) => ok({ name, bytes: utf8(text) });
  switch (as) {
    case 'console':
      return done(writeConsoleText(dataSet));
    case 'file':
      return done(writeFileText(dataSet));
    case 'json':
      return done(setJson(dataSet));
    case 'header': {
      const header = writeHeader(dataSet, headerKindOf(manifest));
      return header.ok ? done(header.value) : header;
    }
    default:
      return unreachable(as);
  }
}
