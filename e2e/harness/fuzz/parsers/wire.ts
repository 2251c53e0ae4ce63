import { parseCondition } from '../../../../core/access/bytes.ts';
import { decodeResponse } from '../../../../core/apdu/apdu.ts';
import { Deframer } from '../../../../core/bridge/deframer.ts';
import { unwrapCertificate } from '../../../../core/certificates/identity.ts';
import { decodeSignatureIntegers } from '../../../../core/keys/der.ts';
import { parseChipPublicKey } from '../../../../core/keys/publicKey.ts';
import { catalogue } from '../../../../core/objects/catalogue.ts';
import { algorithmCodes, type ChipAlgorithm } from '../../../../core/objects/codes.ts';
import { parseMetadata } from '../../../../core/objects/metadata.ts';
import { parseUid } from '../../../../core/objects/uid.ts';
import { decode, glanceOf } from '../../../../electron/app/objects/objectDecode.ts';
import type { Parsers } from './parser.ts';

/** Reads every frame of a stream, in pieces whose size is given by the stream's first byte. */
function deframe(bytes: Uint8Array): number {
  const deframer = new Deframer();
  const cut = 1 + ((bytes[0] ?? 0) << 4);
  let frames = 0;
  for (let at = 0; at < bytes.length; at += cut) {
    deframer.push(bytes.subarray(at, at + cut));
    while (deframer.next().kind !== 'need-more') frames += 1;
  }
  return frames;
}

/** Reads a whole stream at once, like bytes that a driver collected while the program was busy. */
function deframeAtOnce(bytes: Uint8Array): number {
  const deframer = new Deframer();
  let frames = 0;
  deframer.push(bytes);
  while (deframer.next().kind !== 'need-more') frames += 1;
  return frames;
}

/** Most bytes of an object's content: at most two answers are read from one object (core/chip/read.ts). */
const mostContent = 4_000;
/** One object of each kind, to decode the bytes as the window does. */
const kinds = [...new Map(catalogue.map((entry) => [entry.kind, entry])).values()];
const algorithms = Object.keys(algorithmCodes) as ChipAlgorithm[];

/** Parsers for input from the port: frames, answers, and contents of the chip's objects. */
export const wireParsers: Parsers = {
  deframer: deframe,
  'deframer, all at once': deframeAtOnce,
  'APDU response': (bytes) => decodeResponse(bytes, 'fuzz'),
  metadata: parseMetadata,
  condition: parseCondition,
  UID: parseUid,
  'object content, decoded': (bytes) => kinds.map((entry) => [decode(entry, bytes.subarray(0, mostContent)), glanceOf(entry, [], bytes.subarray(0, mostContent))]),
  'certificate object': (bytes) => unwrapCertificate(bytes),
  'public key from the chip': (bytes) => algorithms.map((algorithm) => parseChipPublicKey(algorithm, bytes)),
  'signature from the chip': (bytes) => [32, 48, 66].map((length) => decodeSignatureIntegers(bytes, length)),
};
