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
export const outerLimits: ArchiveLimits = { files: 100_000, fileBytes: 256 * mega, totalBytes: 512 * mega };
/** The archives inside: a certificate is about a kilobyte, a key file 150 bytes a chip. */
export const innerLimits: ArchiveLimits = { files: 100_000, fileBytes: 32 * mega, totalBytes: 256 * mega };

/** A bundle's own size, bytes. */
export const bundleLimit = 128 * mega;

/** Most bytes of a file that is handed over, by its name: what is no archive is never so large. */
export const limitOf = (name: string): number => (isArchiveName(name) ? bundleLimit : fileLimit);

export const megabytes = (bytes: number): string => `${Math.round(bytes / mega)} MB`;
