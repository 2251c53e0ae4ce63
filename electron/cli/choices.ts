import { newKeyAlgorithms, type NewKeyAlgorithm } from '../../core/objects/codes.ts';

/*
 * What options choose from. Apart from the commands, because the help and the parser need it and a command is loaded
 * only when it runs.
 */

/** Forms of `object read --as`. */
export const readForms = ['pem', 'der', 'hex', 'dat', 'c', 'raw'] as const;
export type ReadForm = (typeof readForms)[number];

/** Forms of `export --as`. */
export const exportForms = ['json', 'otc'] as const;

/** Names of algorithms on the command line. Brainpool's names are those of openssl. */
const nameOf = (algorithm: NewKeyAlgorithm): string => algorithm.replace(/^brainpoolp/, 'brainpoolP');
/** Algorithms for new keys by their names. */
export const newKeys: ReadonlyMap<string, NewKeyAlgorithm> = new Map(newKeyAlgorithms.map((algorithm) => [nameOf(algorithm), algorithm]));
export const newKeyNames: readonly string[] = [...newKeys.keys()];
