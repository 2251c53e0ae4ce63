import { baseName } from '../objects/reelFiles.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import type { ChipId } from '../objects/uid.ts';

export { baseName, isArchiveName, isSystemFile, parseCertificateName, parseKeyFileName } from '../objects/reelFiles.ts';

/** Objects whose certificates a bundle holds (core/bundle/README.md). */
export const reelObjects = ['E0E0', 'E0E1', 'E0E2'] as const;
export type ReelObject = (typeof reelObjects)[number];

export const isReelObject = (text: string): text is ReelObject => (reelObjects as readonly string[]).includes(text);

interface ReelName {
  readonly reelId: string;
  /** Batch ID; its older name is GUID. */
  readonly batch: string;
}

export type ArchiveName = ReelName & ({ readonly kind: 'certificates'; readonly object: ReelObject } | { readonly kind: 'keys' });

/**
 * Accepts `<reelID>_<GUID>_E0E0_Certs.7z` and `<reelID>_<GUID>_keys.7z`, in upper or lower case, and with .zip;
 * undefined for every other name.
 */
export function parseArchiveName(path: string): ArchiveName | undefined {
  const found = /^([^_]+)_(.+?)_(?:(E0E[0-2])_Certs|keys)\.(?:7z|zip)$/i.exec(baseName(path));
  if (found === null) return undefined;
  const [, reelId = '', batch = '', object] = found;
  if (object === undefined) return { kind: 'keys', reelId, batch };
  const named = object.toUpperCase();
  return isReelObject(named) ? { kind: 'certificates', object: named, reelId, batch } : undefined;
}

/** The reel of a file in an unpacked archive: the folder's name is the archive's name. */
export function reelOfFolder(path: string): ArchiveName | undefined {
  const folders = path.split(/[\\/]/).slice(0, -1);
  for (const folder of folders.toReversed()) {
    const named = parseArchiveName(`${folder}.7z`);
    if (named !== undefined) return named;
  }
  return undefined;
}

/** Accepts 20 hexadecimal digits in upper or lower case, also in groups. */
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

/** The name of each secret, and the object that holds it on the chip. */
export const keyKinds = {
  pbs: { name: 'platform binding secret', object: '0xE140', file: 'PBS_keys.txt' },
  auto: { name: 'authorization reference', object: '0xF1D0', file: 'auto_keys.txt' },
} as const;
