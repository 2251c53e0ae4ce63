import { fromBase64, toBase64 } from './base64.ts';

export interface PemBlock {
  readonly label: string;
  /** Headers between the begin line and the base64, for example DEK-Info. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined when the text between the lines is not base64. */
  readonly bytes: Uint8Array | undefined;
}

export interface PemText {
  readonly blocks: readonly PemBlock[];
  /** Label of a block that begins but does not end. */
  readonly unfinished?: string;
}

/**
 * The lines of a PEM body, without what other formats add: `\n` written as two characters; the quotes, line
 * continuations and plus signs of C, JSON or shell text; the `>` of quoted mail. Base64 has none of these characters.
 */
function plainLines(body: string): string[] {
  const lines = body.replace(/\\[rn]/g, '\n').replaceAll('\\/', '/').split(/\r\n|\r|\n/);
  return lines.map((line) => line.replace(/["'][\s+,;.\\]*$|[\s\\]+$/, '').replace(/^[\s>"']+/, ''));
}

function readBody(label: string, body: string): PemBlock {
  const headers: Record<string, string> = {};
  const content: string[] = [];
  for (const line of plainLines(body)) {
    const header = /^([A-Za-z][A-Za-z0-9-]*):\s*(.*)$/.exec(line);
    if (header) headers[(header[1] as string).toLowerCase()] = header[2] as string;
    else content.push(line);
  }
  return { label, headers, bytes: fromBase64(content.join('')) };
}

/** Finds every PEM block of a text (RFC 7468, lax), with any text around the blocks, also in C strings, JSON and environment files. */
export function readPem(text: string): PemText {
  const blocks: PemBlock[] = [];
  const begin = /-----BEGIN ([^-\r\n\\"]+)-----/g;
  for (let match = begin.exec(text); match !== null; match = begin.exec(text)) {
    const label = match[1] as string;
    const end = text.indexOf(`-----END ${label}-----`, begin.lastIndex);
    const next = text.indexOf('-----BEGIN ', begin.lastIndex);
    if (end < 0 || (next >= 0 && next < end)) return { blocks, unfinished: label };
    blocks.push(readBody(label, text.slice(begin.lastIndex, end)));
    begin.lastIndex = end;
  }
  return { blocks };
}

/** One PEM block: 64 characters a line, with LF after each line. */
export function encodePem(label: string, der: Uint8Array): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
