import { expect, it } from 'vitest';
import { chipIdParts, isSystemFile, parseArchiveName, parseCertificateName, parseChipId, parseKeyFileName, reelOfFolder } from './names.ts';

it('archive names: reel, batch and what is inside, in any case', () => {
  expect(parseArchiveName('dir/R0001_ab12_E0E0_Certs.7z')).toEqual({ kind: 'certificates', object: 'E0E0', reelId: 'R0001', batch: 'ab12' });
  expect(parseArchiveName('r0001_AB_12_e0e2_CERTS.7Z')).toEqual({ kind: 'certificates', object: 'E0E2', reelId: 'r0001', batch: 'AB_12' });
  expect(parseArchiveName('R0001_ab12_keys.7z')).toEqual({ kind: 'keys', reelId: 'R0001', batch: 'ab12' });
  expect(parseArchiveName('R0001_ab12_keys.zip')).toEqual({ kind: 'keys', reelId: 'R0001', batch: 'ab12' });
  for (const name of ['readme.txt', 'R0001_keys.7z', 'R0001_x_E0E3_Certs.7z', 'R0001_x_E0E0_Certs.rar']) expect(parseArchiveName(name), name).toBeUndefined();
});

it('certificate and key file names', () => {
  expect(parseCertificateName('a/0A091B5C0015007A0040_e0e0.PEM')).toEqual({ chipId: '0a091b5c0015007a0040', object: 'E0E0' });
  expect(parseCertificateName('0A091B5C0015007A004_E0E0.pem')).toBeUndefined();
  expect([parseKeyFileName('x/pbs_KEYS.TXT'), parseKeyFileName('auto_keys.txt'), parseKeyFileName('keys.txt')]).toEqual(['pbs', 'auto', undefined]);
});

it('files of the operating system, and the reel that an unpacked folder names', () => {
  for (const name of ['__MACOSX/R1_b_E0E0_Certs.7z', 'a/._R1_b_keys.7z', '.DS_Store', 'x\\Thumbs.db', 'desktop.ini']) expect(isSystemFile(name), name).toBe(true);
  for (const name of ['R1_b_keys.7z', 'MACOSX/a.pem', '_a.pem']) expect(isSystemFile(name), name).toBe(false);
  expect(reelOfFolder('dl/R1_b_2_E0E0_Certs/0A091B5C0015007A0040_E0E0.pem')).toMatchObject({ reelId: 'R1', batch: 'b_2' });
  expect(reelOfFolder('R1_b_E0E0_Certs.pem')).toBeUndefined();
});

it('chip ids in any form, and their parts', () => {
  expect(parseChipId('0A09 1B5C 0015 007A 0040')).toEqual({ ok: true, value: '0a091b5c0015007a0040' });
  expect(parseChipId('0a09').ok).toBe(false);
  expect(chipIdParts('0a091b5c0015007a0040')).toEqual({ batch: '0a091b5c0015', x: 0x7a, y: 0x40 });
});
