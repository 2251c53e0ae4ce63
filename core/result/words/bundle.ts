import type { FaultTable } from '../faultTable.ts';
import { sayChipId } from '../format.ts';

const more = (count: number): string => (count === 0 ? '' : ` ${count} more lines are wrong too.`);

/** Cloud ID bundles: archives, certificates, key files, the reel's letter. */
export const bundleFaults = {
  'bundle/not-a-bundle': (d: { file: string; why: string }) => ({
    what: 'This is not a Cloud ID bundle.',
    object: d.file,
    why: d.why,
    todo: 'Choose the file from CIRRENT Cloud ID for this batch: a .7z or .zip that holds archives named …_E0E0_Certs.7z and …_keys.7z.',
  }),
  'bundle/other-format': (d: { file: string; format: string }) => ({
    what: 'This archive format is not supported.',
    object: d.file,
    why: `It is ${d.format}; supported are .7z and .zip.`,
    todo: 'Unpack it, then open the folder (or pack it as .zip).',
  }),
  'bundle/damaged': (d: { file: string; why: string }) => ({
    what: 'The archive cannot be unpacked.',
    object: d.file,
    why: d.why,
    todo: 'Get the file again, and open it without changes.',
  }),
  'bundle/too-big': (d: { file: string; what: string; limit: string }) => ({
    what: 'The archive was not unpacked: it would become too large.',
    object: d.file,
    why: `Its header says that it holds ${d.what}; the limit is ${d.limit}.`,
    todo: 'A real bundle is much smaller. Do not trust this file; get it again from its source.',
  }),
  'bundle/packing-method': (d: { file: string; method: string }) => ({
    what: 'The archive was not unpacked: its packing method can use too much memory.',
    object: d.file,
    why: `It is packed with ${d.method}.`,
    todo: 'Pack it again with the default settings of 7-Zip (.7z) or as a plain .zip, or get it again.',
  }),
  'bundle/unsafe-path': (d: { file: string; path: string }) => ({
    what: 'The archive was not unpacked: a name in it leads out of its folder.',
    object: d.file,
    why: `It holds an entry named "${d.path}".`,
    todo: 'Do not trust this file; get it again from its source.',
  }),
  'bundle/not-a-key': (d: { length: number; most: number }) => ({
    what: 'This is not a transport key.',
    object: 'the reel\'s secrets',
    why: d.length === 0 ? 'It is empty, so it was not used.' : `It has ${d.length} characters; a transport key has at most ${d.most}. It was not used.`,
    todo: 'Use the transport key from the letter of this reel (32 hexadecimal digits).',
  }),
  'bundle/wrong-key': (d: { file: string }) => ({
    what: 'The transport key is wrong.',
    object: d.file,
    why: 'The transport key does not open the secrets archive. The key was not kept.',
    todo: 'Compare reel ID and transport key with the letter, character by character, and enter the key again. If it is right, the archive is damaged: download the bundle again.',
  }),
  'bundle/encrypted': (d: { file: string }) => ({
    what: 'The archive is encrypted.',
    object: d.file,
    why: 'It needs a key, and no key was given.',
    todo: 'The transport key opens only the secrets archive. For other archives, ask their sender.',
  }),
  'bundle/locked': (d: { reel: string }) => ({
    what: 'The secrets of this reel are locked.',
    object: d.reel,
    why: 'The transport key was not entered.',
    todo: "Enter the transport key from the reel's letter.",
  }),
  'bundle/several-reels': (d: { first: string; other: string }) => ({
    what: 'These archives belong to different reels.',
    object: d.other,
    why: `One is of ${d.first}, another of ${d.other}.`,
    todo: 'Open the files of one reel at a time.',
  }),
  'bundle/duplicate-chip': (d: { chipId: string; object: string; file: string }) => ({
    what: 'The bundle contradicts itself.',
    object: sayChipId(d.chipId),
    why: `${d.file} holds ${d.object} of this chip twice, with different content.`,
    todo: 'Nothing from this file was used. Download the bundle again. If the result is the same, ask the vendor which content is right.',
  }),
  'bundle/bad-certificate': (d: { file: string; why: string }) => ({
    what: 'A certificate in the bundle cannot be read.',
    object: d.file,
    why: d.why,
    todo: 'The rest of the bundle can be used. Download the bundle again, or ask the vendor for this certificate.',
  }),
  'bundle/bad-name': (d: { file: string; why: string }) => ({
    what: 'The name of a file in the bundle does not match its content.',
    object: d.file,
    why: d.why,
    todo: 'The rest of the bundle can be used. Ask the vendor about this file.',
  }),
  'bundle/bad-key-line': (d: { file: string; line: number; why: string; more: number }) => ({
    what: `Line ${d.line} of the key file is not a valid record.`,
    object: d.file,
    why: `${d.why}${more(d.more)}`,
    todo: 'No secret was used. Each line has a chip id of 20 and a key of 128 hexadecimal digits. Download the bundle again.',
  }),
  'bundle/missing-archive': (d: { name: string; means: string }) => ({
    what: 'A part of the bundle is missing.',
    object: d.name,
    why: d.means,
    todo: 'If this part belongs to the reel, download the bundle again.',
  }),
  'bundle/not-trusted': (d: { file: string; why: string }) => ({
    what: 'A certificate in the bundle does not lead to a trusted root.',
    object: d.file,
    why: d.why,
    todo: 'Download the bundle again. If the result is the same, do not trust this chip. If the CA is your own, add its certificate as an anchor.',
  }),
  'bundle/not-encrypted': (d: { file: string }) => ({
    what: 'The secrets of this bundle are not encrypted.',
    object: d.file,
    why: 'The secrets archive opens without the transport key. Everyone who had the bundle could read the secrets.',
    todo: 'The vendor always encrypts this archive. Find out where the bundle comes from before you use its chips.',
  }),
  'bundle/cancelled': (d: { file: string }) => ({
    what: 'Opening was cancelled.',
    object: d.file,
    why: 'You cancelled it. The program kept nothing.',
    todo: 'Open it again when you need it.',
  }),
  'bundle/closed': (d: { reel: string }) => ({
    what: 'This reel is no longer open.',
    object: d.reel,
    why: 'It was closed, and its secrets were erased from memory.',
    todo: 'Open the bundle again.',
  }),
  'bundle/no-chip': (d: { chipId: string; reel: string }) => ({
    what: 'The chip is not on this reel.',
    object: sayChipId(d.chipId),
    why: `${d.reel} has no certificate and no secret for this chip.`,
    todo: 'Check the chip id, or open the bundle of the chip\'s reel.',
  }),
  'bundle/no-secret': (d: { chipId: string; secret: string }) => ({
    what: `The bundle has no ${d.secret} for this chip.`,
    object: sayChipId(d.chipId),
    why: 'The key file has no line for it. A bundle can hold more certificates than the reel has chips.',
    todo: 'Check that the chip is from this reel.',
  }),
  'bundle/bad-chip-id': (d: { found: string }) => ({
    what: 'This is not a chip id.',
    object: d.found,
    why: 'A chip id has 20 hexadecimal digits: 12 for the batch, 4 each for the position X and Y on the wafer.',
    todo: 'Copy it from the connected chip or from the list of the reel.',
  }),
  'bundle/bad-recipient': (d: { why: string }) => ({
    what: 'Nothing was encrypted.',
    object: 'recipient',
    why: d.why,
    todo: 'Give the public key of an age identity. It begins with age1; the recipient makes it with age-keygen.',
  }),
  'bundle/not-confirmed': (d: { words: string }) => ({
    what: 'Nothing was written.',
    object: 'unencrypted secrets',
    why: 'Secrets are saved without encryption only after a confirmation.',
    todo: `Choose a recipient to encrypt them for. To save them without encryption, confirm with these words: ${d.words}.`,
  }),
  'bundle/no-key-archive': (d: { reel: string }) => ({
    what: 'This reel has no archive of secrets.',
    object: d.reel,
    why: 'The bundle was opened without its …_keys.7z archive.',
    todo: 'Open the bundle with all its archives.',
  }),
} satisfies FaultTable;
