import { utf8 } from '../../bytes/bytes.ts';
import { derTags } from '../../keys/der.ts';
import { encodeSpki } from '../../keys/publicKey.ts';
import { extensionOids as oids } from '../extensions.ts';
import { everywhere, people, three, type ChainCase, type Change } from './chainCases.ts';
import { attribute, authorityKey, commonName, context, derNull, encodeDer, extension, integer, keyOf, objectIdentifier, sequence, subjectKey, time, without, type Recipe } from './writeCertificate.ts';
import { nodeSigned } from './otherKeys.ts';

const oid = (dotted: string, ...parameters: readonly Uint8Array[]): Uint8Array => sequence(objectIdentifier(dotted), ...parameters);
const ecdsa = { sha1: '1.2.840.10045.4.1', sha224: '1.2.840.10045.4.3.1', sha256: '1.2.840.10045.4.3.2', sha384: '1.2.840.10045.4.3.3', sha512: '1.2.840.10045.4.3.4' } as const;
const seconds = (text: string, tag: number = derTags.utcTime): Uint8Array => encodeDer(tag, utf8(text));

const structure: readonly Change[] = [
  { name: 'version 1 with extensions', edit: (one) => ({ ...one, version: undefined }), says: 'chain/flawed', openssl: 'leaf ca root' },
  { name: 'version 1 in so many words, with extensions', edit: (one) => ({ ...one, version: context(0, integer(0)) }), says: 'chain/flawed', openssl: 'leaf ca root' },
  { name: 'version 2 with extensions', edit: (one) => ({ ...one, version: context(0, integer(1)) }), says: 'chain/flawed', openssl: 'leaf ca root' },
  { name: 'version 1', edit: (one) => ({ ...one, version: undefined, extensions: {} }), says: { leaf: 'trusted', ca: 'chain/not-a-ca', root: 'chain/not-a-ca' }, openssl: 'root' },
  { name: 'version 4', edit: (one) => ({ ...one, version: context(0, integer(3)) }), says: 'certificate/malformed', openssl: 'leaf ca root' },
  { name: 'version -1', edit: (one) => ({ ...one, version: context(0, encodeDer(derTags.integer, Uint8Array.of(0xff))) }), says: 'certificate/malformed', openssl: 'leaf ca root' },
  { name: 'identifiers of issuer and subject', edit: (one) => ({ ...one, behind: [encodeDer(0x81, Uint8Array.of(0, 1)), encodeDer(0x82, Uint8Array.of(0, 1)), context(3, sequence(...Object.values(one.extensions)))] }), says: 'trusted' },
  { name: 'extensions twice', edit: (one) => ({ ...one, behind: [context(3, sequence(...Object.values(one.extensions))), context(3, sequence(...Object.values(one.extensions)))] }), says: 'certificate/malformed' },
  { name: 'two lists of extensions', edit: (one) => ({ ...one, behind: [context(3, sequence(...Object.values(one.extensions)), sequence())] }), says: 'certificate/malformed' },
  { name: 'an extension of one value', edit: (one) => ({ ...one, behind: [context(3, sequence(sequence(objectIdentifier('1.2.3')), ...Object.values(one.extensions)))] }), says: 'certificate/malformed' },
  { name: 'a field that no certificate has', edit: (one) => ({ ...one, behind: [context(3, sequence(...Object.values(one.extensions))), context(4, integer(1))] }), says: 'certificate/malformed' },
  { name: 'a serial number of 21 bytes', edit: (one) => ({ ...one, serial: integer(new Uint8Array(21).fill(0x11)) }), says: 'trusted' },
  { name: 'a negative serial number', edit: (one) => ({ ...one, serial: encodeDer(derTags.integer, Uint8Array.of(0x81)) }), says: 'trusted' },
  { name: 'serial number 0', edit: (one) => ({ ...one, serial: integer(0) }), says: 'trusted' },
  { name: 'a serial number of nothing', edit: (one) => ({ ...one, serial: encodeDer(derTags.integer, new Uint8Array()) }), says: 'certificate/malformed' },
  { name: 'another algorithm inside', edit: (one) => ({ ...one, inside: oid(ecdsa.sha384) }), says: 'chain/flawed', openssl: 'root' },
  { name: 'NULL parameters inside only', edit: (one) => ({ ...one, inside: oid(ecdsa.sha256, derNull()) }), says: 'chain/flawed', openssl: 'root' },
  { name: 'NULL parameters outside only', edit: (one) => ({ ...one, inside: oid(ecdsa.sha256), algorithm: oid(ecdsa.sha256, derNull()) }), says: 'chain/flawed', openssl: 'root' },
  { name: 'NULL parameters', edit: (one) => ({ ...one, algorithm: oid(ecdsa.sha256, derNull()) }), says: 'trusted' },
  { name: 'a number for parameters', edit: (one) => ({ ...one, algorithm: oid(ecdsa.sha256, integer(1)) }), says: 'trusted' },
  { name: 'an unknown algorithm', edit: (one) => ({ ...one, algorithm: oid('1.2.3.4.5') }), says: { leaf: 'chain/unsupported', ca: 'chain/unsupported', root: 'chain/flawed' } },
  { name: 'an algorithm of RSA', edit: (one) => ({ ...one, algorithm: oid('1.2.840.113549.1.1.11', derNull()) }), says: { leaf: 'chain/bad-signature', ca: 'chain/bad-signature', root: 'chain/flawed' } },
  { name: 'a signature of nothing', edit: (one) => ({ ...one, sign: () => new Uint8Array() }), says: { leaf: 'chain/bad-signature', ca: 'chain/bad-signature', root: 'trusted' } },
  { name: 'a signature with bytes behind it', edit: (one) => ({ ...one, sign: (message) => new Uint8Array([...nodeSigned(one.signer, 'sha256', message), 0]) }), says: { leaf: 'chain/bad-signature', ca: 'chain/bad-signature', root: 'trusted' } },
  { name: 'a signature of another key', edit: (one) => ({ ...one, sign: (message) => nodeSigned(keyOf('other'), 'sha256', message) }), says: { leaf: 'chain/bad-signature', ca: 'chain/bad-signature', root: 'trusted' } },
  { name: 'an Ed25519 key', edit: (one) => ({ ...one, spki: sequence(oid('1.3.101.112'), encodeDer(derTags.bitString, new Uint8Array(33).fill(1).fill(0, 0, 1))) }), says: { leaf: 'certificate/unsupported-key' }, openssl: 'leaf' },
  { name: 'a key that is not on its curve', edit: (one) => ({ ...one, spki: encodeSpki(one.key.publicKey).map((byte, i, all) => (i === all.length - 1 ? byte ^ 1 : byte)) }), says: 'certificate/malformed' },
  { name: 'a subject of a number', edit: (one) => ({ ...one, subject: integer(1) }), says: 'certificate/malformed' },
  { name: 'a subject with an attribute that has no value', edit: (one) => ({ ...one, subject: sequence(encodeDer(derTags.set, sequence(objectIdentifier('2.5.4.3')))) }), says: 'certificate/malformed' },
];

const times: readonly Change[] = [
  { name: 'expired', edit: (one) => ({ ...one, until: time('2026-11-22T11:59:59Z') }), says: 'chain/not-valid-now' },
  { name: 'expired in this second', edit: (one) => ({ ...one, until: time('2026-11-22T12:00:00Z') }), says: 'chain/not-valid-now' },
  { name: 'valid for one more second', edit: (one) => ({ ...one, until: time('2026-11-22T12:00:01Z') }), says: 'trusted' },
  { name: 'not valid yet', edit: (one) => ({ ...one, from: time('2026-11-22T12:00:01Z') }), says: 'chain/not-valid-now' },
  { name: 'valid since this second', edit: (one) => ({ ...one, from: time('2026-11-22T12:00:00Z') }), says: 'trusted' },
  { name: 'made later than the others', edit: (one) => ({ ...one, from: time('2026-01-01') }), says: 'trusted' },
  { name: 'without an end', edit: (one) => ({ ...one, until: seconds('99991231235959Z', derTags.generalizedTime) }), says: 'trusted' },
  { name: 'a GeneralizedTime of this century', edit: (one) => ({ ...one, until: seconds('20300101000000Z', derTags.generalizedTime) }), says: 'trusted' },
  { name: 'a time before 1970', edit: (one) => ({ ...one, from: seconds('500101000000Z') }), says: 'trusted' },
  { name: 'a time without seconds', edit: (one) => ({ ...one, from: seconds('2001010000Z') }), says: 'certificate/malformed' },
  { name: 'a time of another zone', edit: (one) => ({ ...one, from: seconds('200101000000+0100') }), says: 'certificate/malformed' },
  { name: 'a time with parts of seconds', edit: (one) => ({ ...one, from: seconds('20200101000000.5Z', derTags.generalizedTime) }), says: 'certificate/malformed' },
  { name: '30 February', edit: (one) => ({ ...one, from: seconds('200230000000Z') }), says: 'certificate/malformed' },
  { name: '24 o\'clock', edit: (one) => ({ ...one, from: seconds('200101240000Z') }), says: 'certificate/malformed' },
  { name: 'a time that is a text', edit: (one) => ({ ...one, from: seconds('200101000000Z', derTags.utf8String) }), says: 'certificate/malformed' },
  { name: 'an end before the beginning', edit: (one) => ({ ...one, from: time('2027-01-01'), until: time('2026-01-01') }), says: 'chain/not-valid-now' },
];

const id = (...bytes: readonly number[]): Uint8Array => Uint8Array.from(bytes);
const put = (name: string, value: Uint8Array) => (one: Recipe): Recipe => ({ ...one, extensions: { ...one.extensions, [name]: value } });
const authority = (...parts: readonly Uint8Array[]): Uint8Array => extension(oids.authorityKeyId, sequence(...parts));
const authorityName = (name: Uint8Array): Uint8Array => encodeDer(0xa1, context(4, name));

const identifiers: readonly ChainCase[] = [
  three('key identifiers that differ, of the CA', { leaf: put('authorityKey', authorityKey(id(1, 2, 3))) }, 'chain/no-issuer'),
  three('key identifiers that differ, of the root', { ca: put('authorityKey', authorityKey(id(1, 2, 3))) }, 'chain/no-issuer'),
  three('a CA with another key identifier', { ca: put('subjectKey', subjectKey(id(1, 2, 3))) }, 'chain/no-issuer'),
  three('a root with another key identifier', { root: put('subjectKey', subjectKey(id(1, 2, 3))) }, 'chain/no-issuer'),
  three('a CA without a key identifier', { ca: (one) => ({ ...one, extensions: without(one.extensions, 'subjectKey') }) }, 'trusted'),
  three('a root that names another key as its own', { root: put('authorityKey', authorityKey(id(1, 2, 3))) }, 'chain/no-issuer'),
  three('a root that names another serial number as its own', { root: put('authorityKey', authority(authorityName(people.root.name), encodeDer(0x82, id(9, 9)))) }, 'chain/no-issuer'),
  three('an authority with a serial number that differs', { leaf: put('authorityKey', authority(authorityName(people.root.name), encodeDer(0x82, id(9, 9)))) }, 'chain/no-issuer'),
  three('an authority with name and serial number', { ca: (one) => ({ ...one, serial: integer(id(9, 8)) }), leaf: put('authorityKey', authority(authorityName(people.root.name), encodeDer(0x82, id(9, 8)))) }, 'trusted'),
  three('an authority with a name that differs', { ca: (one) => ({ ...one, serial: integer(id(9, 8)) }), leaf: put('authorityKey', authority(authorityName(commonName('Elsewhere')), encodeDer(0x82, id(9, 8)))) }, 'chain/no-issuer'),
  three('an authority with a DNS name', { leaf: put('authorityKey', authority(encodeDer(0xa1, encodeDer(0x82, utf8('a.example'))))) }, 'trusted'),
];

/** Names. This program compares bytes; openssl ignores upper and lower case and blanks. */
const names: readonly ChainCase[] = [
  three('an issuer of another name', { leaf: (one) => ({ ...one, issuer: commonName('Elsewhere') }) }, 'chain/no-issuer'),
  three('an issuer in capitals', { leaf: (one) => ({ ...one, issuer: commonName('ca') }) }, 'chain/no-issuer', true),
  three('an issuer with a blank more', { leaf: (one) => ({ ...one, issuer: commonName('CA ') }) }, 'chain/no-issuer', true),
  three('an issuer of another kind of text', { leaf: (one) => ({ ...one, issuer: commonName('CA', derTags.printableString) }) }, 'chain/no-issuer', true),
  three('a leaf without a name', { leaf: (one) => ({ ...one, subject: sequence() }) }, 'trusted'),
  three('an issuer without a name', { ca: (one) => ({ ...one, subject: sequence() }), leaf: (one) => ({ ...one, issuer: sequence() }) }, 'trusted'),
  three('a leaf of two attributes in one set', { leaf: (one) => ({ ...one, subject: sequence(encodeDer(derTags.set, sequence(objectIdentifier('2.5.4.3'), encodeDer(derTags.utf8String, utf8('a'))), sequence(objectIdentifier('2.5.4.10'), encodeDer(derTags.utf8String, utf8('b'))))) }) }, 'trusted'),
  three('a leaf with the name of the root', { leaf: (one) => ({ ...one, subject: people.root.name }) }, 'trusted'),
  three('a leaf with the name of its CA', { leaf: (one) => ({ ...one, subject: people.ca.name }) }, 'trusted'),
  three('a leaf with an empty name part', { leaf: (one) => ({ ...one, subject: sequence(attribute('2.5.4.3', '')) }) }, 'trusted'),
];

const algorithms: readonly Change[] = Object.entries(ecdsa).map(([hash, name]): Change => {
  const said = hash === 'sha1' || hash === 'sha224' ? 'chain/unsupported' : 'trusted';
  return { name: `ECDSA with ${hash}`, edit: (one) => ({ ...one, algorithm: oid(name), sign: (message) => nodeSigned(one.signer, hash, message) }), says: { leaf: said, ca: said, root: 'trusted' }, openssl: said === 'trusted' ? '' : 'leaf ca' };
});

export const shapeCases = [...everywhere(structure), ...everywhere(times), ...everywhere(algorithms), ...identifiers, ...names];
