import { describe, expect, it } from 'vitest';
import { utf8 } from '../bytes/bytes.ts';
import { toHex } from '../bytes/hex.ts';
import { ecPrivateKey, encodePrivateKeyPem, generateKey, rsaPrivateKey } from '../keys/privateKey.ts';
import { ecGenerate } from '../keys/ecdsa.ts';
import { rsaFromRandom } from '../keys/rsaGenerate.ts';
import { seededRandom } from '../keys/testing/random.ts';
import { fault } from '../result/fault.ts';
import { err, must, ok } from '../result/result.ts';
import { buildDataSet } from './dataSet.ts';
import { checkDataSet } from './checkDataSet.ts';
import { readVendorOptions } from './vendorOptions.ts';
import { specFromVendorOptions, type FileLoader } from './vendorSpec.ts';
import { testSigner } from '../keys/testing/testSigner.ts';

const random = seededRandom('options');
const signer = ecPrivateKey('secp256r1', ecGenerate('secp256r1', random));
const files: Readonly<Record<string, string>> = {
  'sign.pem': encodePrivateKeyPem(signer),
  'rsa.pem': encodePrivateKeyPem(rsaPrivateKey(rsaFromRandom(1024, random))),
  'key.pem': encodePrivateKeyPem(await generateKey('brainpoolp384r1', random)),
  'aes.txt': '00112233445566778899aabbccddeeff0011223344556677\n',
  'data.txt': '0102 0304\r\n05',
  'ascii.txt': 'hello',
  'umlaut.txt': 'Grüße',
  'meta.txt': '200BC00103D10100D003E1FC07',
  'bad-meta.txt': '2003C10100',
  'secret.txt': 'ab'.repeat(64),
  'short.txt': 'abcd',
};
const load: FileLoader = (path) => {
  const text = files[path];
  return Promise.resolve(text === undefined ? err(fault('file/not-found', { file: path })) : ok(utf8(text)));
};

async function build(line: string): Promise<string> {
  const options = readVendorOptions(line.split(' '));
  if (!options.ok) return JSON.stringify(options.fault);
  const spec = await specFromVendorOptions(options.value, load, random);
  if (!spec.ok) return JSON.stringify(spec.fault);
  const built = await buildDataSet({ ...spec.value.content, signer: testSigner(spec.value.signer) });
  if (!built.ok) return JSON.stringify(built.fault);
  const report = must(checkDataSet(built.value, { publicKey: spec.value.signer.publicKey }));
  expect(report.problems).toEqual([]);
  const { payload, target, trustAnchor, payloadVersion, confidentiality } = report.manifest;
  const label = confidentiality === undefined ? '' : ` ${new TextDecoder().decode(confidentiality.label)}/${confidentiality.seed.length}`;
  const warned = built.value.warnings.map(({ code }) => ` ${code}`).join('');
  return `${trustAnchor.toString(16)}>${target.toString(16)} v${payloadVersion} ${JSON.stringify(payload)}${label}${warned}`;
}

describe('the vendor tool\'s own command lines', () => {
  it.each([
    ['priv_key=sign.pem data=data.txt', 'e0e8>e0e2 v0 {"kind":"data","offset":0,"writeType":"erase-write"} update/version-zero'],
    [
      'payload_version=3 trust_anchor_oid=E0E3 target_oid=E0E1 sign_algo=ES_256 priv_key=sign.pem payload_type=data offset=00 write_type=1 in_data_format=ascii data=ascii.txt secret=secret.txt label=test seed_length=64 enc_algo=AES-CCM-16-64-128 secret_oid=F1D1',
      'e0e3>e0e1 v3 {"kind":"data","offset":0,"writeType":"write"} test/64',
    ],
    [
      'payload_version=3 trust_anchor_oid=E0E3 target_oid=E0F1 priv_key=sign.pem payload_type=key key_algo=21 key_usage=10 key_data=key.pem',
      'e0e3>e0f1 v3 {"kind":"key","algorithm":21,"usage":16}',
    ],
    [
      'payload_version=3 trust_anchor_oid=E0E3 target_oid=E200 priv_key=rsa.pem sign_algo=RSA-SSA-PKCS1-V1_5-SHA-256 payload_type=key key_algo=130 key_data=aes.txt',
      'e0e3>e200 v3 {"kind":"key","algorithm":130,"usage":2}',
    ],
    [
      'payload_version=3 trust_anchor_oid=E0E3 target_oid=E0E1 priv_key=sign.pem payload_type=metadata metadata=meta.txt content_reset=1 secret=secret.txt',
      'e0e3>e0e1 v3 {"kind":"metadata","contentReset":"zeros"} Confidentiality/64',
    ],
  ])('%s', async (line, expected) => {
    expect(await build(line)).toBe(expected);
  });
});

describe('nonsense is refused by name', () => {
  const good = 'priv_key=sign.pem data=data.txt payload_version=1';
  it.each([
    [`${good} colour=red`, 'update/unknown-option', 'colour'],
    [`${good} offset`, 'update/bad-option', 'offset'],
    [`${good} offset=1 offset=2`, 'update/repeated-option', 'offset'],
    ['data=data.txt', 'update/missing-option', 'priv_key'],
    ['priv_key=sign.pem', 'update/missing-option', 'data'],
    ['priv_key=sign.pem data=data.txt payload_version=32768', 'update/bad-option', 'payload_version'],
    ['priv_key=sign.pem data=data.txt payload_version=-1', 'update/bad-option', 'payload_version'],
    [`${good} target_oid=E0C2`, 'update/bad-option', 'target_oid'],
    [`${good} target_oid=F1C1`, 'update/bad-option', 'target_oid'],
    [`${good} target_oid=1234`, 'update/bad-option', 'target_oid'],
    [`${good} target_oid=E0E8`, 'update/bad-option', 'trust_anchor_oid'],
    [`${good} trust_anchor_oid=E0F0`, 'update/bad-option', 'trust_anchor_oid'],
    [`${good} target_oid=E0`, 'update/bad-option', 'target_oid'],
    [`${good} couid=0011`, 'update/bad-option', 'couid'],
    [`${good} sign_algo=ES_384`, 'update/bad-option', 'sign_algo'],
    [`${good} sign_algo=RSA-SSA-PKCS1-V1_5-SHA-256`, 'update/bad-option', 'sign_algo'],
    [`${good} digest_algo=SHA512`, 'update/bad-option', 'digest_algo'],
    [`${good} payload_type=keys`, 'update/bad-option', 'payload_type'],
    [`${good} key_data=key.pem`, 'update/bad-option', 'key_data'],
    [`${good} write_type=3`, 'update/bad-option', 'write_type'],
    [`${good} in_data_format=bin`, 'update/bad-option', 'in_data_format'],
    ['priv_key=sign.pem data=umlaut.txt in_data_format=ascii', 'update/bad-option', 'no ASCII'],
    ['priv_key=sign.pem data=key.pem in_data_format=ascii', 'key/not-for-object', 'The data'],
    ['priv_key=sign.pem data=key.pem', 'content/unclear', 'PRIVATE KEY'],
    [`${good} offset=1726`, 'update/bad-payload', '1728'],
    [`${good} secret=secret.txt label=${'x'.repeat(33)}`, 'update/bad-option', 'label'],
    [`${good} secret=secret.txt seed_length=15`, 'update/bad-option', 'seed_length'],
    [`${good} secret=secret.txt seed_length=65`, 'update/bad-option', 'seed_length'],
    [`${good} secret=secret.txt secret_oid=E0E2`, 'update/bad-option', 'secret_oid'],
    [`${good} secret=secret.txt enc_algo=AES`, 'update/bad-option', 'enc_algo'],
    [`${good} secret=secret.txt kdf=HKDF`, 'update/bad-option', 'kdf'],
    [`${good} secret=short.txt`, 'update/bad-option', 'secret'],
    [`${good} secret=gone.txt`, 'file/not-found', 'gone.txt'],
    ['priv_key=sign.pem payload_type=metadata metadata=bad-meta.txt', 'update/bad-payload', 'C1'],
    ['priv_key=sign.pem payload_type=key target_oid=E0F1 key_algo=3 key_data=key.pem', 'update/bad-option', 'key_algo'],
    ['priv_key=sign.pem payload_type=key target_oid=E0F1 key_algo=226 key_data=key.pem', 'update/bad-option', 'key_algo'],
    ['priv_key=sign.pem payload_type=key target_oid=E0F1 key_usage=00 key_data=key.pem', 'update/bad-option', 'key_usage'],
    ['priv_key=sign.pem payload_type=key target_oid=E0FC key_data=key.pem', 'update/bad-payload', '0xE0FC'],
    ['priv_key=sign.pem payload_type=key target_oid=E200 key_data=short.txt', 'key/aes-size', 'short.txt'],
  ])('%s', async (line, code, names) => {
    const said = await build(line);
    expect(said).toContain(`"code":"${code}"`);
    expect(said).toContain(names);
    expect(said).not.toContain(toHex(new Uint8Array(16).fill(0xab)));
  });
});
