import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../bytes/bytes.ts';
import { toHex } from '../bytes/hex.ts';
import { must } from '../result/result.ts';
import { readKeyFile } from './keyTable.ts';

const id = '0a091b5c0015007a0040';
const key = 'c3'.repeat(64);
const read = (text: string) => readKeyFile('pbs', 'PBS_keys.txt', utf8(text));

it.each([true, false])('a key file that an editor saved as UTF-16 (little endian: %s) is read', (little) => {
  const signs = [...`\ufeff0a091b5c0015007a0040,${'a1'.repeat(64)}\r\n`].map((sign) => sign.charCodeAt(0));
  const bytes = Uint8Array.from(signs.flatMap((code) => (little ? [code & 0xff, code >> 8] : [code >> 8, code & 0xff])));
  expect(must(readKeyFile('pbs', 'PBS_keys.txt', bytes)).ids).toEqual(['0a091b5c0015007a0040']);
});

describe('forms of a record', () => {
  const forms = [
    `${id},${key}`,
    `{${id}, ${key}}`,
    `{ ${id} ; ${key} }`,
    `${id}\t${key}`,
    `${id} ${key}`,
    `{"${id}", "${key}"},`,
    `  ${id.toUpperCase()},${key.toUpperCase()}  `,
    `\uFEFF${id},${key}`,
  ];
  it.each(forms)('%s', (form) => {
    for (const end of ['', '\n', '\r\n', '\n\n  \n']) {
      const table = must(read(form + end));
      expect([table.ids, toHex(table.keys)]).toEqual([[id], key]);
    }
  });
});

describe('a line that is not a record', () => {
  it.each([
    ['chipID, key', 'The chip id must have 20 hexadecimal digits; this line has 1 (is it a title line?).'],
    [`${id}`, 'No separator between chip id and key.'],
    [`${id}${key}`, 'The chip id must have 20 hexadecimal digits; this line has 148 (is it a title line?).'],
    [`${id},${key}00`, 'The key must have 128 hexadecimal digits; this line has 130.'],
    [`${id},${key.slice(1)}`, 'The key must have 128 hexadecimal digits; this line has 127.'],
    [`{${id},${key}`, 'The closing brace is missing.'],
    [`${id},${key}}`, 'A closing brace has no opening brace.'],
    [`${id},${key} # note`, 'There is more text after the key.'],
  ])('%s', (line, why) => {
    const refused = read(`${id},${key}\r\n\r\n${line}\n`);
    expect(refused).toMatchObject({ ok: false, fault: { code: 'bundle/bad-key-line', data: { line: 3, why, more: 0 } } });
    expect(JSON.stringify(refused), 'no key material in a fault').not.toContain('c3c3');
  });

  it('counts the others, and says no secret', () => {
    const refused = read(`x\n${id},${key}\ny\nz`);
    expect(refused).toMatchObject({ ok: false, fault: { data: { line: 1, more: 2 } } });
  });

  it('line ends alone do not make it reserve sixty-four times their size', () => {
    expect(must(read(`${'\n'.repeat(100_000)}${id},${key}`)).keys.buffer.byteLength).toBeLessThan(100_000);
  });

  it('an empty file has no record', () => expect(read(' \n\n').ok).toBe(false));
});

it('a chip twice: the same key is one record, another key is refused', () => {
  expect(must(read(`${id},${key}\n${id.toUpperCase()} ${key}`)).ids).toEqual([id]);
  expect(read(`${id},${key}\n${id},${'c4'.repeat(64)}`)).toMatchObject({ ok: false, fault: { code: 'bundle/duplicate-chip' } });
});

it('any records in any form come back as they were', () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map(toHex);
  const records = fc.uniqueArray(fc.tuple(bytes(10), bytes(64), fc.constantFrom(',', ';', ' ', '\t', ' , '), fc.boolean(), fc.boolean()), { selector: ([chip]) => chip, minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(records, fc.constantFrom('\n', '\r\n'), (rows, end) => {
      const text = rows.map(([chip, secret, between, braces, upper]) => {
        const line = `${chip}${between}${secret}`;
        return `${braces ? '{' : ''}${upper ? line.toUpperCase() : line}${braces ? '}' : ''}`;
      });
      const table = must(read(text.join(end)));
      expect(table.ids).toEqual(rows.map(([chip]) => chip));
      expect(toHex(table.keys)).toBe(rows.map(([, secret]) => secret).join(''));
    }),
  );
});
