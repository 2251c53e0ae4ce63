import { certificateAt, readCertificates } from '../../../../core/bundle/certificateTable.ts';
import { summaryAt, subjectAndSerial } from '../../../../core/bundle/certificateSummary.ts';
import { readKeyFile } from '../../../../core/bundle/keyTable.ts';
import { parseArchiveName, parseCertificateName, parseChipId, parseKeyFileName } from '../../../../core/bundle/names.ts';
import { pemCertificate } from '../../../../core/bundle/pemBytes.ts';
import { hidesNames } from '../../../../electron/files/archive/header.ts';
import { innerLimits } from '../../../../electron/files/archive/limits.ts';
import { checkEntries, parseListing } from '../../../../electron/files/archive/listing.ts';
import { told } from '../../../../electron/files/archive/messages.ts';
import { json, text, type Parsers } from './parser.ts';

const chipId = '0102030405060708090a';

/** Uses the bytes as the same certificate for two chips, and as a file with a wrong name. */
function bundleCertificates(bytes: Uint8Array): unknown {
  const names = [`${chipId}_E0E0.pem`, `${chipId.slice(0, -1)}b_E0E0.pem`, 'other.pem'];
  const table = readCertificates('fuzz', 'E0E0', names.map((name) => ({ name, bytes })));
  return table.ok && table.value.ids.map((_, index) => certificateAt(table.value, index));
}

function listing(bytes: Uint8Array): unknown {
  const entries = parseListing(text(bytes).split('\n'));
  return entries !== undefined && checkEntries('fuzz', entries, innerLimits);
}

/** Parsers for the content of a Cloud ID bundle. */
export const bundleParsers: Parsers = {
  'key file of a bundle': (bytes) => [readKeyFile('pbs', 'fuzz', bytes), readKeyFile('auto', 'fuzz', bytes)],
  'PEM of a bundle': pemCertificate,
  'certificates of a bundle': bundleCertificates,
  'certificate, at a glance': (bytes) => [summaryAt(bytes), subjectAndSerial(bytes)],
  'names in a bundle': (bytes) => [parseArchiveName, parseCertificateName, parseKeyFileName].map((parse) => parse(text(bytes))),
  'chip id': (bytes) => parseChipId(text(bytes)),
  'archive listing': listing,
  'archive header': hidesNames,
  'message of the unpacking worker': (bytes) => told.safeParse(json(bytes)).success,
};
