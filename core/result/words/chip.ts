import type { FaultTable } from '../faultTable.ts';
import { sayChipId } from '../format.ts';
import { sayBytes } from '../format.ts';

/** The chip's error code as it is shown: `0x8007`. */
export const raw = (status: number): string => `0x${(0x8000 | status).toString(16)}`;

export const chipFaults = {
  'apdu/malformed': (d: { command: string; bytes: number }) => ({
    what: `The answer to ${d.command} is not valid.`,
    why: `It has ${sayBytes(d.bytes)} and is not a response APDU.`,
    todo: 'Try again. If this happens again, there is no Trust M bridge on this port.',
  }),
  'apdu/too-long': (d: { command: string; bytes: number; limit: number }) => ({
    what: `The command ${d.command} is too long for the chip.`,
    why: `It has ${sayBytes(d.bytes)}; the chip takes at most ${d.limit}.`,
    todo: 'This is an error in this program. Report it to its developers.',
  }),
  'chip/refused': (d: { command: string; object?: string; status: number; meaning: string; why?: string; todo?: string }) => ({
    what: `The chip refused ${d.command}: ${d.meaning}.`,
    ...(d.object === undefined ? {} : { object: d.object }),
    why: d.why ?? 'The chip gives no other reason.',
    todo: d.todo ?? 'Read the object\'s access conditions.',
    raw: raw(d.status),
  }),
  'chip/other': (d: { expected: string; found: string }) => ({
    what: 'Another chip is on this port.',
    object: sayChipId(d.found),
    why: `The plan is for chip ${sayChipId(d.expected)}.`,
    todo: 'Insert that chip again, or start over with this chip.',
  }),
  'chip/unconfirmed': (_: Record<string, never>) => ({
    what: 'The chip could not be identified.',
    why: 'Its application had to be opened again. After that, its UID could not be read: it may be another chip.',
    todo: 'Unplug the board, plug it in again, then start over.',
  }),
  'chip/reopened': (d: { command: string; object?: string }) => ({
    what: `The chip was restarted before ${d.command}.`,
    ...(d.object === undefined ? {} : { object: d.object }),
    why: 'Its application was closed and is open again on the same chip. Authorizations are lost.',
    todo: 'Try again. The objects that it changes are read first.',
  }),
  'chip/other-reference': (d: { object: string }) => ({
    what: 'The chip was not authorized.',
    object: d.object,
    why: 'The chip holds a different authorization reference.',
    todo: 'Use the reference of this chip: open the bundle of its reel, or choose the right file.',
  }),
  'chip/not-authorizable': (d: { object: string; why: string; todo: string }) => ({
    what: 'The chip cannot be authorized with this object now. Nothing was sent.',
    object: d.object,
    why: d.why,
    todo: d.todo,
  }),
  'chip/not-shielded': (d: { object: string; why: string }) => ({
    what: 'The board does not use the shielded connection to the chip.',
    object: d.object,
    why: d.why,
    todo: 'Put the chip\'s binding secret into the board\'s firmware (as a C header from its reel), build it with the shielded connection on, program the board, and try again.',
  }),
  'chip/unknown-family': (d: { build: string }) => ({
    what: 'This chip is unknown.',
    why: `Its model is not a known Trust M, and its firmware build is ${d.build}. Known builds: Trust M V1 (0501, 0624, 0751, 0802, 0809) and V3 (2440, 2564).`,
    todo: 'Update this program, or use another chip.',
  }),
  'chip/new-build': (d: { build: string }) => ({
    what: `This program does not know the firmware build ${d.build} of the chip.`,
    why: 'Its model is OPTIGA Trust M, so it is treated as a V3.',
    todo: 'Test it with a spare chip, and look for an update of this program.',
  }),
  'chip/read-back-differs': (d: { object: string; at: number }) => ({
    what: 'The chip does not hold what was written.',
    object: d.object,
    why: `The content that was read back differs from byte ${d.at} on.`,
    todo: 'Write it again. The object was not locked.',
  }),
  'metadata/malformed': (d: { why: string; raw: string }) => ({
    what: 'This is not valid metadata.',
    why: d.why,
    todo: 'Metadata is 20 LL, followed by tag, length, value. Get it again from its source.',
    raw: d.raw,
  }),
  'metadata/too-long': (d: { object: string; bytes: number; limit: number }) => ({
    what: 'The metadata does not fit into the object.',
    object: d.object,
    why: `It would have ${sayBytes(d.bytes)}; the chip keeps at most ${d.limit}.`,
    todo: 'Use shorter conditions: fewer terms, or leave out the reset type.',
  }),
  'metadata/not-writable': (d: { object: string; tag: string }) => ({
    what: `"${d.tag}" cannot be written.`,
    object: d.object,
    why: 'The chip sets this field itself.',
    todo: 'Leave it out.',
  }),
  'metadata/bad-json': (d: { field: string; why: string }) => ({
    what: `The metadata field "${d.field}" cannot be read.`,
    why: `${d.why}.`,
    todo: 'Write it as in the vendor\'s JSON, for example {"change": ["lcso", "<", "operational"]}.',
  }),
  'access/malformed': (d: { why: string; at: number; raw: string }) => ({
    what: 'This is not an access condition.',
    why: `${d.why} (at byte ${d.at}).`,
    todo: 'Use always, never, or terms joined with && and ||.',
    raw: d.raw,
  }),
  'access/bad-words': (d: { why: string; at: number }) => ({
    what: 'The condition cannot be read.',
    why: `${d.why} (word ${d.at + 1}).`,
    todo: 'Example: ["lcso","<","operational","||","int","0xe0","0xe3"].',
  }),
  'object/bad-id': (d: { found: string }) => ({
    what: `"${d.found}" is not an object id.`,
    why: 'An object id has four hexadecimal digits.',
    todo: 'Examples: 0xE0F1, E0F1, e0f1.',
  }),
  'object/tagged-anchor': (d: { object: string }) => ({
    what: 'A trust anchor cannot have an identity tag.',
    object: d.object,
    why: 'The chip cannot verify with a certificate that has a tag in front.',
    todo: 'Write it without the tag.',
  }),
  'object/not-read': (d: { object: string; why: string }) => ({
    what: 'The object cannot be read now.',
    object: d.object,
    why: d.why,
    todo: 'Nothing was sent to the chip. Read an object whose read condition is met.',
  }),
  'object/nothing-to-write': (d: { object: string }) => ({
    what: 'There is nothing to write.',
    object: d.object,
    why: 'No file and no bytes were given, or the content is equal already.',
    todo: 'Give a file or type the bytes in hexadecimal.',
  }),
  'chip/no-signature': (d: { object: string; why: string }) => ({
    what: 'The chip\'s answer is not a signature.',
    object: d.object,
    why: d.why,
    todo: 'Try again. If the result is the same, do not use this chip: its key is not proved.',
  }),
  'object/not-for-this': (d: { object: string; what: string; why: string }) => ({
    what: d.what,
    object: d.object,
    why: d.why,
    todo: 'Choose another object.',
  }),
  'key/public-unknown': (d: { object: string }) => ({
    what: 'The public key is not known.',
    object: d.object,
    why: 'The chip sends the public key only when it makes the key. No certificate on the chip belongs to the key, and RSA signatures do not reveal the public key.',
    todo: 'Generate a new key, or write the certificate of the key into the chip first.',
  }),
  'object/unknown': (d: { object: string }) => ({
    what: 'The chip does not have this object.',
    object: d.object,
    why: 'Its id is not in the manual.',
    todo: 'Choose an id from the list of objects.',
  }),
} satisfies FaultTable;
