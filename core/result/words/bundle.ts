import type { FaultTable } from '../faultTable.ts';

const more = (count: number): string => (count === 0 ? '' : ` ${count} more lines are wrong too.`);

/** Cloud ID bundles: archives, certificates, key files, the reel's letter. */
export const bundleFaults = {
  'bundle/not-a-bundle': (d: { file: string; why: string }) => ({
    what: 'This is no Cloud ID bundle.',
    object: d.file,
    why: d.why,
    todo: 'Take the file that CIRRENT Cloud ID gives for the batch: a .7z or .zip with archives named …_E0E0_Certs.7z and …_keys.7z inside.',
  }),
  'bundle/other-format': (d: { file: string; format: string }) => ({
    what: 'Archives of this kind are not opened.',
    object: d.file,
    why: `It is ${d.format}; what is opened is .7z and .zip.`,
    todo: 'Unpack it, then open the folder (or pack it as .zip).',
  }),
  'bundle/damaged': (d: { file: string; why: string }) => ({
    what: 'The archive cannot be unpacked.',
    object: d.file,
    why: d.why,
    todo: 'Get the file again, and open it as it comes.',
  }),
  'bundle/too-big': (d: { file: string; what: string; limit: string }) => ({
    what: 'The archive was not unpacked: it would become too large.',
    object: d.file,
    why: `It says that it holds ${d.what}; at most ${d.limit} are taken.`,
    todo: 'What is opened here is far smaller. Do not trust this file; get it again from its source.',
  }),
  'bundle/packing-method': (d: { file: string; method: string }) => ({
    what: 'The archive was not unpacked: its packing method may take too much memory.',
    object: d.file,
    why: `It is packed with ${d.method}.`,
    todo: 'Pack it again with the usual settings of 7-Zip (.7z) or as a plain .zip, or get it again.',
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
    why: d.length === 0 ? 'It is empty. Nothing was tried.' : `It has ${d.length} characters; a transport key has at most ${d.most}. Nothing was tried.`,
    todo: 'Hand over the transport key of this reel\'s letter (32 hexadecimal digits).',
  }),
  'bundle/wrong-key': (d: { file: string }) => ({
    what: 'The transport key is wrong.',
    object: d.file,
    why: 'The archive of the secrets does not open with it. Nothing of it was kept.',
    todo: 'Compare reel ID and transport key with the letter, character by character, and hand the key over again. If it is right, the archive is damaged: download the bundle again.',
  }),
  'bundle/encrypted': (d: { file: string }) => ({
    what: 'The archive is encrypted.',
    object: d.file,
    why: 'It opens only with a key, and none was given.',
    todo: 'Only the archive of the secrets takes the transport key; for others, ask who packed them.',
  }),
  'bundle/locked': (d: { reel: string }) => ({
    what: 'The secrets of this reel are locked.',
    object: d.reel,
    why: 'The transport key was not handed over.',
    todo: "Hand the transport key over; it is in the reel's letter.",
  }),
  'bundle/several-reels': (d: { first: string; other: string }) => ({
    what: 'These archives belong to two reels.',
    object: d.other,
    why: `One is of ${d.first}, another of ${d.other}.`,
    todo: 'Open the files of one reel at a time.',
  }),
  'bundle/duplicate-chip': (d: { chipId: string; object: string; file: string }) => ({
    what: 'The bundle contradicts itself.',
    object: d.chipId,
    why: `${d.file} holds ${d.object} of this chip twice, with different content.`,
    todo: 'Nothing of this file was taken. Download the bundle again; if it is the same, ask the vendor which one is right.',
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
    what: `Line ${d.line} of the key file is no record.`,
    object: d.file,
    why: `${d.why}${more(d.more)}`,
    todo: 'No secret was taken. Each line is a chip id of 20 and a key of 128 hexadecimal digits; download the bundle again.',
  }),
  'bundle/missing-archive': (d: { name: string; means: string }) => ({
    what: 'A part of the bundle is missing.',
    object: d.name,
    why: d.means,
    todo: 'If the reel should have it, download the bundle again.',
  }),
  'bundle/not-trusted': (d: { file: string; why: string }) => ({
    what: 'A certificate in the bundle does not lead to a trusted root.',
    object: d.file,
    why: d.why,
    todo: 'Download the bundle again. If it stays so, do not trust this chip; for a CA of your own, name its certificate as anchor.',
  }),
  'bundle/not-encrypted': (d: { file: string }) => ({
    what: 'The secrets of the reel lay open.',
    object: d.file,
    why: 'Its archive of the secrets is not encrypted: it opens without the transport key, for everyone who has had it.',
    todo: 'The vendor encrypts it. Ask where this bundle comes from before its chips are used.',
  }),
  'bundle/cancelled': (d: { file: string }) => ({
    what: 'Opening was stopped.',
    object: d.file,
    why: 'You cancelled it. Nothing was kept.',
    todo: 'Open it again when you need it.',
  }),
  'bundle/closed': (d: { reel: string }) => ({
    what: 'This reel is not open any more.',
    object: d.reel,
    why: 'It was closed, and its secrets were wiped.',
    todo: 'Open the bundle again.',
  }),
  'bundle/no-chip': (d: { chipId: string; reel: string }) => ({
    what: 'The chip is not on this reel.',
    object: d.chipId,
    why: `${d.reel} has no certificate and no secret of it.`,
    todo: 'Check the chip id, or open the bundle of the reel that the chip came on.',
  }),
  'bundle/no-secret': (d: { chipId: string; secret: string }) => ({
    what: `The bundle has no ${d.secret} of this chip.`,
    object: d.chipId,
    why: 'Its line is not in the key file. A bundle may hold more certificates than the reel has chips.',
    todo: 'Check that the chip came on this reel.',
  }),
  'bundle/bad-chip-id': (d: { found: string }) => ({
    what: 'This is no chip id.',
    object: d.found,
    why: 'A chip id has 20 hexadecimal digits: batch, X and Y.',
    todo: 'Copy it from the chip at the top left, or from the list of the reel.',
  }),
  'bundle/bad-recipient': (d: { why: string }) => ({
    what: 'Nothing was encrypted.',
    object: 'recipient',
    why: d.why,
    todo: 'Give the public key of an age identity: it begins with age1. Its owner has it from age-keygen.',
  }),
  'bundle/not-confirmed': (d: { words: string }) => ({
    what: 'Nothing was written.',
    object: 'secrets in clear',
    why: 'Secrets lie on the disk in clear only when that was confirmed.',
    todo: `Encrypt them to a recipient instead, or confirm it: ${d.words}.`,
  }),
  'bundle/no-key-archive': (d: { reel: string }) => ({
    what: 'This reel has no archive of secrets.',
    object: d.reel,
    why: 'The bundle was opened without …_keys.7z.',
    todo: 'Open the bundle with all its archives.',
  }),
} satisfies FaultTable;
