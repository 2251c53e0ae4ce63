import { bitString, derTags } from '../../keys/der.ts';
import { utf8 } from '../../bytes/bytes.ts';
import { extensionOids as oids } from '../extensions.ts';
import { everywhere, type Change, type Edit } from './chainCases.ts';
import { commonName, constraints, context, derNull, encodeDer, extension, integer, keyUsage, no, objectIdentifier, octetString, sequence, usage, without, yes } from './writeCertificate.ts';

const put = (name: string, value: Uint8Array): Edit => (recipe) => ({ ...recipe, extensions: { ...recipe.extensions, [name]: value } });
const drop = (...names: readonly string[]): Edit => (recipe) => ({ ...recipe, extensions: without(recipe.extensions, ...names) });
const add = (value: Uint8Array): Edit => put('added', value);
const twice = (oid: string, value: Uint8Array): Edit => (recipe) => ({ ...recipe, extensions: { ...recipe.extensions, first: extension(oid, value), second: extension(oid, value) } });

const strange = '1.2.3.4.5.6.7.8';
const dns = (text: string): Uint8Array => encodeDer(0x82, utf8(text));
const trailing = (value: Uint8Array): Uint8Array => new Uint8Array([...value, 0x05, 0x00]);
const garbage = new Uint8Array([0x30, 0x05, 0x01]);
const subtree = (name: Uint8Array): Uint8Array => sequence(name);
const names = (...parts: readonly Uint8Array[]): Uint8Array => extension(oids.nameConstraints, sequence(...parts), true);

const flawed = 'chain/flawed';
const critical = 'chain/critical-extension';
const limited = 'chain/name-constraints';

/** The certificates in which openssl does not check this: all of them. */
const all = 'leaf ca root';

/** A known extension whose content has the wrong form. */
const unreadable: readonly [name: string, oid: string, value: Uint8Array, openssl?: string][] = [
  ['subjectAltName that is empty', oids.subjectAltName, sequence(), all],
  ['subjectAltName that is cut short', oids.subjectAltName, garbage],
  ['subjectAltName with bytes behind it', oids.subjectAltName, trailing(sequence(dns('a.example'))), all],
  ['subjectAltName that is a text', oids.subjectAltName, encodeDer(derTags.ia5String, utf8('a.example'))],
  ['subjectAltName of an unknown kind', oids.subjectAltName, sequence(encodeDer(0x8c, utf8('a')))],
  ['subjectAltName with a directory name that is none', oids.subjectAltName, sequence(context(4, integer(1)))],
  ['subjectAltName with another name that is none', oids.subjectAltName, sequence(context(0, integer(1)))],
  ['issuerAltName that is cut short', oids.issuerAltName, garbage, all],
  ['extKeyUsage that is empty', oids.extendedKeyUsage, sequence(), all],
  ['extKeyUsage with a number', oids.extendedKeyUsage, sequence(integer(1))],
  ['extKeyUsage with bytes behind it', oids.extendedKeyUsage, trailing(sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'))), all],
  ['extKeyUsage that is one identifier', oids.extendedKeyUsage, objectIdentifier('1.3.6.1.5.5.7.3.1')],
  ['cRLDistributionPoints that are cut short', oids.crlAddresses, garbage],
  ['cRLDistributionPoints with a number', oids.crlAddresses, sequence(sequence(integer(1)))],
  ['certificatePolicies that are empty', oids.policies, sequence(), all],
  ['certificatePolicies with a number', oids.policies, sequence(sequence(integer(1))), all],
  ['policyConstraints that are a number', oids.policyConstraints, integer(1), all],
  ['policyConstraints with a negative number', oids.policyConstraints, sequence(encodeDer(0x80, Uint8Array.of(0xff))), all],
  ['policyMappings with a number', oids.policyMappings, sequence(sequence(integer(1), integer(1))), all],
  ['inhibitAnyPolicy that is NULL', oids.inhibitAnyPolicy, derNull(), all],
  ['authorityInfoAccess that is cut short', oids.authorityInformation, garbage, all],
  ['netscape-cert-type that is a number', oids.netscapeType, integer(1)],
];

const otherExtensions: readonly Change[] = [
  ...unreadable.map(([name, oid, value, openssl]): Change => ({ name, edit: add(extension(oid, value)), says: flawed, openssl: openssl ?? '' })),
  { name: 'unknown and critical', edit: add(extension(strange, derNull(), true)), says: critical },
  { name: 'unknown and not critical', edit: add(extension(strange, derNull())), says: 'trusted' },
  { name: 'unknown, not critical, and not DER inside', edit: add(extension(strange, garbage)), says: 'trusted' },
  { name: 'unknown, and not critical in so many words', edit: add(extension(strange, derNull(), no)), says: 'trusted' },
  { name: 'unknown, with a critical flag of 1', edit: add(extension(strange, derNull(), encodeDer(derTags.boolean, Uint8Array.of(1)))), says: 'certificate/malformed' },
  { name: 'unknown, with a number for the critical flag', edit: add(extension(strange, derNull(), integer(1))), says: 'certificate/malformed' },
  { name: 'unknown, twice', edit: twice(strange, derNull()), says: flawed, openssl: all },
  { name: 'extKeyUsage, twice', edit: twice(oids.extendedKeyUsage, sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'))), says: flawed },
  { name: 'subjectAltName, twice', edit: twice(oids.subjectAltName, sequence(dns('a.example'))), says: flawed },
  { name: 'subjectAltName', edit: add(extension(oids.subjectAltName, sequence(dns('a.example')))), says: 'trusted' },
  { name: 'subjectAltName, critical, of every kind', edit: add(extension(oids.subjectAltName, sequence(context(0, objectIdentifier(strange), context(0, derNull())), encodeDer(0x81, utf8('a@b')), dns('a.example'), context(4, commonName('a')), encodeDer(0x86, utf8('urn:a')), encodeDer(0x87, Uint8Array.of(127, 0, 0, 1)), encodeDer(0x88, Uint8Array.of(0x2a))), true)), says: 'trusted' },
  { name: 'extKeyUsage, critical', edit: add(extension(oids.extendedKeyUsage, sequence(objectIdentifier('1.3.6.1.5.5.7.3.2')), true)), says: 'trusted' },
  { name: 'extKeyUsage for something unknown', edit: add(extension(oids.extendedKeyUsage, sequence(objectIdentifier(strange)))), says: 'trusted' },
  { name: 'certificatePolicies, critical', edit: add(extension(oids.policies, sequence(sequence(objectIdentifier(strange))), true)), says: 'trusted' },
  { name: 'policyConstraints', edit: add(extension(oids.policyConstraints, sequence(encodeDer(0x80, Uint8Array.of(0))))), says: 'trusted' },
  { name: 'policyConstraints, critical', edit: add(extension(oids.policyConstraints, sequence(encodeDer(0x80, Uint8Array.of(0))), true)), says: critical, openssl: all },
  { name: 'policyMappings, critical', edit: add(extension(oids.policyMappings, sequence(sequence(objectIdentifier(strange), objectIdentifier(strange))), true)), says: critical, openssl: all },
  { name: 'inhibitAnyPolicy, critical', edit: add(extension(oids.inhibitAnyPolicy, integer(0), true)), says: critical, openssl: all },
  { name: 'cRLDistributionPoints', edit: add(extension(oids.crlAddresses, sequence(sequence(context(0, context(0, encodeDer(0x86, utf8('http://a.example')))))))), says: 'trusted' },
  { name: 'cRLDistributionPoints, critical', edit: add(extension(oids.crlAddresses, sequence(sequence(context(0, context(0, encodeDer(0x86, utf8('http://a.example')))))), true)), says: critical, openssl: all },
  { name: 'authorityInfoAccess, critical', edit: add(extension(oids.authorityInformation, sequence(sequence(objectIdentifier('1.3.6.1.5.5.7.48.1'), encodeDer(0x86, utf8('http://a.example')))), true)), says: critical },
  { name: 'proxyCertInfo', edit: add(extension(oids.proxy, sequence(sequence(objectIdentifier('1.3.6.1.5.5.7.21.1'))), true)), says: critical },
  { name: 'proxyCertInfo, not critical', edit: add(extension(oids.proxy, sequence(sequence(objectIdentifier('1.3.6.1.5.5.7.21.1'))))), says: critical },
  { name: 'ipAddrBlocks', edit: add(extension(oids.addressBlocks, sequence(sequence(octetString(Uint8Array.of(0, 1)), derNull())))), says: critical, openssl: all },
  { name: 'autonomousSysIds', edit: add(extension(oids.autonomousSystems, sequence(context(0, derNull())))), says: critical, openssl: all },
];

const caExtensions: readonly Change[] = [
  { name: 'basicConstraints, not critical', edit: (recipe, place) => put('constraints', extension(oids.basicConstraints, place === 'leaf' ? sequence() : sequence(yes)))(recipe, place), says: 'trusted' },
  { name: 'no basicConstraints', edit: drop('constraints', 'usage'), says: { leaf: 'trusted', ca: 'chain/not-a-ca', root: 'chain/not-a-ca' } },
  { name: 'no basicConstraints, with a key usage', edit: drop('constraints'), says: { leaf: 'trusted', ca: flawed, root: flawed }, openssl: 'root' },
  { name: 'basicConstraints with FALSE in so many words', edit: put('constraints', extension(oids.basicConstraints, sequence(no), true)), says: { leaf: 'trusted', ca: flawed, root: flawed } },
  { name: 'basicConstraints with a TRUE of 1', edit: put('constraints', extension(oids.basicConstraints, sequence(encodeDer(derTags.boolean, Uint8Array.of(1))), true)), says: flawed, openssl: all },
  { name: 'basicConstraints with a boolean of two bytes', edit: put('constraints', extension(oids.basicConstraints, sequence(encodeDer(derTags.boolean, Uint8Array.of(0xff, 0xff))), true)), says: flawed },
  { name: 'basicConstraints with an empty boolean', edit: put('constraints', extension(oids.basicConstraints, sequence(encodeDer(derTags.boolean, new Uint8Array())), true)), says: flawed },
  { name: 'basicConstraints with bytes behind them', edit: put('constraints', extension(oids.basicConstraints, trailing(sequence(yes)), true)), says: flawed, openssl: all },
  { name: 'basicConstraints with a third value', edit: put('constraints', extension(oids.basicConstraints, sequence(yes, integer(1), integer(1)), true)), says: flawed },
  { name: 'basicConstraints that are a boolean', edit: put('constraints', extension(oids.basicConstraints, yes, true)), says: flawed },
  { name: 'basicConstraints, twice', edit: put('again', constraints.ca()), says: flawed },
  { name: 'a negative path length', edit: put('constraints', extension(oids.basicConstraints, sequence(yes, encodeDer(derTags.integer, Uint8Array.of(0xff))), true)), says: flawed },
  { name: 'a path length of nothing', edit: put('constraints', extension(oids.basicConstraints, sequence(yes, encodeDer(derTags.integer, new Uint8Array())), true)), says: flawed },
  { name: 'a path length of nine bytes', edit: put('constraints', extension(oids.basicConstraints, sequence(yes, integer(new Uint8Array(9).fill(0x7f))), true)), says: flawed, openssl: all },
  { name: 'a path length without a CA', edit: put('constraints', extension(oids.basicConstraints, sequence(integer(1)), true)), says: flawed, openssl: 'leaf' },
  { name: 'a path length of 0 without a CA', edit: put('constraints', extension(oids.basicConstraints, sequence(integer(0)), true)), says: flawed, openssl: 'leaf' },
  { name: 'no keyUsage', edit: drop('usage'), says: 'trusted' },
  { name: 'keyUsage, not critical', edit: put('usage', extension(oids.keyUsage, usage(['keyCertSign', 'digitalSignature']))), says: { leaf: flawed, ca: 'trusted', root: 'trusted' }, openssl: 'leaf' },
  { name: 'keyUsage without keyCertSign', edit: put('usage', keyUsage('digitalSignature', 'cRLSign')), says: { leaf: 'trusted', ca: 'chain/not-a-ca', root: 'chain/not-a-ca' } },
  { name: 'keyUsage of nine bits', edit: put('usage', keyUsage('keyAgreement', 'decipherOnly')), says: { leaf: 'trusted', ca: 'chain/not-a-ca', root: 'chain/not-a-ca' } },
  { name: 'keyUsage without a bit', edit: put('usage', extension(oids.keyUsage, bitString(new Uint8Array()), true)), says: flawed },
  { name: 'keyUsage of zeros', edit: put('usage', extension(oids.keyUsage, bitString(Uint8Array.of(0)), true)), says: flawed },
  { name: 'keyUsage with zeros at its end', edit: put('usage', extension(oids.keyUsage, encodeDer(derTags.bitString, Uint8Array.of(0, 0x84)), true)), says: { leaf: flawed, ca: 'trusted', root: 'trusted' }, openssl: 'leaf' },
  { name: 'keyUsage with 9 unused bits', edit: put('usage', extension(oids.keyUsage, encodeDer(derTags.bitString, Uint8Array.of(9, 0x84)), true)), says: flawed },
  { name: 'keyUsage that is an integer', edit: put('usage', extension(oids.keyUsage, integer(4), true)), says: flawed },
  { name: 'keyUsage with bytes behind it', edit: put('usage', extension(oids.keyUsage, trailing(usage(['keyCertSign'])), true)), says: flawed, openssl: all },
  { name: 'keyUsage, twice', edit: put('again', keyUsage('keyCertSign')), says: flawed },
  { name: 'no subject key identifier', edit: drop('subjectKey'), says: 'trusted' },
  { name: 'a subject key identifier that is a number', edit: put('subjectKey', extension(oids.subjectKeyId, integer(1))), says: flawed },
  { name: 'a critical subject key identifier', edit: (recipe, place) => put('subjectKey', extension(oids.subjectKeyId, octetString(Uint8Array.of(1)), true))({ ...recipe, extensions: without(recipe.extensions, 'authorityKey') }, place), says: { leaf: critical } },
  { name: 'no authority key identifier', edit: drop('authorityKey'), says: 'trusted' },
  { name: 'an authority key identifier that is a number', edit: put('authorityKey', extension(oids.authorityKeyId, integer(1))), says: flawed },
  { name: 'an authority key identifier with a part twice', edit: put('authorityKey', extension(oids.authorityKeyId, sequence(encodeDer(0x80, Uint8Array.of(1)), encodeDer(0x80, Uint8Array.of(1))))), says: flawed },
  { name: 'no key identifiers', edit: drop('subjectKey', 'authorityKey'), says: 'trusted' },
  { name: 'no extensions', edit: (recipe) => ({ ...recipe, extensions: {} }), says: { leaf: 'trusted', ca: 'chain/not-a-ca', root: 'chain/not-a-ca' } },
];

const permitted = (name: Uint8Array): Uint8Array => context(0, subtree(name));
const excluded = (name: Uint8Array): Uint8Array => context(1, subtree(name));
const directory = (name: Uint8Array): Uint8Array => context(4, name);

/** We refuse every chain with name constraints. openssl accepts a chain that satisfies them. */
const nameConstraints: readonly Change[] = [
  { name: 'names permitted, a DNS name', edit: add(names(permitted(dns('example.com')))), says: limited, openssl: all },
  { name: 'names excluded, a DNS name', edit: add(names(excluded(dns('example.com')))), says: limited, openssl: all },
  { name: 'names permitted, a directory name that nobody has', edit: add(names(permitted(directory(commonName('Elsewhere'))))), says: limited, openssl: 'leaf' },
  { name: 'names excluded, a directory name that nobody has', edit: add(names(excluded(directory(commonName('Elsewhere'))))), says: limited, openssl: all },
  { name: 'names excluded, that of the leaf', edit: add(names(excluded(directory(commonName('Leaf'))))), says: limited, openssl: 'leaf' },
  { name: 'names permitted and excluded', edit: add(names(permitted(dns('a.example')), excluded(dns('b.example')))), says: limited, openssl: all },
  { name: 'names permitted, an address', edit: add(names(permitted(encodeDer(0x87, Uint8Array.of(10, 0, 0, 0, 255, 0, 0, 0))))), says: limited, openssl: all },
  { name: 'names limited, and not critical', edit: add(extension(oids.nameConstraints, sequence(permitted(directory(commonName('Elsewhere')))))), says: limited, openssl: 'leaf' },
  { name: 'names limited by nothing', edit: add(names()), says: flawed, openssl: all },
  { name: 'names limited, and cut short', edit: add(extension(oids.nameConstraints, garbage, true)), says: flawed },
  { name: 'names limited by a number', edit: add(names(integer(1))), says: flawed },
];

export const extensionCases = [...everywhere(otherExtensions), ...everywhere(caExtensions), ...everywhere(nameConstraints)];
