import { isArchiveName } from '../../../core/bundle/names.ts';
import { fileLimit } from '../read.ts';

/** Limits for unpacking a bundle. A reel of 20 000 chips needs about a tenth of them. */
export interface ArchiveLimits {
  readonly files: number;
  /** Sizes of one file, and of all together, in bytes. */
  readonly fileBytes: number;
  readonly totalBytes: number;
}

const mega = 1024 * 1024;

/** Maximum number of archives in one bundle, and in one input. */
export const mostArchives = 1000;
/** The outer archive: a few archives and other files, or the certificates of a reel as single files. */
export const outerLimits: ArchiveLimits = { files: 100_000, fileBytes: 128 * mega, totalBytes: 256 * mega };
/** The inner archives: a certificate has about a kilobyte, a key file 150 bytes per chip. */
export const innerLimits: ArchiveLimits = { files: 100_000, fileBytes: 32 * mega, totalBytes: 256 * mega };
/** The archive of the secrets. */
export const keyLimits: ArchiveLimits = { files: 1000, fileBytes: 32 * mega, totalBytes: 64 * mega };

/** Certificates and keys grow two to four times when unpacked. A few identical ones make little difference. */
const growth = { times: 20, free: 16 * mega } as const;

/** Largest unpacked size for this many packed bytes. It covers all levels together, so that a small file cannot fill the memory. Bytes. */
export const allowance = (packed: number): number => growth.free + growth.times * packed;

/** Reduces the given limits to this total size. */
export const within = ({ files, fileBytes, totalBytes }: ArchiveLimits, allowed: number): ArchiveLimits => ({ files, fileBytes: Math.min(fileBytes, allowed), totalBytes: Math.min(totalBytes, allowed) });

/** Memory for unpacking, besides the content itself. A dictionary need not be larger than its content. Bytes. */
export const dictionaryLimit = (content: number): number => Math.max(64 * mega, 2 * content);

/** Maximum size of a bundle's file, bytes. */
export const bundleLimit = 128 * mega;

/** Maximum size of a given file, by its name. Archives may be larger than other files. */
export const limitOf = (name: string): number => (isArchiveName(name) ? bundleLimit : fileLimit);

export const megabytes = (bytes: number): string => `${Math.round(bytes / mega)} MB`;
