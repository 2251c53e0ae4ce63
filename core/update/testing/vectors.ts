import { hex } from '../../bytes/hex.ts';
import { parseCertificate, type Certificate } from '../../certificates/certificate.ts';
import { readPem } from '../../keys/pem.ts';
import { parseSpki, type PublicKey } from '../../keys/publicKey.ts';
import { must } from '../../result/result.ts';
import type { DataSet } from '../dataSet.ts';
import texts from './datasetText.json' with { type: 'json' };
import seeds from './seedDatasets.json' with { type: 'json' };

/**
 * seedDatasets.json: printed by the vendor tool 3.00.2490 in its import guide. datasetText.json: output of the vendor
 * tool, built from its published source, with keys and data made for this file.
 */
const bytesOf = (pem: string): Uint8Array => readPem(pem).blocks[0]?.bytes as Uint8Array;

const toDataSet = ({ manifest, fragments }: { manifest: string; fragments: string[] }): DataSet => ({
  manifest: hex(manifest),
  fragments: fragments.map((fragment) => hex(fragment)),
});

export const seedSigner: Certificate = must(parseCertificate(bytesOf(seeds.signer_certificate_pem)));
export const seedSets = seeds.data_sets.map((set) => ({ what: set.what, dataSet: toDataSet(set) }));
export const seedSecret = (): Uint8Array => hex(seeds.data_sets[2]?.options.secret as string);

export const vendorTexts = texts.data_sets.map((set) => ({
  payload: hex(set.payload),
  version: set.payload_version,
  signer: must(parseSpki(bytesOf(set.signer_public_pem))) as PublicKey,
  dataSet: toDataSet(set),
  console: set.console,
  file: set.file,
}));
