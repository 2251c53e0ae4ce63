import { describe, expect, it } from 'vitest';
import { concat, u16, u24, utf8 } from '../bytes/bytes.ts';
import { sniffMaterial, parseCertificates } from '../certificates/material.ts';
import { say } from '../result/say.ts';
import { curves } from './curves.ts';
import { bitString, encodeDer, integer, objectIdentifier, octetString, sequence } from './der.ts';
import { decodeText } from './fileItems.ts';
import { ecPrivateKey } from './privateKeyType.ts';
import { hasOpenssl, openssl, opensslText } from './testing/openssl.ts';

const keyPem = hasOpenssl ? opensslText('genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:named_curve') : '';
const certificatePem = hasOpenssl ? opensslText('req -x509 -new -key @0 -subj /CN=Device -days 30', '', [keyPem]) : '';
const certificateDer = hasOpenssl ? openssl('x509 -outform DER', certificatePem) : new Uint8Array();
const both = certificatePem + keyPem;

/** Describes what was found in a file, or gives the fault with its full text. */
function read(content: Uint8Array | string, password?: string): string {
  const bytes = typeof content === 'string' ? utf8(content) : content;
  const found = sniffMaterial(bytes, { file: 'input', ...(password === undefined ? {} : { password }) });
  if (found.ok) return `${found.value.keys.length} keys, ${found.value.certificates.length} certificates`;
  const { what, why, todo } = say(found.fault);
  return `${found.fault.code}: ${what} ${why} ${todo}`;
}

const utf16 = (text: string, big: boolean, mark: boolean): Uint8Array => {
  const units = [...(mark ? '\uFEFF' : ''), ...text].map((sign) => sign.charCodeAt(0));
  return Uint8Array.from(units.flatMap((unit) => (big ? [unit >> 8, unit & 0xff] : [unit & 0xff, unit >> 8])));
};
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const oneLine = (pem: string): string => pem.replaceAll('\n', '\\n');
const cString = (pem: string): string => pem.trimEnd().split('\n').map((line) => `    "${line}\\n" \\`).join('\n');

describe.skipIf(!hasOpenssl)('PEM is read whatever surrounds its blocks', () => {
  it.each<[string, Uint8Array | string]>([
    ['bag attributes in Windows-1252', latin1(`Bag Attributes\n    friendlyName: Ger\u00e4t 1\n${both}`)],
    ['a comment in a Cyrillic code page', concat(Uint8Array.from({ length: 400 }, (_, i) => 0xc0 + (i % 48)), utf8(`\n${both}`))],
    ['a terminal\'s colours and a bell', `\u001b[32m$ cat key.pem\u001b[0m\u0007\n${both}\u0000`],
    ['UTF-16, little endian, with its mark', utf16(both, false, true)],
    ['UTF-16, big endian, with its mark', utf16(both, true, true)],
    ['UTF-16, little endian, without a mark', utf16(both, false, false)],
    ['UTF-16, big endian, without a mark', utf16(both, true, false)],
    ['one line with \\n as two characters', oneLine(both)],
    ['the same with \\r\\n', both.replaceAll('\n', '\\r\\n')],
    ['an environment file', `CERT="${oneLine(certificatePem)}"\nKEY='${oneLine(keyPem)}'\n`],
    ['C strings', `const char cert[] =\n${cString(certificatePem)}\n;\nconst char key[] =\n${cString(keyPem)}\n;`],
    ['a C macro with continued lines', `#define BOTH \\\n${both.trimEnd().split('\n').map((line) => `"${line}\\n"\\`).join('\n')}\n`],
    ['strings of JavaScript', both.trimEnd().split('\n').map((line) => `'${line}\\n'`).join(' +\n')],
    ['a quoted mail', both.split('\n').map((line) => `> ${line}`).join('\n')],
    ['the answer of AWS IoT', JSON.stringify({ certificateArn: 'arn:aws:iot', certificatePem, keyPair: { PublicKey: '', PrivateKey: keyPem } }, undefined, 4)],
    ['JSON with escaped slashes', JSON.stringify({ certificatePem, key: keyPem }).replaceAll('/', '\\/')],
  ])('%s', (_, content) => {
    expect(read(content)).toBe('1 keys, 1 certificates');
  });

  it('a text in any of these encodings, and no binary data', () => {
    for (const bytes of [utf8('Gerät 1'), latin1('the device Ger\u00e4t 1'), utf16('the device', false, true), utf16('the device', true, true), utf16('the device', true, false)]) {
      expect(decodeText(bytes)).toMatch(/^(Gerät 1|the device( Gerät 1)?)$/);
    }
    for (const bytes of [Uint8Array.of(1, 2, 3, 4), Uint8Array.of(0x41, 0xff, 0xfe, 0x80), certificateDer]) expect(decodeText(bytes)).toBeUndefined();
  });

  it('a trusted certificate, and a certificate with bytes behind it', () => {
    expect(read(opensslText('x509 -addtrust clientAuth -trustout', certificatePem))).toBe('0 keys, 1 certificates');
    expect(read(concat(certificateDer, new Uint8Array(300)))).toBe('0 keys, 1 certificates');
    expect(read(concat(certificateDer, utf8('\r\n')))).toBe('0 keys, 1 certificates');
    expect(read(concat(certificateDer, certificateDer.slice(0, 200)))).toMatch(/^key\/malformed/);
  });
});

describe.skipIf(!hasOpenssl)('PKCS#7', () => {
  const p7b = hasOpenssl ? opensslText('crl2pkcs7 -nocrl -certfile @0', '', [certificatePem + certificatePem]) : '';

  it('its certificates are read, PEM and DER', () => {
    expect(read(p7b)).toBe('0 keys, 2 certificates');
    const der = openssl('pkcs7 -outform DER', p7b);
    expect(read(der)).toBe('0 keys, 2 certificates');
    expect(parseCertificates(der, 'f')).toMatchObject({ ok: true, value: [{ subject: 'CN=Device' }, { subject: 'CN=Device' }] });
  });

  it('one without certificates is named', () => {
    const empty = openssl('crl2pkcs7 -nocrl -outform DER');
    expect(read(empty)).toContain('a PKCS#7 file without certificates');
  });
});

describe.skipIf(!hasOpenssl)('PKCS#12', () => {
  const make = (words: string, files: readonly string[] = [keyPem, certificatePem]): Uint8Array => openssl(`pkcs12 -export -inkey @0 -in @1 ${words}`, '', files);

  it.each([
    ['AES-256 (OpenSSL 3)', '-passout pass:geheim'],
    ['3DES and RC2-40 (older programs)', '-legacy -passout pass:geheim'],
    ['3DES for both', '-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -passout pass:geheim'],
    ['RC2-128', '-legacy -keypbe PBE-SHA1-RC2-128 -certpbe PBE-SHA1-RC2-128 -passout pass:geheim'],
    ['a check value with SHA-1', '-macalg sha1 -passout pass:geheim'],
    ['no check value', '-nomac -passout pass:geheim'],
    ['certificates in clear', '-certpbe NONE -passout pass:geheim'],
    ['100,000 rounds', '-iter 100000 -passout pass:geheim'],
  ])('%s', (_, words) => {
    const container = make(words);
    expect(read(container, 'geheim')).toBe('1 keys, 1 certificates');
    expect(read(container)).toMatch(/^key\/encrypted: .*openssl pkcs12 -in FILE/);
    expect(read(container, 'falsch')).toMatch(/^key\/wrong-password/);
  });

  it('with an empty password, with letters outside ASCII, with a chain, RSA, without a key', () => {
    expect(read(make('-passout pass:'), '')).toBe('1 keys, 1 certificates');
    expect(read(make('-legacy -passout pass:'), '')).toBe('1 keys, 1 certificates');
    expect(read(make('-passout pass:Gerät'), 'Gerät')).toBe('1 keys, 1 certificates');
    expect(read(make('-passout pass:x', [keyPem, certificatePem + certificatePem]), 'x')).toBe('1 keys, 2 certificates');
    const rsa = opensslText('genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024');
    const certificate = opensslText('req -x509 -new -key @0 -subj /CN=R -days 30', '', [rsa]);
    expect(read(make('-passout pass:x', [rsa, certificate]), 'x')).toBe('1 keys, 1 certificates');
    expect(read(openssl('pkcs12 -export -nokeys -in @0 -passout pass:x', '', [certificatePem]), 'x')).toBe('0 keys, 1 certificates');
  });

  it('in the indefinite form of browsers and keychains (BER)', () => {
    const der = make('-legacy -passout pass:geheim');
    // The outer SEQUENCE in indefinite form: without its length, with an end mark.
    expect([der[0], der[1]]).toEqual([0x30, 0x82]);
    expect(read(concat(Uint8Array.of(0x30, 0x80), der.subarray(4), new Uint8Array(2)), 'geheim')).toBe('1 keys, 1 certificates');
  });

  it('is limited before anything is derived', () => {
    const container = make('-iter 70000 -passout pass:geheim');
    const rounds = container.lastIndexOf(0x70);
    expect(container.slice(rounds - 4)).toEqual(Uint8Array.of(0x02, 0x03, 0x01, 0x11, 0x70));
    container.set([0x7f, 0xff, 0xff], rounds - 2);
    const started = performance.now();
    expect(read(container, 'geheim')).toMatch(/^key\/unsupported-encryption: .*8,388,607 rounds/);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('refused for its rounds, and made again with as many as the refusal allows: opened', () => {
    const refusal = read(make('-legacy -iter 150000 -passout pass:geheim'), 'geheim');
    expect(refusal).toMatch(/^key\/unsupported-encryption: .*150,000 rounds.*a key of 24 bytes; at most 100,000 /);
    const [, allowed = ''] = /at most ([\d,]+)/.exec(refusal) ?? [];
    expect(read(make(`-legacy -iter ${allowed.replaceAll(',', '')} -passout pass:geheim`), 'geheim')).toBe('1 keys, 1 certificates');
  });

  it('damaged anywhere: a fault, never an exception', () => {
    const container = make('-passout pass:geheim');
    for (let at = 0; at < container.length; at += 37) {
      const changed = container.slice();
      changed[at] = (changed[at] as number) ^ 0x55;
      expect(read(changed, 'geheim')).toMatch(/^(key|der|certificate)\/|certificates$/);
    }
  }, 60_000);

  it('where a certificate is asked for, the way to take it out is said', () => {
    expect(parseCertificates(make('-passout pass:geheim'), 'device.pfx')).toMatchObject({ ok: false, fault: { code: 'certificate/in-container' } });
  });
});

describe.skipIf(!hasOpenssl)('encrypted keys of older programs', () => {
  it('are opened; what is not is told by name, with a command that converts', () => {
    const make = (scheme: string): Uint8Array => openssl(`pkcs8 -topk8 -v1 ${scheme} -provider legacy -provider default -passout pass:x`, keyPem);
    for (const scheme of ['PBE-SHA1-3DES', 'PBE-MD5-DES']) expect(read(make(scheme), 'x')).toBe('1 keys, 0 certificates');
    expect(read(make('PBE-SHA1-RC4-128'), 'x')).toMatch(/^key\/unsupported-encryption.*pbeWithSHA1And128BitRC4.*openssl pkcs8 -topk8/);
  });
});

describe.skipIf(!hasOpenssl)('explicit curve parameters', () => {
  it('are told, with a command that names the curve; what it makes is read', () => {
    const explicit = opensslText('ec -param_enc explicit', keyPem);
    expect(read(explicit)).toMatch(/^key\/explicit-curve.*openssl ec -in OLD\.pem -param_enc named_curve -out NEW\.pem/);
    expect(read(opensslText('ec -param_enc named_curve', explicit))).toBe('1 keys, 0 certificates');
  });
});

describe('keys that are not in the file, or in a format that is not read, are told by name', () => {
  const ssh = 'AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTY=';

  it.each([
    ['an OpenSSH private key', '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n', /OpenSSH private key.*ssh-keygen -p -m PEM/],
    ['a public line', `ecdsa-sha2-nistp256 ${ssh} me@home\n`, /OpenSSH public key.*ssh-keygen -e -m PKCS8/],
    ['a line of authorized_keys', `command="ls",no-pty ssh-rsa ${ssh}\n`, /OpenSSH public key/],
    ['SSH2', `---- BEGIN SSH2 PUBLIC KEY ----\nComment: "x"\n${ssh}\n---- END SSH2 PUBLIC KEY ----\n`, /SSH2 public key.*ssh-keygen -i/],
    ['PuTTY', 'PuTTY-User-Key-File-3: ecdsa-sha2-nistp256\nEncryption: none\n', /PuTTY private key.*puttygen FILE -O private-openssh/],
    ['.NET', '<RSAKeyValue><Modulus>AAAA</Modulus></RSAKeyValue>', /XML form of \.NET/],
  ])('%s', (_, text, said) => {
    expect(read(text)).toMatch(said);
  });

  it('a Java keystore', () => {
    expect(read(Uint8Array.of(0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2))).toMatch(/Java keystore.*keytool/);
  });

  it('reference keys of the vendor\'s OpenSSL provider, EC and RSA', () => {
    const { point } = ecPrivateKey('secp256r1', new Uint8Array(32).fill(7)).publicKey;
    const ec = (number: Uint8Array): Uint8Array =>
      sequence(integer(1), octetString(number), encodeDer(0xa0, objectIdentifier(curves.secp256r1.oid)), encodeDer(0xa1, bitString(concat(Uint8Array.of(4), point))));
    // The form in the provider's documentation, and the id with leading zeros.
    for (const number of [concat(Uint8Array.of(0xe0, 0xf1), new Uint8Array(30)), concat(new Uint8Array(30), Uint8Array.of(0xe0, 0xf1))]) {
      expect(read(ec(number))).toMatch(/^key\/reference: .*0xE0F1/);
    }
    expect(read(ec(new Uint8Array(32).fill(7)))).toBe('1 keys, 0 certificates');
    expect(read(ec(concat(Uint8Array.of(0xe0, 0xe1), new Uint8Array(30))))).toMatch(/^key\/malformed/);
    const modulus = new Uint8Array(256).fill(0xb7);
    const rsa = sequence(integer(0), integer(modulus), integer(u24(65537)), integer(0), integer(1), integer(u16(0xe0fc)), integer(0), integer(0), integer(0));
    expect(read(rsa)).toMatch(/^key\/reference.*0xE0FC/);
  });
});
