import { describe, expect, it } from 'vitest';
import { parseManifest } from './manifest.ts';
import { damagedManifests, soundAgain, soundSet } from './testing/damagedManifests.ts';

describe('a damaged manifest is refused with what is wrong, and at which byte', () => {
  it('the table is made of a manifest of the vendor', () => {
    expect(soundAgain).toEqual(soundSet.manifest);
  });

  it.each(damagedManifests)('$what', ({ bytes, problem }) => {
    expect(parseManifest(bytes)).toEqual({ ok: false, fault: { code: 'update/malformed-manifest', data: problem } });
  });
});
