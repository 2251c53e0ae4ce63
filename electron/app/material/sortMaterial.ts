import { ownCertificate, type Certificate } from '../../../core/certificates/certificate.ts';
import type { MaterialGroup } from '../../../core/contract/material.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { describePublicKey, encodeSpki } from '../../../core/keys/publicKey.ts';
import type { PrivateKey } from '../../../core/keys/privateKey.ts';
import type { Fault } from '../../../core/result/fault.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import { faultView } from '../faultView.ts';
import { openMaterial } from './openMaterial.ts';

export interface SortedFile {
  readonly ticket: string;
  readonly name: string;
  readonly keys: readonly PrivateKey[];
  readonly certificates: readonly Certificate[];
  /** Why no key and no certificate could be read from the file. */
  readonly fault?: Fault;
}

async function read(ticket: string, name: string, bytes: Uint8Array): Promise<SortedFile> {
  const found = await openMaterial(bytes, { file: name });
  return found.ok ? { ticket, name, ...found.value } : { ticket, name, keys: [], certificates: [], fault: found.fault };
}

/** Whether the file contains a key that needs a password. */
export const isLocked = ({ fault }: SortedFile): boolean => fault?.code === 'key/encrypted';

/** Why a file of keys or certificates cannot be used; undefined for a good file, and for a file of another kind. */
export const damageOf = ({ fault }: SortedFile): Fault | undefined => (fault?.code === 'key/not-a-key' || fault?.code === 'key/public-only' ? undefined : fault);

/** A file whose whole content is also in other files. */
interface Copy {
  readonly name: string;
  readonly of: string;
}

/** Files that belong together. They are a pair when there is exactly one key and one certificate for it. */
export interface SortedFiles {
  /** The files, without copies. */
  readonly files: readonly SortedFile[];
  readonly copies: readonly Copy[];
  readonly pair?: { readonly certificate: Certificate };
  /** Why the files are not a pair, although the key has certificates. */
  readonly problem?: Fault<'certificate/several-for-key'>;
}

const namesOf = (files: readonly SortedFile[]): string => files.map(({ name }) => name).join(', ');

function ownOf(files: readonly SortedFile[]): Result<Certificate | undefined, 'certificate/several-for-key'> {
  const [key] = files.flatMap(({ keys }) => keys);
  return key === undefined ? ok(undefined) : ownCertificate(key, files.flatMap(({ certificates }) => certificates), namesOf(files));
}

/** Describes a group when the user is asked what to use it for. */
function say(files: readonly SortedFile[]): string {
  const [key] = files.flatMap(({ keys }) => keys);
  const found = ownOf(files);
  const own = (found.ok ? found.value : undefined) ?? files.flatMap((file) => file.certificates)[0];
  const parts = [
    ...(key === undefined ? [] : [`${describePublicKey(key.publicKey)} key`]),
    ...(files.some(isLocked) ? ['a key with a password'] : []),
    ...(own === undefined ? [] : [`certificate of ${own.subject}${own.isCa ? ', which may sign others (CA)' : ''}`]),
  ];
  return parts.length === 0 ? 'cannot be read' : parts.join(', ');
}

/** Joins a key that needs a password with a certificate, if that is the only certificate without a key. */
function withLocked(groups: readonly (readonly SortedFile[])[]): readonly (readonly SortedFile[])[] {
  const locked = groups.filter((group) => group.some(isLocked));
  const alone = groups.filter((group) => group.every((file) => file.keys.length === 0 && !isLocked(file)));
  if (locked.length !== 1 || alone.length !== 1) return groups;
  return [...groups.filter((group) => !locked.includes(group) && !alone.includes(group)), [...locked, ...alone].flat()];
}

const keyIds = ({ keys }: SortedFile): string[] => keys.map(({ publicKey }) => toHex(encodeSpki(publicKey)));

/** Groups each key with its certificates, whatever files they are in. A file that fits no key is a group by itself. */
function byKey(files: readonly SortedFile[]): (readonly SortedFile[])[] {
  const holder = new Map(files.toReversed().flatMap((file) => keyIds(file).map((key) => [key, file] as const)));
  const groups = new Map(files.map((file) => [file, [file]]));
  for (const file of files) {
    for (const key of [...keyIds(file), ...file.certificates.map(({ spki }) => toHex(spki))]) {
      const [mine, other] = [groups.get(file) ?? [], groups.get(holder.get(key) ?? file) ?? []];
      if (mine === other) continue;
      other.push(...mine);
      for (const moved of mine) groups.set(moved, other);
    }
  }
  return [...new Set(groups.values())];
}

const contentOf = (file: SortedFile): string[] => [...keyIds(file), ...file.certificates.map(({ fingerprint }) => fingerprint)];

/** Removes the copies from a group: files whose keys and certificates are all in earlier files. */
function withoutCopies(group: readonly SortedFile[]): { readonly files: readonly SortedFile[]; readonly copies: readonly Copy[] } {
  const holders = new Map<string, SortedFile>();
  const copies = new Map<SortedFile, Copy>();
  for (const file of group.toSorted((a, b) => compareNames(a.name, b.name))) {
    const content = contentOf(file);
    const others = new Set(content.flatMap((part) => holders.get(part) ?? []));
    if (content.length > 0 && content.every((part) => holders.has(part))) copies.set(file, { name: file.name, of: namesOf([...others]) });
    else for (const part of content) holders.set(part, holders.get(part) ?? file);
  }
  return { files: group.filter((file) => !copies.has(file)), copies: [...copies.values()] };
}

/** Compares names as people do: `dev 2` before `dev 10`. */
export const compareNames = new Intl.Collator('en', { numeric: true }).compare;
const byName = ([a]: readonly SortedFile[], [b]: readonly SortedFile[]): number => compareNames(a?.name ?? '', b?.name ?? '');

/** Groups files that came together: a key and its certificate are one group. */
export async function sortFiles(files: readonly { readonly ticket: string; readonly name: string; readonly bytes: Uint8Array }[]): Promise<SortedFiles[]> {
  const sorted: SortedFile[] = [];
  for (const { ticket, name, bytes } of files) sorted.push(await read(ticket, name, bytes));
  return withLocked(byKey(sorted)).toSorted(byName).map((group) => {
    const parts = withoutCopies(group);
    for (const file of group) if (!parts.files.includes(file)) for (const key of file.keys) key.secret.wipe();
    if (new Set(group.flatMap(keyIds)).size !== 1) return parts;
    const own = ownOf(parts.files);
    if (!own.ok) return { ...parts, problem: own.fault };
    return own.value === undefined ? parts : { ...parts, pair: { certificate: own.value } };
  });
}

/** Wipes the private keys that the sorting has read. */
export const wipeSorted = (sorted: readonly SortedFiles[]): void => {
  for (const key of sorted.flatMap(({ files }) => files.flatMap(({ keys }) => keys))) key.secret.wipe();
};

/** Converts the groups to the form for the window. Two or more groups are not used by themselves: the user decides what each is for. */
export const viewSorted = (sorted: readonly SortedFiles[]): MaterialGroup[] =>
  sorted.map(({ files, copies, pair, problem }) => ({
    tickets: files.map(({ ticket }) => ticket),
    files: files.map(({ name }) => name),
    copies: [...copies],
    says: say(files),
    key: files.some(isLocked) ? 'locked' : files.some(({ keys }) => keys.length > 0) ? 'open' : 'none',
    certificate: files.some(({ certificates }) => certificates.length > 0),
    pair: pair !== undefined,
    ...(problem === undefined ? {} : { problem: faultView(problem) }),
  }));
