import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../bytes/bytes.ts';
import { hex, toHex } from '../bytes/hex.ts';
import { wrapIdentity } from '../certificates/identity.ts';
import { Family } from '../certificates/testing/family.ts';
import { toBase64 } from '../keys/base64.ts';
import { encodePem } from '../keys/pem.ts';
import { encodePrivateKeyPem } from '../keys/privateKey.ts';
import { objectTypeCodes } from '../objects/codes.ts';
import { entry } from '../objects/metadata.ts';
import { parseOid } from '../objects/oid.ts';
import { fault } from '../result/fault.ts';
import { must } from '../result/result.ts';
import { say } from '../result/say.ts';
import { readContent, refuseKey, tagged } from './content.ts';

const oid = (id: string) => must(parseOid(id));
const data = oid('F1E0');
const given = (content: string | Uint8Array, object = data) => ({ bytes: typeof content === 'string' ? utf8(content) : content, file: 'the file', object });
const read = (content: string | Uint8Array, object = data) => readContent(given(content, object));

function refused(content: string | Uint8Array, object = data): { readonly code: string; readonly why: string } {
  const content_ = read(content, object);
  if (content_.ok) throw new Error(`it was read: ${toHex(content_.value.bytes)}`);
  return { code: content_.fault.code, why: say(content_.fault).why };
}

const wide = (text: string): Uint8Array => concat(Uint8Array.of(0xff, 0xfe), Uint8Array.from([...text].flatMap((sign) => [sign.charCodeAt(0), 0])));
const sixteen = '000102030405060708090a0b0c0d0e0f';

describe('what a text clearly means', () => {
  const clear: readonly (readonly [what: string, form: string, text: string | Uint8Array])[] = [
    ['hexadecimal', 'hexadecimal', `${sixteen}\r\n`],
    ['hexadecimal with 0x and commas', 'hexadecimal', '0x00,0x01,0x02,0x03,0x04,0x05,0x06,0x07,\n0x08,0x09,0x0a,0x0b,0x0c,0x0d,0x0e,0x0f'],
    ['hexadecimal with comments behind //', 'hexadecimal', '00 01 02 03 04 05 06 07 // key part 1\n08 09 0a 0b 0c 0d 0e 0f // key part 2\n'],
    ['hexadecimal with lines of #', 'hexadecimal', `# a key, face\n${sixteen}\n#end`],
    ['hexadecimal with /* */', 'hexadecimal', `/* abc\n def */ ${sixteen}`],
    ['hexadecimal in UTF-16', 'hexadecimal', wide(sixteen)],
    ['a string of escapes', 'hexadecimal', '"\\x00\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\\x09\\x0a\\x0b\\x0c\\x0d\\x0e\\x0f"'],
    ['a C array', 'c-array', 'const uint8_t key[16] = { 0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07,\n 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f };\n'],
    ['a C array with a guard, comments and a size by name', 'c-array', '#ifndef KEY_H\n#define KEY_LEN 16\n/* key */\nstatic const unsigned char key[KEY_LEN] PROGMEM =\n{\n 0x0, 0x1, 0x2, 0x3, 0x4U, 0x5, 0x6, 0x7, // half\n 0x8, 0x9, 0xa, 0xb, 0xc, 0xd, 0xe, 0xf,\n};\n#endif'],
    ['a C array of decimal values', 'c-array', 'unsigned char k[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};'],
    ['what xxd -i prints', 'c-array', 'unsigned char k_bin[] = {\n  0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b,\n  0x0c, 0x0d, 0x0e, 0x0f\n};\nunsigned int k_bin_len = 16;\n'],
    ['what xxd prints', 'hex-dump', '00000000: 0001 0203 0405 0607 0809 0a0b 0c0d 0e0f  ................\n'],
    ['what xxd -c 8 prints, without the blanks at the end', 'hex-dump', '00000000: 0001 0203 0405 0607  ........\r\n00000008: 0809 0a0b 0c0d 0e0f  ........'],
    ['what hexdump -C prints', 'hex-dump', '00000000  00 01 02 03 04 05 06 07  08 09 0a 0b 0c 0d 0e 0f  |................|\n00000010\n'],
    ['what od -t x1 prints', 'hex-dump', '0000000 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f\n0000020\n'],
    ['base64', 'base64', 'AAECAwQFBgcICQoLDA0ODw==\n'],
    ['base64 in rows', 'base64', 'AAECAwQFBgcI\nCQoLDA0ODw==\n'],
    ['what the vendor\'s tool prints', 'vendor-output', './bin/trustm_data -r 0xf1d3\n========================================================\nApp DataStrucObj type 3     [0xF1D3] [Size 0016] : \n\t00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F \n========================================================\n'],
  ];
  it.each(clear)('%s', (_, form, text) => {
    const content = must(read(text));
    expect([toHex(content.bytes), content.form]).toEqual([sixteen, form]);
  });
  it('repeated lines of a dump', () => {
    expect(toHex(must(read('00000000  41 42 43 44  |ABCD|\n*\n0000000c  45  |E|\n0000000d\n')).bytes)).toBe('41424344414243444142434445');
    expect(must(read('0000000 00 00 00 00\n*\n0000310\n')).bytes).toHaveLength(200);
  });
  it('a certificate in any of these forms is a certificate', async () => {
    const family = new Family('content');
    const { der } = await family.root('root', family.key());
    const array = `const uint8_t c[] = {${[...der].map((byte) => `0x${toHex(Uint8Array.of(byte))}`).join(',')}};`;
    for (const text of [encodePem('CERTIFICATE', der), der, toHex(der), toBase64(der), array, wide(encodePem('CERTIFICATE', der))]) expect(must(read(text))).toEqual({ bytes: der, form: 'certificate' });
  });
  it('binary data is written as it is', () => {
    const bytes = hex('00ff10203040');
    expect(must(read(bytes))).toEqual({ bytes, form: 'binary' });
    expect(must(read(hex('4142430041'))).form).toBe('binary');
  });
});

describe('a text of which the bytes are not clear is refused', () => {
  const unclear: readonly (readonly [what: string, text: string, why: string])[] = [
    ['the letter O for a zero', '00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0O', 'line 1, character 47 is "O"'],
    ['the letter l for a one, in the second line', '00 01 02\n03 04 05 06 07 08 l9', 'line 2, character 19 is "l"'],
    ['a comment before the slip', '# key\n00 0x', 'line 2, character 5 is "x"'],
    ['a no-break space', '00\u00a0O1', 'line 1, character 4 is "O"'],
    ['a sign that is not ASCII', '00 ü', 'character U+00FC'],
    ['an odd digit', '0001020', '7 hexadecimal digits'],
    ['a sentence', 'Hello world', 'line 1, character 1 is "H"'],
    ['a word that base64 could be', 'Password12345678', 'character 1 is "P"'],
    ['base64 with a slip', 'AAECAwQFBgcICQoLDA0OD*==', 'character 6 is "w"'],
    ['base64 that leaves bits over', 'AAECAwQFBgcICQoLDA0ODx==', 'character 6 is "w"'],
    ['JSON', '{"a": 1}', 'character 2 is """'],
    ['a public key', '-----BEGIN PUBLIC KEY-----\nMFkwEw==\n-----END PUBLIC KEY-----', 'PEM text ("PUBLIC KEY")'],
    ['nothing but blanks', ' \r\n', 'no bytes'],
    ['two arrays', 'char a[] = {0x01};\nchar b[] = {0x02};', '2 arrays'],
    ['an array with a slip', 'char a[] = {0x01,\n0x0O};', 'line 2 has an element'],
    ['an array with a value over 255', 'char a[] = {1, 256};', 'line 1 has an element'],
    ['an array shorter than declared', 'char a[3] = {0x01, 0x02};', 'declared with 3 bytes, and has 2'],
    ['a dump with a changed byte', '00000000: 4142 4344  ABCE\n', 'line 1'],
    ['a dump without its second line', '00000000: 0001 0203  ....\n00000008: 0809  ..\n', 'offset of line 2'],
    ['a dump of words, whose byte order nobody knows', '0000000 0100 0302 0504\n0000006\n', 'line 1'],
    ['Intel HEX', ':0300300002337A1E\n:00000001FF\n', 'records'],
    ['S-records', 'S1130000285F245F2212226A000424290008237C2A\n', 'records'],
    ['the vendor\'s output, cut', 'Object [0xF1D3] [Size 0003] : \n\t00 01 \n====', 'says 3 bytes, and 2 are there'],
    ['the vendor\'s output of metadata', 'Object [0xE0E1] [Size 0002] : \n\t20 00 \n\tLcsO:0x01, C:NEV,\n', 'metadata'],
    ['two outputs', 'A [Size 0001] : \n\t00\nB [Size 0001] : \n\t01\n', '2 objects'],
  ];
  it.each(unclear)('%s', (_, text, why) => {
    const said = refused(text);
    expect(said.code).toBe('content/unclear');
    expect(said.why).toContain(why);
  });
  it('and written when that is asked for', () => {
    for (const text of ['Hello world', '00 0O', sixteen]) expect(must(readContent(given(text), true))).toEqual({ bytes: utf8(text), form: 'text' });
  });
  it('broken PEM for a certificate object: why it is not a certificate', () => {
    const text = '-----BEGIN CERTIFICATE-----\nMFkwEw==\n';
    expect(refused(text, oid('E0E1')).code).toBe('key/truncated');
    expect(refused(text, oid('E0E8')).code).toBe('key/truncated');
  });
});

describe('a private key', () => {
  const family = new Family('key');
  const key = family.key();
  const pem = encodePrivateKeyPem(key);
  it('is refused for every object, as text too, and in any form', () => {
    for (const object of [data, oid('E0E1'), oid('E0E8'), oid('E140'), oid('F1D0')]) {
      for (const asText of [false, true]) {
        for (const content of [pem, wide(pem), toBase64(utf8(pem)), toHex(utf8(pem)), `const char key[] = {${[...utf8(pem)].join(', ')}};`]) {
          const answer = readContent(given(content, object), asText);
          expect(answer.ok ? answer : answer.fault.code).toBe('key/not-for-object');
        }
      }
    }
  });
  it('says what it is and what to do, and nothing of the key', () => {
    const answer = readContent(given('PuTTY-User-Key-File-2: x'));
    expect(!answer.ok && answer.fault).toEqual(fault('key/not-for-object', { file: 'the file', object: '0xF1E0', kind: 'putty' }));
    const body = pem.split('\n')[1] ?? '-';
    const said = readContent(given(pem));
    expect(JSON.stringify(said)).not.toContain(body);
  });
  it('beside a certificate it stays in the file: the certificate alone is the content', async () => {
    const { der } = await family.root('root', key);
    expect(must(read(`${pem}${encodePem('CERTIFICATE', der)}`))).toEqual({ bytes: der, form: 'certificate' });
  });
  it('a raw secret is taken', () => expect(refuseKey(given(hex('c7'.repeat(64)), oid('E140'))).ok).toBe(true));
});

describe('the identity tag', async () => {
  const family = new Family('tag');
  const { der: bytes } = await family.root('root', family.key());
  const content = { bytes, form: 'certificate' } as const;
  const device = [entry('type', objectTypeCodes.device_cert)];
  const anchor = [entry('type', objectTypeCodes.trust_anchor)];
  const at = (id: string) => ({ file: 'c.pem', object: oid(id) });
  it('by default around a certificate in a device certificate object alone', () => {
    expect(must(tagged(content, at('E0E1'), device, undefined))).toEqual(wrapIdentity(bytes));
    expect(must(tagged(content, at('E0E1'), [], undefined))).toEqual(bytes);
    expect(must(tagged(content, at('E0E1'), anchor, undefined))).toEqual(bytes);
    expect(must(tagged(content, at('E0E8'), [], undefined))).toEqual(bytes);
    expect(must(tagged(content, at('F1E0'), [], undefined))).toEqual(bytes);
    expect(must(tagged({ bytes, form: 'binary' }, at('E0E1'), device, undefined))).toEqual(bytes);
  });
  it('as asked, but never in a trust anchor and never around something else', () => {
    expect(must(tagged(content, at('E0E1'), device, false))).toEqual(bytes);
    expect(must(tagged(content, at('F1E0'), [], true))).toEqual(wrapIdentity(bytes));
    for (const [id, metadata] of [['E0E1', anchor], ['E0E8', []]] as const) expect(tagged(content, at(id), metadata, true)).toMatchObject({ ok: false, fault: { code: 'object/tagged-anchor' } });
    expect(tagged({ bytes, form: 'binary' }, at('E0E1'), device, true)).toMatchObject({ ok: false, fault: { code: 'object/not-tagged' } });
  });
});
