import { utf8, concat } from '../../../core/bytes/bytes.ts';
import { hex, toHex } from '../../../core/bytes/hex.ts';
import { encodeFrame, errorFrame } from '../../../core/bridge/frame.ts';
import { parseCertificate } from '../../../core/certificates/certificate.ts';
import { createCsr, parseCsr } from '../../../core/certificates/csr.ts';
import { wrapIdentity } from '../../../core/certificates/identity.ts';
import { selfSign, signCsr } from '../../../core/certificates/issue.ts';
import { ecGenerate } from '../../../core/keys/ecdsa.ts';
import { encodePkcs8 } from '../../../core/keys/encodePrivateKey.ts';
import { encryptPkcs8 } from '../../../core/keys/pbes2.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import { ecPrivateKey, encodePrivateKeyPem, rsaPrivateKey, type PrivateKey } from '../../../core/keys/privateKey.ts';
import { encodeChipPublicKey, encodeSpki } from '../../../core/keys/publicKey.ts';
import { seededRandom } from '../../../core/keys/testing/random.ts';
import { encodePlan } from '../../../core/plan/planFile.ts';
import type { Plan } from '../../../core/plan/step.ts';
import { must } from '../../../core/result/result.ts';
import { profiles } from '../../../core/simulator/profiles/profiles.ts';
import { testRsaKey } from '../../../core/simulator/testing/rsaKeys.ts';
import { writeConsoleText, writeFileText } from '../../../core/update/text.ts';
import { procedures } from '../faults/procedures.ts';
import { linesAfter, nothingBefore } from '../../../electron/journal/chain.ts';
import { firstForm } from '../../../electron/app/datasets/buildForm.ts';
import { firstAnswers, writeAnswers } from '../../../core/plan/wizard/answers.ts';
import { testSigner } from '../../../core/keys/testing/testSigner.ts';

const random = seededRandom('fuzz');
const now = new Date(Date.UTC(2026, 0, 1));
const json = (value: unknown): Uint8Array => utf8(JSON.stringify(value));
const chipId = '0102030405060708090a';

/** Every file form of one key. */
async function keyFiles(key: PrivateKey): Promise<Uint8Array[]> {
  const der = must(await selfSign(testSigner(key), 'CN=Device 1, O=Example', { days: 365, now, random }));
  const pkcs8 = encodePkcs8(key);
  const locked = encryptPkcs8(pkcs8, 'password', random, 3);
  const certificate = encodePem('CERTIFICATE', der);
  return [
    der,
    utf8(certificate),
    utf8(encodePrivateKeyPem(key) + certificate),
    pkcs8,
    locked,
    utf8(encodePem('ENCRYPTED PRIVATE KEY', locked)),
    must(await createCsr(testSigner(key), 'CN=Device 1')),
    encodeSpki(key.publicKey),
    encodeChipPublicKey(key.publicKey),
    wrapIdentity(der),
    concat(hex('c2'), Uint8Array.of(der.length >> 8, der.length & 0xff), der),
  ];
}

/** A leaf, its CA and their root, in one file. */
async function chainFile(key: PrivateKey): Promise<Uint8Array> {
  const options = { days: 3650, now, random } as const;
  const certificate = (der: Uint8Array) => must(parseCertificate(der));
  const root = certificate(must(await selfSign(testSigner(key), 'CN=Root', { ...options, isCa: true })));
  const request = async (name: string) => must(parseCsr(must(await createCsr(testSigner(key), name))));
  const ca = certificate(must(await signCsr(await request('CN=CA'), testSigner(key), root, { ...options, isCa: true })));
  const leaf = must(await signCsr(await request('CN=Leaf'), testSigner(key), ca, options));
  return utf8([leaf, ca.der, root.der].map((der) => encodePem('CERTIFICATE', der)).join(''));
}

/** A plan, and its data set in every form. */
function planFiles(plan: Plan): Uint8Array[] {
  const send = plan.steps.find((step) => step.kind === 'send-data-set');
  if (send?.kind !== 'send-data-set') return [utf8(encodePlan(plan))];
  const dataSet = { manifest: send.manifest, fragments: [hex('0102030405060708')] };
  const bytes = { manifest: toHex(send.manifest), fragments: ['0102'] };
  return [utf8(encodePlan(plan)), send.manifest, utf8(toHex(send.manifest)), utf8(writeConsoleText(dataSet)), utf8(writeFileText(dataSet)), json(bytes)];
}

function chipFiles(): Uint8Array[] {
  const { objects, name } = profiles['trust-m-v3'];
  const few = Object.fromEntries(Object.entries(objects).filter(([id]) => ['e0c2', 'e0e3', 'e0f0', 'f1d1', 'e120'].includes(id)));
  const key = { kind: 'ec', curve: 'secp256r1', privateKey: '01'.repeat(32) };
  const saved = { handle: '01'.repeat(8), status: '00', authorized: [0xf1d0], sessions: [[0xe100, { kind: 'key', key, usage: 16 }], [0xe101, { kind: 'secret', bytes: '0102' }]] };
  const many = { ...few, e0f1: { metadata: '2003c00101', key }, e0fc: { metadata: '2003c00101', key: { kind: 'rsa', modulus: '05', exponent: '03', privateExponent: '03', p: '05', q: '07' } } };
  return [json(few), json({ version: 1, profile: name, objects: many, saved }), json({ e0e3: { metadata: { raw: '2003c00101' }, pretty_metadata: { lcso: 'creation', change: ['lcso', '<', 'operational'] }, data: '3003020100' } })];
}

const bundleFiles = (): Uint8Array[] => [
  utf8(`${chipId},${'ab'.repeat(64)}\r\n{"0202030405060708090a";"${'cd'.repeat(64)}"},\n`),
  utf8(`Path = ${chipId}_E0E0.pem\nSize = 900\nAttributes = A\nCRC = 0A0B0C0D\n\nPath = folder\nFolder = +\n\n`),
  concat(hex('377abcaf271c0004000000000000000000000000100000000000000000000000'), hex('1706f10701'), new Uint8Array(11)),
  ...[`TM123_4711_E0E0_Certs.7z`, `${chipId}_E0E1.pem`, 'PBS_keys.txt', chipId].map(utf8),
];

function journalFiles(): Uint8Array[] {
  const opened = linesAfter({ seq: 0, hash: nothingBefore, torn: 0 }, () => '2026-01-01T00:00:00Z', 'me@bench', [{ what: 'opened', after: '' }]).text;
  return [utf8(opened), json({ file: 'fuzz.jsonl', lines: 1, hash: 'ab', at: 'now', publicKey: '3000', signature: '3000' })];
}

const textFiles = (): Uint8Array[] => [
  ...['until operational, or update signed by 0xE0E3', 'lcso < operational || int 0xe0e3', 'CN=Device 1, O="Example, Inc", C=DE', '0xE0F1', 'simulated:v1@chip.json'].map(utf8),
  utf8('payload_version=1 trust_anchor_oid=E0E3 target_oid=E0F1 priv_key=int.pem payload_type=key key_algo=3 key_usage=11'),
  utf8('silence@3, cut@GetDataObject#2:9; flip@*:4.7 garbage@1:00ff unplug@5:after'),
  utf8('age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'),
  utf8(`uid,name\n# a comment\n${'01'.repeat(27)},a\n0x${'02'.repeat(25)};b\n`),
  utf8('00112233 44556677 8899aabb ccddeeff'),
  json(writeAnswers(firstAnswers)),
  json(firstForm),
  json({ theme: 'dark', zoom: 1.5, lastRoom: 'objects' }),
  json({ kty: 'EC', crv: 'P-256', d: 'AQ', x: 'AQ', y: 'AQ' }),
  json({ lcso: 'operational', change: ['lcso', '<', 'operational'], read: 'always', version: [false, 3], type: 'trust_anchor' }),
  json({ 'chip/0xE0F0': '3003020100' }),
  json({ run: 'a', as: 'html', id: '0xE0E1', name: 'x' }),
];

const chipAnswers = (): Uint8Array[] => [
  must(encodeFrame(hex('00000001aa'))),
  concat(errorFrame, must(encodeFrame(hex('00000000')))),
  ...['00000001aa', '2011c00101c4018cc50164d003e1fc07d10100', '21e0e3fd20f1d1fee1fc07', '0201010203010203', '0000000100000064'].map(hex),
  hex(profiles['trust-m-v3'].objects['e0c2']?.data ?? ''),
];

/** Correct files and texts of every kind, the same in every process. They are damaged, and guided search starts with them. */
export async function makeSeeds(): Promise<readonly Uint8Array[]> {
  const ec = ecPrivateKey('secp256r1', ecGenerate('secp256r1', random));
  const rsa = rsaPrivateKey(await testRsaKey(1024));
  const plans = await Promise.all(procedures.slice(0, 2).map(async (make) => (await make()).plan));
  return [...chipAnswers(), ...(await keyFiles(ec)), ...(await keyFiles(rsa)), await chainFile(ec), await chainFile(rsa), ...plans.flatMap(planFiles), ...chipFiles(), ...bundleFiles(), ...journalFiles(), ...textFiles()];
}

const words = ['-----BEGIN CERTIFICATE-----\n', '-----END CERTIFICATE-----\n', 'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,', 'PRIVATE KEY', '"format":"trust-bench-plan"', '"objects":{', '"metadata":', '"kty":"RSA"', 'manifest_data[] = {0x', 'fragment_01[] = {', '0x', '0xE0E3', 'e0f1', 'CN=', ' and ', ' or ', ' && ', 'Path = ', '_E0E0.pem', '__proto__', 'constructor', '\u0000', '\u2028', '\uFEFF', '1e999', '-1', '9007199254740993', 'null', '[]', '{}'];
const codes = ['beefdead', 'beefdeadffff', 'beefdead07c6', '2a8648ce3d0201', '2a8648ce3d030107', '2a864886f70d010101', '2a864886f70d01050d', '06032b656e', '30820100', '3080', '0500', '0382', '0204ffffffff', '0201ff', 'c0', 'c20100', '83f6', 'a10126', '9affffffff', '58ff', 'fefd'];

/** Words and codes of the formats, for guided search. */
export const tokens: readonly Uint8Array[] = [...words.map(utf8), ...codes.map(hex)];
