import { newKeyAlgorithms, type NewKeyAlgorithm } from '../../core/objects/codes.ts';

/*
 * The values of options. They are separate from the commands, because the help and the parser need them, and a command is loaded
 * only when it runs.
 */

/** Forms of `object read --as`. */
export const readForms = ['pem', 'der', 'hex', 'dat', 'c', 'raw'] as const;
export type ReadForm = (typeof readForms)[number];

/** Forms of `export --as`. */
export const exportForms = ['json', 'otc'] as const;

/** Name of an algorithm on the command line. Brainpool curves have openssl's names. */
const nameOf = (algorithm: NewKeyAlgorithm): string => algorithm.replace(/^brainpoolp/, 'brainpoolP');
/** Algorithms for new keys by their names. */
export const newKeys: ReadonlyMap<string, NewKeyAlgorithm> = new Map(newKeyAlgorithms.map((algorithm) => [nameOf(algorithm), algorithm]));
export const newKeyNames: readonly string[] = [...newKeys.keys()];
