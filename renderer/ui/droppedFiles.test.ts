import { describe, expect, it } from 'vitest';
import { chosenFolder } from './droppedFiles.ts';

const file = (name: string, text = 'x'): File => new File([text], name);
const names = async (files: readonly File[]): Promise<string[]> => (await chosenFolder(files)).map(({ name }) => name);

describe('what is meant of a folder', () => {
  it('a bundle\'s archives, without what is beside them and what a Mac adds', async () => {
    expect(await names([file('R1_b_E0E0_Certs.7z'), file('readme.txt'), file('._R1_b_E0E0_Certs.7z'), file('.DS_Store')])).toEqual(['R1_b_E0E0_Certs.7z']);
  });

  it('the certificates of a reel each by itself: one archive, with the archive of the secrets', async () => {
    const certificates = ['0a091b5c0015007a0040', '0A091B5C0015007A0041'].map((id) => file(`${id}_E0E0.pem`, id));
    const [keys, packed] = await chosenFolder([...certificates, file('R1_b_keys.7z'), file('notes.txt')]);
    expect(keys?.name).toBe('R1_b_keys.7z');
    const text = await packed?.text();
    expect(text?.startsWith('PK\u0003\u0004')).toBe(true);
    for (const part of ['0a091b5c0015007a0040_E0E0.pem', '0A091B5C0015007A0041_E0E0.pem']) expect(text).toContain(part);
    expect(text).not.toContain('notes.txt');
  });

  it('every file of any other folder', async () => {
    expect(await names([file('key.pem'), file('a.txt')])).toEqual(['key.pem', 'a.txt']);
  });
});
