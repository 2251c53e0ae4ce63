import { sha256 } from '@noble/hashes/sha2.js';
import { sayField } from '../../../core/access/sayMetadata.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import type { DataSetView, PredictionView } from '../../../core/contract/datasets.ts';
import { describePublicKey } from '../../../core/keys/publicKey.ts';
import { findObject } from '../../../core/objects/catalogue.ts';
import { algorithmNames, algorithmWords, keyUsages } from '../../../core/objects/codes.ts';
import { parseMetadata } from '../../../core/objects/metadata.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import { nameTag } from '../../../core/plan/steps/writeMetadata.ts';
import { must } from '../../../core/result/result.ts';
import { sayLine } from '../../../core/result/say.ts';
import { fault } from '../../../core/result/fault.ts';
import { checkDataSet, type DataSetReport } from '../../../core/update/checkDataSet.ts';
import { headerKindOf, writeHeader } from '../../../core/update/header.ts';
import type { Manifest } from '../../../core/update/manifest.ts';
import { manifestTree } from '../../../core/update/manifestTree.ts';
import { decodeKeyPayload } from '../../../core/update/payload.ts';
import { keyFingerprint } from '../../../core/keys/fingerprint.ts';
import { withoutZeros } from '../../../core/keys/rsa.ts';
import { faultView } from '../faultView.ts';
import type { OpenDataSet } from './openDataSet.ts';
import { viewCertificate } from '../material/index.ts';
import { sayBytes } from '../../../core/result/format.ts';

const named = (id: Oid): string => {
  const name = findObject(id)?.name;
  return name === undefined ? formatOid(id) : `${formatOid(id)}, ${name}`;
};

const usageWords = { authentication: 'authentication', encryption: 'encryption', signature: 'signature', key_agreement: 'key agreement' } as const;

/** Names the payload: "NIST P-521 key", "data", "metadata". */
function sayPayload({ payload }: Manifest): string {
  if (payload.kind !== 'key') return payload.kind;
  const name = algorithmNames.get(payload.algorithm);
  return name === undefined ? `key of the unknown algorithm ${payload.algorithm}` : `${algorithmWords[name]} key`;
}

const resetWords = { 'as-object': 'as the object says (reset type)', zeros: 'filled with zeros', random: 'filled with random bytes' } as const;

function payloadFacts({ payload }: Manifest): Record<string, string> {
  switch (payload.kind) {
    case 'data':
      return { 'Written to': `offset ${payload.offset}, ${payload.writeType === 'write' ? 'other bytes are kept' : 'the object is erased first'}` };
    case 'key':
      return { 'Key usage': keyUsages(payload.usage).map((name) => usageWords[name]).join(', ') };
    case 'metadata':
      return { Content: resetWords[payload.contentReset] };
  }
}

function sayLabel(label: Uint8Array): string {
  const printable = label.length > 0 && label.every((byte) => byte >= 0x20 && byte < 0x7f);
  if (label.length === 0) return 'no label';
  return printable ? `label "${String.fromCharCode(...label)}"` : `label 0x${toHex(label)}`;
}

function factRows(manifest: Manifest): DataSetView['rows'] {
  const { confidentiality, componentId, payloadVersion, payloadLength } = manifest;
  const facts: Record<string, string> = {
    Target: named(manifest.target),
    'Trust anchor': named(manifest.trustAnchor),
    Carries: `${sayPayload(manifest)}, ${sayBytes(payloadLength)}`,
    ...payloadFacts(manifest),
    Version: String(payloadVersion),
    For: componentId.length === 0 ? 'every chip (broadcast)' : `one chip: ${toHex(componentId)}`,
    Encryption: confidentiality === undefined ? 'none' : `AES-128-CCM with the secret in ${named(confidentiality.secret)}; ${sayLabel(confidentiality.label)}, seed of ${sayBytes(confidentiality.seed.length)}`,
    'Signed with': manifest.signatureAlgorithm === 'ES_256' ? `ECDSA, ${sayBytes(manifest.signature.length)}` : `RSA PKCS #1 v1.5, ${sayBytes(manifest.signature.length)}`,
  };
  return Object.entries(facts).map(([label, text]) => ({ label, text }));
}

function viewKey(manifest: Manifest, payload: Uint8Array): DataSetView['payload'] {
  const says = sayPayload(manifest);
  if (manifest.payload.kind !== 'key') return { state: 'damaged' };
  const key = decodeKeyPayload(manifest.payload.algorithm, payload);
  if (!key.ok) return { state: 'damaged' };
  const { value } = key;
  if (value.kind === 'aes') return { state: 'key', says };
  if (value.kind === 'ec' && value.point === undefined) return { state: 'key', says };
  const publicKey =
    value.kind === 'ec'
      ? ({ kind: 'ec', curve: value.curve, point: value.point as Uint8Array } as const)
      : ({ kind: 'rsa', modulus: value.modulus, exponent: withoutZeros(value.exponent) } as const);
  return { state: 'key', says, fingerprint: keyFingerprint(publicKey) };
}

/** Describes the payload. A key is never shown. */
function viewPayload({ manifest, payload }: DataSetReport): DataSetView['payload'] {
  if (payload === undefined) return manifest.confidentiality === undefined ? { state: 'damaged' } : { state: 'encrypted', says: sayPayload(manifest) };
  if (manifest.payload.kind === 'key') return viewKey(manifest, payload);
  const metadata = manifest.payload.kind === 'metadata' ? parseMetadata(payload) : undefined;
  const rows = metadata?.ok === true ? metadata.value.map(({ tag, value }) => ({ label: nameTag(tag), text: sayField(tag, value) })) : [];
  return { state: 'shown', hex: toHex(payload), rows };
}

function viewSignature({ signature }: DataSetReport, { certificate, manifest }: OpenDataSet): DataSetView['signature'] {
  const who = certificate === undefined ? '' : `${certificate.certificate.subject} (${describePublicKey(certificate.certificate.publicKey)})`;
  if (signature === 'valid') return { state: 'valid', says: `Made by ${who}.` };
  if (signature === 'invalid') return { state: 'invalid', says: `Not made by ${who}, or the manifest was changed.` };
  return { state: 'unchecked', says: `Drop the certificate of the signer, or read it from ${formatOid(manifest.trustAnchor)}.` };
}

function viewProof({ manifest, proof }: OpenDataSet, report: DataSetReport, now: Date): Pick<DataSetView, 'proof'> {
  if (manifest.payload.kind !== 'key') return {};
  if (proof !== undefined) return { proof: { says: 'The chip signs a fresh digest; this certificate must verify it.', certificate: viewCertificate(proof, now) } };
  const aes = algorithmNames.get(manifest.payload.algorithm)?.startsWith('aes') === true;
  if (!aes) return {};
  if (!keyUsages(manifest.payload.usage).includes('encryption')) return { proof: { says: 'None: its usage is not encryption, so that the chip encrypts nothing with it.' } };
  return report.payload === undefined ? {} : { proof: { says: 'The chip encrypts a fresh block; the known key must give the same.' } };
}

/** Everything that the inspector shows. It contains no secret: a key is identified by its fingerprint. */
export function viewSet(set: OpenDataSet, now: Date, prediction?: PredictionView): DataSetView {
  const { manifest, dataSet, certificate, secret } = set;
  const report = must(checkDataSet(dataSet, { ...(certificate && { certificate: certificate.certificate }), ...(secret && { secret: secret.secret }) }));
  const { fragments } = report;
  // If a certificate or secret chosen for the check does not match, the choice may be wrong. The data set still counts as
  // intact.
  const problems = report.problems.filter(({ code }) => code !== 'update/bad-signature' && code !== 'update/wrong-secret');
  const wrongSecret = report.problems.find(({ code }) => code === 'update/wrong-secret');
  const headerKind = headerKindOf(manifest);
  const header = dataSet.fragments.length === 0 ? undefined : writeHeader(dataSet, headerKind);
  const view: DataSetView = {
    id: set.id,
    file: set.file,
    title: `${sayPayload(manifest).replace(/^./, (first) => first.toUpperCase())} for ${formatOid(manifest.target)}`,
    rows: factRows(manifest),
    signature: viewSignature(report, set),
    ...(certificate && { certificate: viewCertificate(certificate, now) }),
    ...(secret && { secret: { id: 'secret', file: secret.file, length: secret.secret.length } }),
    ...viewProof(set, report, now),
    isKey: manifest.payload.kind === 'key',
    isEncrypted: manifest.confidentiality !== undefined,
    manifest: toHex(dataSet.manifest),
    tree: manifestTree(dataSet.manifest, manifest.payload.kind).map((row) => ({ ...row })),
    fragments: fragments.map((fragment, at) => ({ number: at + 1, ...fragment, sha256: toHex(sha256(dataSet.fragments[at] as Uint8Array)) })),
    payload: viewPayload(report),
    problems: problems.map(faultView),
    ...(wrongSecret && { secretProblem: faultView(wrongSecret) }),
    warnings: [
      ...(manifest.payloadVersion === 0 ? [sayLine(fault('update/version-zero', undefined))] : []),
      ...(manifest.payload.kind === 'key' && manifest.confidentiality === undefined ? ['The key in it is not encrypted: whoever has this file has the key.'] : []),
    ],
    ...(prediction && { prediction }),
    headerKind,
    ...(header?.ok === false ? { headerWhy: sayLine(header.fault) } : {}),
  };
  report.payload?.fill(0);
  return view;
}
