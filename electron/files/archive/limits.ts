import { isArchiveName } from '../../../core/bundle/names.ts';
import { fileLimit } from '../read.ts';

/** What a bundle may become when it is unpacked. A reel of 20 000 chips needs about a tenth of it. */
export interface ArchiveLimits {
  readonly files: number;
  /** Of one file, and of all together; bytes. */
  readonly fileBytes: number;
  readonly totalBytes: number;
}

const mega = 1024 * 1024;

/** Archives of one bundle, and of an input. */
export const mostArchives = 1000;
/** The outer archive: a few archives and what is beside them, or the certificates of a reel each by itself. */
export const outerLimits: ArchiveLimits = { files: 100_000, fileBytes: 128 * mega, totalBytes: 256 * mega };
/** The archives inside: a certificate is about a kilobyte, a key file 150 bytes a chip. */
export const innerLimits: ArchiveLimits = { files: 100_000, fileBytes: 32 * mega, totalBytes: 256 * mega };
/** The archive of the secrets. */
export const keyLimits: ArchiveLimits = { files: 1000, fileBytes: 32 * mega, totalBytes: 64 * mega };

/** Certificates and keys become two to four times as large; a few that are alike do not matter. */
const growth = { times: 20, free: 16 * mega } as const;

/** What so many packed bytes may become, over all levels together: a small file must not fill the memory. Bytes. */
export const allowance = (packed: number): number => growth.free + growth.times * packed;

/** The limits, and no more than that together. */
export const within = ({ files, fileBytes, totalBytes }: ArchiveLimits, allowed: number): ArchiveLimits => ({ files, fileBytes: Math.min(fileBytes, allowed), totalBytes: Math.min(totalBytes, allowed) });

/** Memory that unpacking takes besides the content: a dictionary is never larger than what it was made for. Bytes. */
export const dictionaryLimit = (content: number): number => Math.max(64 * mega, 2 * content);

/** A bundle's own size, bytes. */
export const bundleLimit = 128 * mega;

/** Most bytes of a file that is handed over, by its name: what is not an archive is never so large. */
export const limitOf = (name: string): number => (isArchiveName(name) ? bundleLimit : fileLimit);

export const megabytes = (bytes: number): string => `${Math.round(bytes / mega)} MB`;
