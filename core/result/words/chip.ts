import type { FaultTable } from '../faultTable.ts';

/** The chip's error code as it is shown: `0x8007`. */
export const raw = (status: number): string => `0x${(0x8000 | status).toString(16)}`;

export const chipFaults = {
  'apdu/malformed': (d: { command: string; bytes: number }) => ({
    what: `The answer to ${d.command} makes no sense.`,
    why: `Its ${d.bytes} bytes are not a response APDU.`,
    todo: 'Try again; if it comes back, the port is no Trust M bridge.',
  }),
  'apdu/too-long': (d: { command: string; bytes: number; limit: number }) => ({
    what: `${d.command} is too long for the chip.`,
    why: `It has ${d.bytes} bytes; the chip takes at most ${d.limit}.`,
    todo: 'Report this: the workstation must split it.',
  }),
  'chip/refused': (d: { command: string; object?: string; status: number; meaning: string; why?: string; todo?: string }) => ({
    what: `The chip refused ${d.command}: ${d.meaning}.`,
    ...(d.object === undefined ? {} : { object: d.object }),
    why: d.why ?? 'The chip gives no further reason.',
    todo: d.todo ?? 'Read the object\'s conditions in Objects, then decide.',
    raw: raw(d.status),
  }),
  'chip/other': (d: { expected: string; found: string }) => ({
    what: 'Another chip is on this port.',
    object: d.found,
    why: `The work was prepared for chip ${d.expected}.`,
    todo: 'Plug the first chip in again, or start over for this one.',
  }),
  'chip/unconfirmed': (_: Record<string, never>) => ({
    what: 'The chip did not say which chip it is.',
    why: 'Its application had to be opened again, and its UID could not be read afterwards: it may be another chip.',
    todo: 'Unplug the board, plug it in again, then start over.',
  }),
  'chip/reopened': (d: { command: string; object?: string }) => ({
    what: `The chip was restarted before ${d.command}.`,
    ...(d.object === undefined ? {} : { object: d.object }),
    why: 'Its application was closed. It is open again, on the same chip; authorizations are gone.',
    todo: 'Try again. What it would have changed is read first.',
  }),
  'chip/other-reference': (d: { object: string }) => ({
    what: 'The chip was not authorized.',
    object: d.object,
    why: 'It holds another authorization reference than the one that was used.',
    todo: 'Use the reference that belongs to this chip: open the bundle of its reel, or give the right file.',
  }),
  'chip/not-authorizable': (d: { object: string; why: string; todo: string }) => ({
    what: 'The chip cannot be authorized with this object now. Nothing was sent.',
    object: d.object,
    why: d.why,
    todo: d.todo,
  }),
  'chip/not-shielded': (d: { object: string; why: string }) => ({
    what: 'The board does not talk to the chip over the shielded connection.',
    object: d.object,
    why: d.why,
    todo: 'Put the chip\'s binding secret into the board\'s firmware (Reels, "C header for the firmware…"), build it with the shielded connection on, program the board, and try again.',
  }),
  'chip/unknown-family': (d: { build: string }) => ({
    what: 'This chip is not known.',
    why: `It is not a Trust M of a known model, and its firmware build is ${d.build}; known are Trust M V1 (0501, 0624, 0751, 0802, 0809) and V3 (2440, 2564).`,
    todo: 'Update the workstation, or use another chip.',
  }),
  'chip/new-build': (d: { build: string }) => ({
    what: `The chip's firmware build ${d.build} is not known to this program.`,
    why: 'By its model it is an OPTIGA Trust M; it is treated as a V3.',
    todo: 'Try it on a chip that you can spare, and look for an update of the workstation.',
  }),
  'chip/read-back-differs': (d: { object: string; at: number }) => ({
    what: 'The chip does not hold what was written.',
    object: d.object,
    why: `Read back, it differs from byte ${d.at} on.`,
    todo: 'Write it again. The object was not locked.',
  }),
  'metadata/malformed': (d: { why: string; raw: string }) => ({
    what: 'This is no metadata.',
    why: d.why,
    todo: 'Metadata is 20 LL followed by tag, length, value; get it again from its source.',
    raw: d.raw,
  }),
  'metadata/too-long': (d: { object: string; bytes: number; limit: number }) => ({
    what: 'The metadata does not fit into the object.',
    object: d.object,
    why: `It would have ${d.bytes} bytes; the chip keeps at most ${d.limit}.`,
    todo: 'Use shorter conditions: fewer terms, or leave out the reset type.',
  }),
  'metadata/not-writable': (d: { object: string; tag: string }) => ({
    what: `A host may not write "${d.tag}".`,
    object: d.object,
    why: 'The chip keeps this field by itself.',
    todo: 'Leave it out.',
  }),
  'metadata/bad-json': (d: { field: string; why: string }) => ({
    what: `The metadata field "${d.field}" cannot be read.`,
    why: `${d.why}.`,
    todo: 'Write it as the vendor\'s JSON has it, for example {"change": ["lcso", "<", "operational"]}.',
  }),
  'access/malformed': (d: { why: string; at: number; raw: string }) => ({
    what: 'This is no access condition.',
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
    what: `"${d.found}" is no object id.`,
    why: 'An object id has four hexadecimal digits.',
    todo: 'For example 0xE0F1, E0F1 or e0f1.',
  }),
  'object/tagged-anchor': (d: { object: string }) => ({
    what: 'A trust anchor gets no identity tag.',
    object: d.object,
    why: 'With the tag in front the chip could not use the certificate to verify anything.',
    todo: 'Write it without the tag.',
  }),
  'object/not-read': (d: { object: string; why: string }) => ({
    what: 'The object cannot be read now.',
    object: d.object,
    why: d.why,
    todo: 'Nothing was tried. What is not for reading stays in the chip.',
  }),
  'object/nothing-to-write': (d: { object: string }) => ({
    what: 'There is nothing to write.',
    object: d.object,
    why: 'No file and no bytes were given, or nothing differs from what is there.',
    todo: 'Give a file or type the bytes in hexadecimal.',
  }),
  'object/too-much': (d: { object: string; bytes: number; limit: number }) => ({
    what: 'The content does not fit into the object.',
    object: d.object,
    why: `It would need ${d.bytes} bytes; the object holds ${d.limit}.`,
    todo: 'Choose a larger object, or write less.',
  }),
  'chip/no-signature': (d: { object: string; why: string }) => ({
    what: 'The chip answered a request for a signature with something that is not one.',
    object: d.object,
    why: d.why,
    todo: 'Try again. If it stays so, do not use this chip; nothing is known of its key.',
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
    why: 'The chip gives it out only when the key is made, no certificate on the chip belongs to it, and from RSA signatures it cannot be found.',
    todo: 'Generate a new key here, or write its certificate into the chip first.',
  }),
  'object/unknown': (d: { object: string }) => ({
    what: 'The chip has no such object.',
    object: d.object,
    why: 'Its id is in no table of the manual.',
    todo: 'List the objects to see which there are.',
  }),
} satisfies FaultTable;
