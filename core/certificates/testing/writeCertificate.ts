import { sha1 } from '@noble/hashes/legacy.js';
import { utf8 } from '../../bytes/bytes.ts';
import { bitString, context, derNull, derTags, encodeDer, integer, objectIdentifier, octetString, sequence } from '../../keys/der.ts';
import { ecGenerate } from '../../keys/ecdsa.ts';
import { ecPrivateKey, type PrivateKey } from '../../keys/privateKey.ts';
import { signDigest } from '../../keys/testing/testSigner.ts';
import { encodeSpki } from '../../keys/publicKey.ts';
import { hashes } from '../../keys/rsa.ts';
import { seededRandom } from '../../keys/testing/random.ts';
import { extensionOids as oids, usageNames, type CertificateUsage } from '../extensions.ts';
import { encodeSignatureAlgorithm, wrapSignature } from '../signatureAlgorithm.ts';
import { encodeTime } from '../time.ts';

// Writes correct and incorrect certificates: every part can be replaced.

export const yes = encodeDer(derTags.boolean, Uint8Array.of(0xff));
export const no = encodeDer(derTags.boolean, Uint8Array.of(0));

/** The value may be anything; `critical` need not be a boolean. */
export const extension = (oid: string, value: Uint8Array, critical: Uint8Array | boolean = false): Uint8Array =>
  sequence(objectIdentifier(oid), ...(critical === true ? [yes] : critical === false ? [] : [critical]), octetString(value));

export const attribute = (oid: string, text: string, tag: number = derTags.utf8String): Uint8Array => encodeDer(derTags.set, sequence(objectIdentifier(oid), encodeDer(tag, utf8(text))));
export const commonName = (text: string, tag?: number): Uint8Array => sequence(attribute('2.5.4.3', text, tag));

export function usage(names: readonly CertificateUsage[]): Uint8Array {
  const bits = names.reduce((sum, name) => sum | (0x8000 >> usageNames.indexOf(name)), 0);
  return bits & 0xff ? encodeDer(derTags.bitString, Uint8Array.of(7, bits >> 8, bits & 0xff)) : encodeDer(derTags.bitString, Uint8Array.of(0, bits >> 8));
}

export const constraints = {
  oid: oids.basicConstraints,
  ca: (pathLength?: number) => extension(oids.basicConstraints, sequence(yes, ...(pathLength === undefined ? [] : [integer(pathLength)])), true),
  leaf: extension(oids.basicConstraints, sequence(), true),
} as const;
export const keyUsage = (...names: CertificateUsage[]): Uint8Array => extension(oids.keyUsage, usage(names), true);

const keys = new Map<string, PrivateKey>();
/** P-256 keys, one for each name. */
export function keyOf(name: string): PrivateKey {
  const key = keys.get(name) ?? ecPrivateKey('secp256r1', ecGenerate('secp256r1', seededRandom(`craft ${name}`)));
  keys.set(name, key);
  return key;
}

export const keyId = (key: PrivateKey): Uint8Array => sha1(encodeSpki(key.publicKey)).slice(0, 20);
export const subjectKey = (id: Uint8Array): Uint8Array => extension(oids.subjectKeyId, octetString(id));
export const authorityKey = (id: Uint8Array): Uint8Array => extension(oids.authorityKeyId, sequence(encodeDer(0x80, id)));

/** Extensions by name, so that a case can replace or drop one of them; they are written in this order. */
export type Extensions = Readonly<Record<string, Uint8Array>>;

export interface Recipe {
  readonly subject: Uint8Array;
  readonly issuer: Uint8Array;
  readonly key: PrivateKey;
  readonly signer: PrivateKey;
  readonly extensions: Extensions;
  /** As encoded in the certificate: 2 is version 3; undefined omits the field. */
  readonly version?: Uint8Array | undefined;
  readonly serial: Uint8Array;
  readonly from: Uint8Array;
  readonly until: Uint8Array;
  readonly spki?: Uint8Array;
  /** AlgorithmIdentifiers. The inner one is the same as the outer one by default. */
  readonly algorithm?: Uint8Array;
  readonly inside?: Uint8Array;
  /** Fields after the public key, which replace the extensions. */
  readonly behind?: readonly Uint8Array[];
  readonly sign?: (message: Uint8Array) => Uint8Array;
}

const signed = (signer: PrivateKey, message: Uint8Array): Uint8Array => wrapSignature(signer.publicKey, signDigest(signer, 'sha256', hashes.sha256(message)));

export function write(recipe: Recipe): Uint8Array {
  const { subject, issuer, key, signer, extensions, serial, from, until } = recipe;
  const algorithm = recipe.algorithm ?? encodeSignatureAlgorithm(signer.publicKey, 'sha256');
  const version = 'version' in recipe ? recipe.version : context(0, integer(2));
  const listed = Object.values(extensions);
  const tbs = sequence(
    ...(version === undefined ? [] : [version]),
    serial,
    recipe.inside ?? algorithm,
    issuer,
    sequence(from, until),
    subject,
    recipe.spki ?? encodeSpki(key.publicKey),
    ...(recipe.behind ?? (listed.length === 0 ? [] : [context(3, sequence(...listed))])),
  );
  return sequence(tbs, algorithm, bitString((recipe.sign ?? ((message) => signed(signer, message)))(tbs)));
}

export const time = (day: string): Uint8Array => encodeTime(new Date(day));
const lifetime = { from: time('2020-01-01'), until: time('2040-01-01') } as const;

export interface Holder {
  readonly name: Uint8Array;
  readonly key: PrivateKey;
}
export const holder = (name: string, key = name): Holder => ({ name: commonName(name), key: keyOf(key) });

let serials = 0;

/** A correct certificate. */
export const recipe = (subject: Holder, issuer: Holder, kind: 'ca' | 'leaf'): Recipe => ({
  subject: subject.name,
  issuer: issuer.name,
  key: subject.key,
  signer: issuer.key,
  serial: integer(Uint8Array.of(0x10, (++serials >> 8) & 0xff, serials & 0xff)),
  ...lifetime,
  extensions: {
    constraints: kind === 'ca' ? constraints.ca() : constraints.leaf,
    usage: kind === 'ca' ? keyUsage('keyCertSign', 'cRLSign') : keyUsage('digitalSignature'),
    subjectKey: subjectKey(keyId(subject.key)),
    authorityKey: authorityKey(keyId(issuer.key)),
  },
});

/** All extensions except the named ones. */
export const without = (extensions: Extensions, ...names: readonly string[]): Extensions => Object.fromEntries(Object.entries(extensions).filter(([name]) => !names.includes(name)));

export { context, derNull, encodeDer, integer, objectIdentifier, octetString, sequence };
