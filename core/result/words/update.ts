import type { FaultTable } from '../faultTable.ts';
import { sayManifestProblem, type ManifestProblem } from './manifest.ts';

const again = 'Get the data set again from its source.';

/** Protected-update data sets. */
export const updateFaults = {
  /** `file`: the manifest's file, when the data set is in several. */
  'update/malformed-manifest': (d: ManifestProblem & { file?: string }) => ({
    what: 'The manifest cannot be read.',
    ...(d.file === undefined ? {} : { object: d.file }),
    why: sayManifestProblem(d),
    todo: again,
  }),
  'update/bad-payload': (d: { kind: string; why: string }) => ({
    what: `The ${d.kind} payload is wrong.`,
    why: d.why,
    todo: 'Build the data set again with a valid payload.',
  }),
  'update/bad-option': (d: { option: string; why: string; todo: string }) => ({
    what: `The value of "${d.option}" is wrong.`,
    object: d.option,
    why: d.why,
    todo: d.todo,
  }),
  'update/unknown-option': (d: { option: string; known: string }) => ({
    what: `There is no option "${d.option}".`,
    object: d.option,
    why: 'It may be misspelt.',
    todo: `Known options: ${d.known}.`,
  }),
  'update/repeated-option': (d: { option: string }) => ({
    what: `"${d.option}" is given twice.`,
    object: d.option,
    why: 'It is not clear which value is meant.',
    todo: 'Give it once.',
  }),
  'update/missing-option': (d: { option: string; why: string }) => ({
    what: `"${d.option}" is missing.`,
    object: d.option,
    why: d.why,
    todo: `Add ${d.option}=…`,
  }),
  'update/no-data-set': (d: { file: string; why: string }) => ({
    what: 'The file holds no data set.',
    object: d.file,
    why: d.why,
    todo: 'Choose the output of the data set tool. If manifest and fragments are separate files, choose them together.',
  }),
  'update/several-data-sets': (d: { file: string; count: number }) => ({
    what: 'The file holds more than one data set.',
    object: d.file,
    why: `There are ${d.count} manifests. The vendor’s tool appends to its output file.`,
    todo: 'Save the data set that you want in a separate file.',
  }),
  'update/other-file': (d: { file: string; why: string }) => ({
    what: 'These files do not belong to one data set.',
    object: d.file,
    why: d.why,
    todo: 'Give one manifest with its fragments, or one data set file.',
  }),
  'update/no-fragments': (d: { file: string }) => ({
    what: 'The file has a manifest, but no fragments.',
    object: d.file,
    why: 'A data set is a manifest and at least one fragment.',
    todo: 'Copy the whole output, with every fragment_NN array.',
  }),
  'update/bad-fragment': (d: { number: number; why: string }) => ({
    what: `Fragment ${d.number} is wrong.`,
    object: `fragment ${d.number}`,
    why: d.why,
    todo: again,
  }),
  'update/bad-signature': (d: { signer: string }) => ({
    what: 'The signature of the manifest is not valid.',
    object: 'manifest',
    why: `It was not made by ${d.signer}, or the manifest was changed later.`,
    todo: 'Use the certificate of the key that signed this data set, or build it again.',
  }),
  'update/other-anchor': (d: { named: string; expected: string }) => ({
    what: 'The data set names another trust anchor.',
    object: d.named,
    why: `The expected trust anchor is ${d.expected}.`,
    todo: 'Choose the data set for this trust anchor. If this is the right data set, its manifest was changed.',
  }),
  'update/wrong-secret': (d: { number: number }) => ({
    what: 'The payload cannot be decrypted.',
    object: `fragment ${d.number}`,
    why: 'The data set was encrypted with another secret.',
    todo: 'Use the secret that was used to build this data set.',
  }),
  'update/too-many-fragments': (d: { count: number; limit: number }) => ({
    what: 'The example firmware cannot send this data set.',
    object: 'fragments',
    why: `It has ${d.count} fragments; that firmware sends at most ${d.limit}.`,
    todo: 'Send it with this program instead, or make the payload smaller.',
  }),
  'update/wrong-kind': (d: { kind: string; found: string }) => ({
    what: `The data set is not of kind "${d.kind}".`,
    object: d.kind,
    why: `It carries ${d.found}.`,
    todo: 'Choose the header kind that matches the data set.',
  }),
  'update/version-zero': (_: undefined) => ({
    what: 'The chip does not accept version 0.',
    object: 'payload version',
    why: 'It accepts only a version higher than the version of the object, which is at least 0.',
    todo: 'Build the data set with payload version 1 or more.',
  }),
} satisfies FaultTable;
