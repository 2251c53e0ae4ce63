import { belongsTogether, type Certificate } from '../../../core/certificates/certificate.ts';
import type { MaterialGroup } from '../../../core/contract/material.ts';
import { describePublicKey } from '../../../core/keys/publicKey.ts';
import type { PrivateKey } from '../../../core/keys/privateKey.ts';
import { openMaterial } from './openMaterial.ts';

interface File {
  readonly ticket: string;
  readonly name: string;
  readonly keys: readonly PrivateKey[];
  readonly certificates: readonly Certificate[];
  /** It holds a key that only a password opens. */
  readonly encrypted: boolean;
}

async function read(ticket: string, name: string, bytes: Uint8Array): Promise<File> {
  const found = await openMaterial(bytes, { file: name });
  if (!found.ok) return { ticket, name, keys: [], certificates: [], encrypted: found.fault.code === 'key/encrypted' };
  return { ticket, name, ...found.value, encrypted: false };
}

const fit = (a: File, b: File): boolean => a.keys.some((key) => b.certificates.some((certificate) => belongsTogether(key, certificate).ok));

/** What a group is, for the one who is asked what it is for. */
function say(files: readonly File[]): string {
  const [key] = files.flatMap(({ keys }) => keys);
  const certificates = files.flatMap((file) => file.certificates);
  const own = certificates.find((certificate) => key !== undefined && belongsTogether(key, certificate).ok) ?? certificates[0];
  const parts = [
    ...(key === undefined ? [] : [`${describePublicKey(key.publicKey)} key`]),
    ...(files.some(({ encrypted }) => encrypted) ? ['a key with a password'] : []),
    ...(own === undefined ? [] : [`certificate of ${own.subject}${own.isCa ? ', which may sign others (CA)' : ''}`]),
  ];
  return parts.length === 0 ? 'cannot be read' : parts.join(', ');
}

/** A key that waits for its password may belong to the one certificate that no other key belongs to. */
function withLocked(groups: readonly (readonly File[])[]): readonly (readonly File[])[] {
  const locked = groups.filter((group) => group.some(({ encrypted }) => encrypted));
  const alone = groups.filter((group) => group.every(({ keys, encrypted }) => keys.length === 0 && !encrypted));
  if (locked.length !== 1 || alone.length !== 1) return groups;
  return [...groups.filter((group) => !locked.includes(group) && !alone.includes(group)), [...locked, ...alone].flat()];
}

/**
 * Files that came together, sorted by what belongs together: a key and its certificate are one group. Two groups or more
 * are not put into one place: the user says which is which.
 */
export async function sortMaterial(files: readonly { readonly ticket: string; readonly name: string; readonly bytes: Uint8Array }[]): Promise<MaterialGroup[]> {
  const held = await Promise.all(files.map(({ ticket, name, bytes }) => read(ticket, name, bytes)));
  let groups: (readonly File[])[] = [];
  for (const file of held) {
    const mine = groups.filter((group) => group.some((other) => fit(file, other) || fit(other, file)));
    groups = [...groups.filter((group) => !mine.includes(group)), [...mine.flat(), file]];
  }
  const sorted = withLocked(groups).map((group) => ({ tickets: group.map(({ ticket }) => ticket), files: group.map(({ name }) => name), says: say(group) }));
  for (const key of held.flatMap(({ keys }) => keys)) key.secret.wipe();
  return sorted;
}
