import { parseCertificate } from '../../../../core/certificates/certificate.ts';
import { verifyChain } from '../../../../core/certificates/chain.ts';
import { parseCsr } from '../../../../core/certificates/csr.ts';
import { parseCertificateFile, parseCertificates, sniffMaterial } from '../../../../core/certificates/material.ts';
import { readChipFile } from '../../../../core/chip/exchange/readChipFile.ts';
import { parseAesKey } from '../../../../core/keys/aesKey.ts';
import { parseDer } from '../../../../core/keys/der.ts';
import { readFileItems } from '../../../../core/keys/fileItems.ts';
import { readPem } from '../../../../core/keys/pem.ts';
import { parsePrivateKey } from '../../../../core/keys/privateKey.ts';
import { parseSpki } from '../../../../core/keys/publicKey.ts';
import { parseOid } from '../../../../core/objects/oid.ts';
import { decodePlan } from '../../../../core/plan/planFile.ts';
import { createChip } from '../../../../core/simulator/chip/chip.ts';
import { loadProfile } from '../../../../core/simulator/profiles/profile.ts';
import { profiles } from '../../../../core/simulator/profiles/profiles.ts';
import { must } from '../../../../core/result/result.ts';
import { decodeCbor } from '../../../../core/update/cbor.ts';
import { parseManifest } from '../../../../core/update/manifest.ts';
import { manifestTree } from '../../../../core/update/manifestTree.ts';
import { parseDataSetFile } from '../../../../core/update/text.ts';
import { readContent } from '../../../../core/content/content.ts';
import { openSet } from '../../../../electron/app/datasets/openDataSet.ts';
import { parseSecret } from '../../../../electron/app/material/secretFile.ts';
import { parseComponentIds } from '../../../../electron/app/series/seriesList.ts';
import { sniff } from '../../../../electron/app/material/sniff.ts';
import { readAes } from '../../../../electron/app/material/studioMaterial.ts';
import { parseState } from '../../../../electron/simulated/simulatedState.ts';
import { json, text, type Parsers } from './parser.ts';

const stopped = { now: () => 0, after: () => () => undefined };
const zeros = (length: number): Uint8Array => new Uint8Array(length);

/** Makes a chip from every accepted memory, which must be possible. */
function chipOfMemory(bytes: Uint8Array): boolean {
  const state = parseState(text(bytes), 'fuzz');
  if (!state.ok) return false;
  createChip({ profile: profiles['trust-m-v3'], state: state.value, random: zeros, clock: stopped });
  return true;
}

function chipOfProfile(bytes: Uint8Array): boolean {
  const profile = loadProfile(json(bytes), 'fuzz');
  if (!profile.ok) return false;
  createChip({ profile: profile.value, random: zeros, clock: stopped });
  return true;
}

/** Judges the first certificate of a file with the others; the last one is trusted. */
function chainOfFile(bytes: Uint8Array): boolean {
  const certificates = parseCertificates(bytes, 'fuzz');
  const [first, ...others] = certificates.ok ? certificates.value : [];
  return first !== undefined && verifyChain(first, others, others.slice(-1), new Date(Date.UTC(2026, 5, 1))).trusted;
}

/** Parsers for files that are dropped, chosen, or named on the command line. */
export const fileParsers: Parsers = {
  'what a file is': (bytes) => sniff('fuzz', bytes),
  PEM: (bytes) => readPem(text(bytes)),
  DER: (bytes) => parseDer(bytes, 'fuzz'),
  'key file items': (bytes) => readFileItems(bytes, 'fuzz'),
  'private key': (bytes) => parsePrivateKey(bytes, { file: 'fuzz' }),
  'private key with a password': (bytes) => parsePrivateKey(bytes, { file: 'fuzz', password: 'password' }),
  'key of any kind': (bytes) => readAes(bytes, 'fuzz') ?? sniffMaterial(bytes, { file: 'fuzz' }),
  'AES key': (bytes) => parseAesKey(bytes, 'fuzz'),
  'public key': (bytes) => parseSpki(bytes),
  'keys and certificates': (bytes) => sniffMaterial(bytes, { file: 'fuzz' }),
  certificate: (bytes) => parseCertificate(bytes),
  'certificate file': (bytes) => parseCertificateFile(bytes, 'fuzz'),
  'chain of certificates': chainOfFile,
  'certificate request': (bytes) => parseCsr(bytes),
  'content for an object': (bytes) => readContent({ bytes, file: 'fuzz', object: must(parseOid('F1E0')) }),
  secret: (bytes) => parseSecret(bytes, 'fuzz'),
  CBOR: decodeCbor,
  manifest: parseManifest,
  // Only for accepted manifests.
  'manifest as a tree': (bytes) => parseManifest(bytes).ok && manifestTree(bytes, 'data'),
  'data set file': (bytes) => parseDataSetFile(bytes, 'fuzz'),
  'data set for the studio': (bytes) => openSet({ name: 'fuzz', bytes }),
  'list of component ids': (bytes) => parseComponentIds(bytes, 'fuzz'),
  'plan file': (bytes) => decodePlan(text(bytes), 'fuzz'),
  'chip file': (bytes) => readChipFile(bytes, 'fuzz'),
  'profile of a chip': chipOfProfile,
  'memory of a simulated chip': chipOfMemory,
};
