import { beforeAll, describe, expect, it } from 'vitest';
import type { NamedBytes } from '../../../core/bundle/certificateTable.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { allowance, innerLimits } from './limits.ts';
import { checkEntries, dictionaryOf, parseListing } from './listing.ts';
import { readBundle } from './readBundle.ts';
import { pack } from './sevenZip.ts';

const mega = 2 ** 20;
const quiet = (): void => undefined;
const zeros = (bytes: number): NamedBytes => ({ name: 'zeros.pem', bytes: new Uint8Array(bytes) });
const codeOf = async (name: string, bytes: Uint8Array): Promise<unknown> => {
  const read = await readBundle([{ name, bytes }], quiet);
  return read.ok ? 'ok' : [read.fault.code, 'limit' in read.fault.data ? read.fault.data.limit : ''];
};

describe('a small archive that would fill the memory is refused by its directory', () => {
  let small: Record<'7z' | 'zip', Uint8Array>;
  beforeAll(async () => {
    const types = ['7z', 'zip'] as const;
    const [seven, zip] = await Promise.all(types.map((type) => pack([zeros(40 * mega)], { type, effort: 1 })));
    small = { '7z': seven as Uint8Array, zip: zip as Uint8Array };
  }, 120_000);

  it.each(['7z', 'zip'] as const)('.%s outside', async (type) => {
    expect(small[type].length).toBeLessThan(mega / 2);
    const before = process.memoryUsage().rss;
    expect(await codeOf(`bundle.${type}`, small[type])).toEqual(['bundle/too-big', `${Math.round(allowance(small[type].length) / mega)} MB`]);
    expect(process.memoryUsage().rss - before).toBeLessThan(80 * mega);
  });

  it.each(['7z', 'zip'] as const)('.%s inside, alone and in an archive around it', async (type) => {
    const name = 'R_b_E0E0_Certs.7z';
    expect(await codeOf(name, small[type])).toEqual(['bundle/too-big', expect.any(String)]);
    const around = await pack([{ name, bytes: small[type] }], { type: 'zip', effort: 1 });
    expect(await codeOf('bundle.zip', around)).toEqual(['bundle/too-big', expect.any(String)]);
  });
});

it('what several archives of a bundle become is counted together', { timeout: 120_000 }, async () => {
  const inner = await pack([zeros(12 * mega)], { type: '7z', effort: 1 });
  const one = await pack([{ name: 'R_b_E0E0_Certs.7z', bytes: inner }], { type: 'zip' });
  expect(await codeOf('one.zip', one)).toBe('ok');
  const two = await pack([{ name: 'R_b_E0E0_Certs.7z', bytes: inner }, { name: 'R_b_E0E1_Certs.7z', bytes: inner }], { type: 'zip' });
  expect(await codeOf('two.zip', two)).toEqual(['bundle/too-big', expect.any(String)]);
});

describe('memory besides the content', () => {
  it.each([
    ['LZMA2:24', 16 * mega],
    ['LZMA:48m', 48 * mega],
    ['BCJ2 LZMA:1536m LZMA:20', 1536 * mega],
    ['LZMA2:30 7zAES:19', 1024 * mega],
    ['PPMD:o6:mem24', 16 * mega],
    ['PPMD:o32:mem2g', 2048 * mega],
    ['Deflate', 0],
    ['Copy', 0],
  ])('%s', (method, bytes) => expect(dictionaryOf(method)).toBe(bytes));

  const listed = (method: string, size: number) => parseListing([`Path = a.pem`, `Size = ${size}`, `Method = ${method}`, '']) ?? [];
  it.each([
    ['LZMA2:30', 1000, '7z', 'bundle/packing-method'],
    ['LZMA2:26', 1000, '7z', 'ok'],
    ['PPMD:o32:mem29', 1000, '7z', 'bundle/packing-method'],
    ['LZMA2:27', 32 * mega, '7z', 'bundle/packing-method'],
    ['LZMA:eos', 1000, 'zip', 'bundle/packing-method'],
    ['Deflate', 1000, 'zip', 'ok'],
    ['AES-256 Deflate', 1000, 'zip', 'ok'],
  ] as const)('%s for %d bytes in a .%s: %s', (method, size, type, code) => {
    const checked = checkEntries('a', listed(method, size), innerLimits, type);
    expect(checked.ok ? 'ok' : checked.fault.code).toBe(code);
  });
});

it('a certificate archive as it is has room enough', async () => {
  const pem = (i: number): NamedBytes => ({ name: `${String(i).padStart(20, '0')}_E0E0.pem`, bytes: utf8(`-----BEGIN CERTIFICATE-----\n${'QUJD'.repeat(225)}\n-----END CERTIFICATE-----\n`) });
  expect(await codeOf('R_b_E0E0_Certs.7z', await pack(Array.from({ length: 300 }, (_, i) => pem(i)), { type: '7z' }))).toBe('ok');
});
