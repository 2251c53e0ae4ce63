import { afterEach, describe, expect, it } from 'vitest';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { fault } from '../../../core/result/fault.ts';
import type { DataSetPart } from '../../../core/update/assemble.ts';
import { damagedManifests, soundSet } from '../../../core/update/testing/damagedManifests.ts';
import { writeConsoleText, writeFileText } from '../../../core/update/text.ts';
import { openProgram, type TestProgram } from '../testing/program.ts';
import { openSet } from './openDataSet.ts';

const { fragments } = soundSet;
const part = (name: string, bytes: Uint8Array): DataSetPart => ({ name, bytes });
const fragmentFiles = fragments.map((bytes, i) => part(`fragment_${i}.dat`, bytes));

/** Each form of a data set, and the name that the fault has for its file. */
const forms: Readonly<Record<string, (manifest: Uint8Array) => readonly DataSetPart[]>> = {
  JSON: (manifest) => [part('set', utf8(JSON.stringify({ manifest: toHex(manifest), fragments: fragments.map(toHex) })))],
  'console text': (manifest) => [part('set', utf8(writeConsoleText({ manifest, fragments })))],
  'file text': (manifest) => [part('set', utf8(writeFileText({ manifest, fragments })))],
  'C header': (manifest) => [part('set', utf8([['manifest_ecc_key', manifest] as const, ['ecc_key_final_fragment_array', fragments[0] as Uint8Array] as const].map(([name, bytes]) => `const uint8_t ${name}[] =\n{\n${[...bytes].map((byte) => `0x${byte.toString(16)}`).join(', ')}\n};\n`).join('')))],
  'manifest alone': (manifest) => [part('set', manifest)],
  'manifest alone, in hexadecimal': (manifest) => [part('set', utf8(toHex(manifest)))],
  'separate files': (manifest) => [part('set', manifest), ...fragmentFiles],
  'separate files, fragments first': (manifest) => [...fragmentFiles, part('set', manifest)],
  'separate files in hexadecimal': (manifest) => [part('set', utf8(toHex(manifest))), ...fragmentFiles.map(({ name, bytes }) => part(name, utf8(toHex(bytes))))],
};

describe.each(Object.entries(forms))('a damaged manifest in the form "%s"', (_, form) => {
  const open = (manifest: Uint8Array) => openSet(...(form(manifest) as [DataSetPart]));

  it('is opened when it is not damaged', () => {
    expect(open(soundSet.manifest).ok).toBe(true);
  });

  it.each(damagedManifests)('$what: the reason and the byte are said', ({ bytes, problem }) => {
    expect(open(bytes)).toEqual({ ok: false, fault: fault('update/malformed-manifest', { ...problem, file: 'set' }) });
  });
});

describe('the window', () => {
  let program: TestProgram;
  afterEach(() => program.close());

  it.each(['JSON', 'manifest alone', 'manifest alone, in hexadecimal', 'separate files'])('says the same of the form "%s", and takes the file for a data set', async (form) => {
    program = await openProgram();
    for (const { bytes, problem } of damagedManifests) {
      const [first, ...others] = await Promise.all((forms[form]?.(bytes) ?? []).map((file) => program.call('files/take', { name: file.name, size: file.bytes.length, content: Uint8Array.from(file.bytes) })));
      if (first?.ok !== true || others.some(({ ok }) => !ok)) throw new Error('not taken');
      expect(first.value.content).toBe('data-set');
      const tickets = others.flatMap((other) => (other.ok ? [other.value.ticket] : []));
      expect(await program.fault('datasets/open', { ticket: first.value.ticket, fragments: tickets })).toEqual(fault('update/malformed-manifest', { ...problem, file: 'set' }));
    }
  });
});
