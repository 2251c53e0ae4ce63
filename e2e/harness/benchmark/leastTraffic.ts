/**
 * One exchange: its purpose, the bytes of the request's and the answer's APDU, and the chip's time in ms (manual v3.70,
 * table 42: a read takes 10 ms and 20 ms for each 256 bytes, a write 20 ms and 35 ms for each 256 bytes).
 */
type Exchange = readonly [what: string, request: number, answer: number, chipMs: number];

/**
 * The fewest exchanges that put a P-256 key and its certificate on a new chip and prove them: a device certificate of
 * 388 bytes with its identity tag (397), an anchor certificate of 385 bytes, a data set with a manifest of 138 and a
 * fragment of 102 bytes. The list is fixed, not recorded, so a change of the program does not change it.
 */
const sixSteps: readonly Exchange[] = [
  ['open the application', 20, 4, 15],
  ['which chip it is', 10, 31, 12.1],
  ['lifecycle of the chip, which its conditions depend on', 10, 5, 10.1],
  ['lifecycle of the application', 10, 5, 10.1],
  ['metadata of the key object: its conditions become part of the new ones', 6, 17, 11],
  ['metadata of the certificate object: may it be written, does it hold that size', 6, 31, 12.1],
  ['its first bytes: the record names what is overwritten', 10, 36, 12.5],
  ['metadata of the anchor object', 6, 31, 12.1],
  ['its first bytes', 10, 36, 12.5],
  ['still that chip, before the first write', 10, 31, 12.1],
  ['write the device certificate', 405, 4, 74.3],
  ['read it back', 10, 401, 41],
  ['write the anchor certificate', 393, 4, 72.6],
  ['read it back', 10, 389, 40.1],
  ['make it a trust anchor', 13, 4, 20.7],
  ['read the metadata back', 6, 31, 12.1],
  ['let the key object take updates', 27, 4, 22.6],
  ['read the metadata back: also the version before the update', 6, 29, 12],
  ['still that chip, before a key is replaced', 10, 31, 12.1],
  ['send the manifest', 145, 4, 105.8],
  ['send the fragment', 109, 4, 100.7],
  ['read version and state back', 6, 39, 12.7],
  ['a signature with the new key', 44, 74, 65],
];

/** The lock of the anchor, with everything that must be proved before it. */
const lockOfAnchor: readonly Exchange[] = [
  ['metadata of the anchor', 6, 31, 12.1],
  ['its content, once more before it is closed', 10, 389, 40.1],
  ['can the chip use the certificate: a signature of another key', 115, 4, 85],
  ['why it was refused', 10, 5, 10.1],
  ['still that chip, before the lock', 10, 31, 12.1],
  ['lock it', 13, 4, 20.7],
  ['read the metadata back', 6, 31, 12.1],
];

/** Bytes around an APDU: start sequence, length, CRC. */
const frame = 8;
/** Bytes a second at 115200 baud, 8N1. */
const bytesPerSecond = 11_520;

function sum(list: readonly Exchange[]) {
  const bytes = list.reduce((all, [, request, answer]) => all + request + answer + 2 * frame, 0);
  const chipMs = list.reduce((all, [, , , ms]) => all + ms, 0);
  return { exchanges: list.length, bytes, ms: chipMs + (bytes * 1000) / bytesPerSecond };
}

/** The least cost of the plan, without and with the lock of its anchor. */
export const leastTraffic = { sixSteps: sum(sixSteps), withLock: sum([...sixSteps, ...lockOfAnchor]) } as const;

/**
 * The vendor's four command-line tools for the same work without a proof (object, update wizard, protected update; one
 * process each), on the same simulated board at 115200 baud with the manual's times.
 */
export const vendorTools = { exchanges: 51, bytes: 7_026, ms: 3_200 } as const;
/** This program in an earlier version, which read more than its decisions need: its four commands, with their proof. */
export const before = { exchanges: 59, bytes: 11_469, ms: 5_700, planBytes: 6_395 } as const;
