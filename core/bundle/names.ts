import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import type { ChipId } from '../objects/uid.ts';

/** Objects whose certificates a bundle holds (spec page 5). */
export const reelObjects = ['E0E0', 'E0E1', 'E0E2'] as const;
export type ReelObject = (typeof reelObjects)[number];

export const isReelObject = (text: string): text is ReelObject => (reelObjects as readonly string[]).includes(text);

interface ReelName {
  readonly reelId: string;
  /** Batch ID; its older name is GUID. */
  readonly batch: string;
}

export type ArchiveName = ReelName & ({ readonly kind: 'certificates'; readonly object: ReelObject } | { readonly kind: 'keys' });

/** A bundle, or one of its archives, by the end of its name. */
export const isArchiveName = (name: string): boolean => /\.(7z|zip)$/i.test(name);

/** Last part of a path with slashes of either kind. */
export const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

/** `<reelID>_<GUID>_E0E0_Certs.7z` or `<reelID>_<GUID>_keys.7z`, in any case; undefined for every other name. */
export function parseArchiveName(path: string): ArchiveName | undefined {
  const found = /^([^_]+)_(.+?)_(?:(E0E[0-2])_Certs|keys)\.7z$/i.exec(baseName(path));
  if (found === null) return undefined;
  const [, reelId = '', batch = '', object] = found;
  if (object === undefined) return { kind: 'keys', reelId, batch };
  const named = object.toUpperCase();
  return isReelObject(named) ? { kind: 'certificates', object: named, reelId, batch } : undefined;
}

/** `<chipID>_E0E0.pem`, in any case. */
export function parseCertificateName(path: string): { readonly chipId: ChipId; readonly object: string } | undefined {
  const found = /^([0-9a-f]{20})_(E0E[0-9])\.pem$/i.exec(baseName(path));
  if (found === null) return undefined;
  return { chipId: (found[1] as string).toLowerCase() as ChipId, object: (found[2] as string).toUpperCase() };
}

/** Takes 20 hexadecimal digits in any case, in groups too. */
export function parseChipId(text: string): Result<ChipId, 'bundle/bad-chip-id'> {
  const digits = text.replace(/^0x/i, '').replace(/[\s:_-]/g, '').toLowerCase();
  if (/^[0-9a-f]{20}$/.test(digits)) return ok(digits as ChipId);
  return err(fault('bundle/bad-chip-id', { found: text.slice(0, 40) }));
}

/** Parts of a chip id: six bytes of batch, and the place on the wafer. */
export function chipIdParts(chipId: string): { readonly batch: string; readonly x: number; readonly y: number } {
  return { batch: chipId.slice(0, 12), x: Number.parseInt(chipId.slice(12, 16), 16), y: Number.parseInt(chipId.slice(16), 16) };
}

export type KeyKind = 'pbs' | 'auto';

/** What each secret is called, and the object that holds it on the chip. */
export const keyKinds = {
  pbs: { name: 'platform binding secret', object: '0xE140', file: 'PBS_keys.txt' },
  auto: { name: 'authorization reference', object: '0xF1D0', file: 'auto_keys.txt' },
} as const;

/** `PBS_keys.txt` or `auto_keys.txt`, in any case. */
export function parseKeyFileName(path: string): KeyKind | undefined {
  const name = baseName(path).toLowerCase();
  if (name === 'pbs_keys.txt') return 'pbs';
  return name === 'auto_keys.txt' ? 'auto' : undefined;
}
