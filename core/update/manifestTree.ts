import { hexNumber, toHex } from '../bytes/hex.ts';
import { algorithmNames, algorithmWords } from '../objects/codes.ts';
import type { ManifestPayload } from './manifest.ts';

/** One CBOR item of a manifest, in the order of the bytes. */
export interface TreeRow {
  /** 0 for the whole manifest. */
  readonly depth: number;
  /** Index of the first byte within the manifest, and of the byte after the last. */
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly says: string;
}

/** The meaning of the items, by their path: `.n` item of an array, `/k` value of a map, `>` inside a byte string. */
const names: Readonly<Record<string, string>> = {
  '': 'Manifest',
  '.0': 'Protected header',
  '.0>': 'Header',
  '.0>/1': 'Signature algorithm',
  '.1': 'Unprotected header',
  '.1/4': 'Trust anchor',
  '.2': 'Signed part',
  '.2>': 'Body',
  '.2>.0': 'Manifest version',
  '.2>.1': 'Unused',
  '.2>.2': 'Unused',
  '.2>.3': 'Payload',
  '.2>.3.0': 'Payload type',
  '.2>.3.1': 'Payload length',
  '.2>.3.2': 'Payload version',
  '.2>.3.3': 'Details',
  '.2>.4': 'Protection',
  '.2>.4.0': 'Integrity',
  '.2>.4.0.0': 'Step',
  '.2>.4.0.1': 'Digest',
  '.2>.4.0.1>': 'Digest',
  '.2>.4.0.1>.0': 'Hash',
  '.2>.4.0.1>.1': 'Digest of fragment 1',
  '.2>.4.1': 'Confidentiality',
  '.2>.4.1.0': 'Step',
  '.2>.4.1.1': 'Encryption',
  '.2>.4.1.1.0': 'Header',
  '.2>.4.1.1.0>': 'Header',
  '.2>.4.1.1.0>/1': 'Cipher',
  '.2>.4.1.1.1': 'Recipients',
  '.2>.4.1.1.1.0': 'Recipient',
  '.2>.4.1.1.1.0.0': 'Header',
  '.2>.4.1.1.1.0.0>': 'Header',
  '.2>.4.1.1.1.0.0>/4': 'Secret object',
  '.2>.4.1.1.1.0.0>/1': 'Key derivation',
  '.2>.4.1.1.1.0.0>/5': 'Derivation input',
  '.2>.4.1.1.1.0.0>/5.0': 'Label',
  '.2>.4.1.1.1.0.0>/5.1': 'Seed',
  '.2>.4.1.1.1.0.1': 'Unused',
  '.2>.4.1.1.2': 'Unused',
  '.2>.5': 'Addressee',
  '.2>.5.0': 'Component id',
  '.2>.5.1': 'Target',
  '.3': 'Signature',
};

/** Byte strings that contain CBOR themselves. */
const nested = new Set(['.0', '.2', '.2>.4.0.1', '.2>.4.1.1.0', '.2>.4.1.1.1.0.0']);
const objectIds = new Set(['.1/4', '.2>.4.1.1.1.0.0>/4', '.2>.5.1']);
const codes: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  '.0>/1': { [-7]: 'ES_256', [-65700]: 'RSASSA-PKCS1-v1_5 with SHA-256' },
  '.2>.3.0': { [-1]: 'data', [-2]: 'metadata', [-3]: 'key' },
  '.2>.4.0.1>.0': { 41: 'SHA-256' },
  '.2>.4.1.1.0>/1': { 10: 'AES-CCM-16-64-128' },
  '.2>.4.1.1.1.0.0>/1': { [-65720]: 'TLS 1.2 PRF with SHA-256' },
};

const details: Readonly<Record<ManifestPayload['kind'], readonly [string, string]>> = {
  data: ['Offset', 'Write type'],
  key: ['Key algorithm', 'Key usage'],
  metadata: ['Content reset', 'Unused'],
};

function sayNumber(path: string, value: number, kind: ManifestPayload['kind']): string {
  const word = codes[path]?.[value];
  if (word !== undefined) return `${value} = ${word}`;
  if (path === '.2>.3.3.0' && kind === 'key') {
    const name = algorithmNames.get(value);
    return name === undefined ? String(value) : `${value} = ${algorithmWords[name]}`;
  }
  if (path === '.2>.3.3.0' && kind === 'metadata') return `${value} = ${['as the object says (F0)', 'zeros', 'random bytes'][value] ?? 'unknown'}`;
  if (path === '.2>.3.3.1' && kind === 'key') return hexNumber(value);
  if (path === '.2>.3.3.1' && kind === 'data') return `${value} = ${value === 1 ? 'write' : 'erase and write'}`;
  return String(value);
}

function sayBytes(path: string, bytes: Uint8Array): string {
  if (objectIds.has(path)) return `0x${toHex(bytes).toUpperCase()}`;
  if (path === '.2>.5.0') return bytes.length === 0 ? 'empty: for every chip' : `${bytes.length} bytes: for one chip`;
  const printable = path.endsWith('/5.0') && bytes.length > 0 && bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  return printable ? `"${String.fromCharCode(...bytes)}"` : `${bytes.length} bytes`;
}

class Walk {
  readonly rows: TreeRow[] = [];
  readonly #bytes: Uint8Array;
  readonly #kind: ManifestPayload['kind'];

  constructor(bytes: Uint8Array, kind: ManifestPayload['kind']) {
    this.#bytes = bytes;
    this.#kind = kind;
  }

  #name(path: string): string {
    if (path === '.2>.3.3.0') return details[this.#kind][0];
    if (path === '.2>.3.3.1') return details[this.#kind][1];
    return names[path] ?? 'Item';
  }

  #head(at: number): { readonly major: number; readonly value: number; readonly next: number } {
    const first = this.#bytes[at] as number;
    const size = [0, 1, 2, 4][Math.max(0, (first & 0x1f) - 23)] ?? 0;
    const long = this.#bytes.subarray(at + 1, at + 1 + size).reduce((sum, byte) => sum * 256 + byte, 0);
    return { major: first >> 5, value: size === 0 ? first & 0x1f : long, next: at + 1 + size };
  }

  /** @returns index of the byte after the item */
  item(at: number, path: string, depth: number): number {
    const { major, value, next } = this.#head(at);
    const row = this.rows.length;
    const put = (to: number, says: string): number => {
      this.rows[row] = { depth, from: at, to, name: this.#name(path), says };
      return to;
    };
    put(at, '');
    if (major === 0 || major === 1) return put(next, sayNumber(path, major === 0 ? value : -1 - value, this.#kind));
    if (major === 2) {
      const end = next + value;
      if (!nested.has(path)) return put(end, sayBytes(path, this.#bytes.subarray(next, end)));
      this.item(next, `${path}>`, depth + 1);
      return put(end, `${value} bytes of CBOR`);
    }
    if (major !== 4 && major !== 5) return put(next, 'none');
    let inner = next;
    for (let index = 0; index < value; index++) {
      const key = major === 5 ? this.#head(inner) : undefined;
      inner = this.item(key?.next ?? inner, key === undefined ? `${path}.${index}` : `${path}/${key.value}`, depth + 1);
    }
    const one = major === 4 ? 'item' : 'entry';
    const many = major === 4 ? 'items' : 'entries';
    return put(inner, `${value} ${value === 1 ? one : many}`);
  }
}

/** The CBOR of a manifest that `parseManifest` accepted, item by item, with each item's position and meaning. */
export function manifestTree(bytes: Uint8Array, kind: ManifestPayload['kind']): readonly TreeRow[] {
  const walk = new Walk(bytes, kind);
  walk.item(0, '', 0);
  return walk.rows;
}
