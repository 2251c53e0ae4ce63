import { conditionFromText } from '../../core/access/sentence.ts';
import { parseCondition } from '../../core/access/bytes.ts';
import { metadataFromJson } from '../../core/access/metadataJson.ts';
import { decodeResponse } from '../../core/apdu/apdu.ts';
import { Deframer } from '../../core/bridge/deframer.ts';
import { parseCertificate } from '../../core/certificates/certificate.ts';
import { parseCsr } from '../../core/certificates/csr.ts';
import { readChipFile } from '../../core/chip/exchange/readChipFile.ts';
import { operations, type OperationName } from '../../core/contract/operations.ts';
import { parseDer } from '../../core/keys/der.ts';
import { readFileItems } from '../../core/keys/fileItems.ts';
import { readPem } from '../../core/keys/pem.ts';
import { parsePrivateKey } from '../../core/keys/privateKey.ts';
import { parseSpki } from '../../core/keys/publicKey.ts';
import { parseMetadata } from '../../core/objects/metadata.ts';
import { parseUid } from '../../core/objects/uid.ts';
import { decodePlan } from '../../core/plan/planFile.ts';
import { decodeCbor } from '../../core/update/cbor.ts';
import { parseManifest } from '../../core/update/manifest.ts';
import { manifestTree } from '../../core/update/manifestTree.ts';
import { parseDataSetFile } from '../../core/update/text.ts';
import { verifyChain } from '../journal/chain.ts';
import { parseSecret } from '../services/secretFile.ts';
import { sniff } from '../services/sniff.ts';

/** What eats bytes from outside. It may refuse; it must not throw. */
export type Parser = (bytes: Uint8Array) => unknown;

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(text(bytes));
  } catch {
    return undefined;
  }
}

/** Every frame of a stream, in the cut that its first byte says. */
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

const messages = Object.keys(operations) as OperationName[];

export const parsers: Readonly<Record<string, Parser>> = {
  deframer: deframe,
  'APDU response': (bytes) => decodeResponse(bytes, 'fuzz'),
  metadata: parseMetadata,
  'metadata JSON': (bytes) => metadataFromJson(json(bytes)),
  condition: parseCondition,
  'condition in words': (bytes) => conditionFromText(text(bytes)),
  UID: parseUid,
  CBOR: decodeCbor,
  manifest: parseManifest,
  // It is for manifests that were taken.
  'manifest as a tree': (bytes) => parseManifest(bytes).ok && manifestTree(bytes, 'data'),
  'data set file': (bytes) => parseDataSetFile(bytes, 'fuzz'),
  PEM: (bytes) => readPem(text(bytes)),
  DER: (bytes) => parseDer(bytes, 'fuzz'),
  'key file items': (bytes) => readFileItems(bytes, 'fuzz'),
  'private key': (bytes) => parsePrivateKey(bytes, { file: 'fuzz' }),
  'public key': (bytes) => parseSpki(bytes),
  certificate: (bytes) => parseCertificate(bytes),
  'certificate request': (bytes) => parseCsr(bytes),
  'chip file': (bytes) => readChipFile(bytes, 'fuzz'),
  'plan file': (bytes) => decodePlan(text(bytes), 'fuzz'),
  secret: (bytes) => parseSecret(bytes, 'fuzz'),
  sniff: (bytes) => sniff('fuzz', bytes),
  journal: (bytes) => verifyChain(text(bytes), undefined),
  'IPC message': (bytes) => {
    const message = json(bytes);
    return messages.map((name) => operations[name].request.safeParse(message).success);
  },
};
