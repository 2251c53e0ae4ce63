import type { DataSet } from './dataSet.ts';

export { parseDataSetFile, parseDataSetText } from './readText.ts';

const word = (byte: number): string => `0x${byte.toString(16).toUpperCase().padStart(2, '0')}, `;

/** Rows of sixteen, as the vendor tool prints them. Even a full last row is followed by a line end and the indent. */
function rows(bytes: Uint8Array, indent: string): string {
  let text = indent;
  for (const [index, byte] of bytes.entries()) text += word(byte) + ((index + 1) % 16 === 0 ? `\n${indent}` : '');
  return text;
}

const decimal = (value: number, width: number): string => String(value).padStart(width, '0');

/** The vendor tool's output on its console, byte for byte. */
export function writeConsoleText({ manifest, fragments }: DataSet): string {
  const array = (name: string, bytes: Uint8Array): string => `\tuint8_t ${name}[] = \n\t{\n${rows(bytes, '\t')}\n\t};`;
  const parts = fragments.map((fragment, index) => {
    const number = decimal(index + 1, 2);
    return `Fragment number:[${number}], size:[${decimal(fragment.length, 3)}]\n${array(`fragment_${number}`, fragment)}`;
  });
  return [`Manifest Data , size : [${decimal(manifest.length, 3)}]\n${array('manifest_data', manifest)}`, ...parts].join('\n\n');
}

/** The vendor tool's output with `dataset_to_file`, byte for byte. A fragment that is not the last ends with a full row. */
export function writeFileText({ manifest, fragments }: DataSet): string {
  const open = (name: string, bytes: Uint8Array): string => `\tuint8_t ${name}[] = \n\t{\n${rows(bytes, '\t\t')}`;
  const parts = fragments.map((fragment, index) => {
    const last = index === fragments.length - 1;
    return `${open(`fragment_${decimal(index + 1, 2)}`, fragment)}${last ? '\n\t};' : '};\n'}`;
  });
  return [`${open('manifest_data', manifest)}\n\t};\n`, ...parts].join('\n');
}
