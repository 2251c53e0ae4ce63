import { formatOid } from '../objects/oid.ts';
import { toHex } from '../bytes/hex.ts';
import type { Confidentiality, Manifest } from './manifest.ts';

/** The content of a manifest, in the option names and notations of the vendor's tool. */
export type InspectedOptions = Readonly<Record<string, string | number>>;

const bareOid = (id: Parameters<typeof formatOid>[0]): string => formatOid(id).slice(2);

function payloadOptions({ payload }: Manifest): InspectedOptions {
  switch (payload.kind) {
    case 'data':
      return { payload_type: 'data', offset: payload.offset, write_type: payload.writeType === 'write' ? 1 : 2 };
    case 'metadata':
      return { payload_type: 'metadata', content_reset: ['as-object', 'zeros', 'random'].indexOf(payload.contentReset) };
    case 'key':
      return { payload_type: 'key', key_algo: payload.algorithm, key_usage: toHex(Uint8Array.of(payload.usage)) };
  }
}

/** A label that is not printable text is shown in hexadecimal. */
function sayLabel(label: Uint8Array): string {
  const printable = label.every((byte) => byte >= 0x20 && byte < 0x7f);
  return printable ? String.fromCharCode(...label) : `0x${toHex(label)}`;
}

const encryptionOptions = ({ secret, label, seed }: Confidentiality): InspectedOptions => ({
  secret_oid: bareOid(secret),
  label: sayLabel(label),
  seed_length: seed.length,
  enc_algo: 'AES-CCM-16-64-128',
  kdf: 'IFX_KDF-TLS12_PRF_SHA256',
});

/** The options that would build this manifest again, as far as it contains them. */
export function inspectOptions(manifest: Manifest): InspectedOptions {
  const { componentId, confidentiality } = manifest;
  return {
    payload_version: manifest.payloadVersion,
    trust_anchor_oid: bareOid(manifest.trustAnchor),
    target_oid: bareOid(manifest.target),
    sign_algo: manifest.signatureAlgorithm === 'ES_256' ? 'ES_256' : 'RSA-SSA-PKCS1-V1_5-SHA-256',
    digest_algo: 'SHA256',
    ...(componentId.length === 0 ? {} : { couid: toHex(componentId) }),
    ...payloadOptions(manifest),
    ...(confidentiality === undefined ? {} : encryptionOptions(confidentiality)),
  };
}
