import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../core/bytes/hex.ts';
import { fault } from '../../core/result/fault.ts';
import { say } from '../../core/result/say.ts';
import { damagedManifests, soundSet } from '../../core/update/testing/damagedManifests.ts';
import { writeConsoleText } from '../../core/update/text.ts';
import { testStation } from './testing/commandLine.ts';

const { path, run, onProfile } = testStation();
const { fragments } = soundSet;

/** One of each kind of damage, and one of each part that has CBOR of its own. */
const shown = new Set(['a byte behind the signed part', 'a float as version', 'an indefinite signed part', 'version 2', 'a protected header that is cut short', 'a byte behind the digest', 'undefined as cipher', 'a label that is text, but not UTF-8', 'the same key twice in the unprotected header']);
const damaged = damagedManifests.filter(({ what }) => shown.has(what));

function writeAll(manifest: Uint8Array): void {
  const step = { id: 'a', kind: 'send-data-set', target: '0xE0F1', manifest: toHex(manifest), fragments: { inline: fragments.map(toHex).join('') } };
  writeFileSync(path('set.json'), JSON.stringify({ manifest: toHex(manifest), fragments: fragments.map(toHex) }));
  writeFileSync(path('set.txt'), writeConsoleText({ manifest, fragments }));
  writeFileSync(path('plan.json'), JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'x', steps: [step] }));
  for (const folder of ['folder', 'pair']) mkdirSync(path(folder));
  writeFileSync(path('folder/a.dat'), fragments[0] as Uint8Array);
  writeFileSync(path('folder/b.dat'), manifest);
  writeFileSync(path('pair/ecc_fragment.dat'), fragments[0] as Uint8Array);
  writeFileSync(path('pair/ecc_manifest.dat'), manifest);
}

const commands: readonly (readonly string[])[] = [
  ['dataset', 'inspect', 'set.json'],
  ['dataset', 'inspect', 'set.txt'],
  ['dataset', 'inspect', 'folder'],
  ['dataset', 'inspect', 'pair/ecc_manifest.dat'],
  ['dataset', 'inspect', 'pair/ecc_fragment.dat'],
  ['dataset', 'inspect', 'folder/a.dat', 'folder/b.dat'],
  ['dataset', 'header', 'set.json', '--kind', 'ecc_key', '--out', 'set.h'],
  ['update', '--id', 'e0f1', '--file', 'folder'],
  ['run', 'plan.json'],
  ['run', 'plan.json', '--dry-run'],
  ['job', 'make', '--from', 'plan.json', '--out', 'a.tbjob'],
];

describe.each(commands)('%s %s %s', (...words) => {
  it.each(damaged)('says where and why the manifest is refused: $what', async ({ bytes, problem }) => {
    writeAll(bytes);
    const given = words.map((word) => (/\.|^folder$/.test(word) ? path(word) : word));
    const { why } = say(fault('update/malformed-manifest', problem));
    const ran = await run('--port', 'simulated', ...given);
    expect([ran.code === 0, ran.err]).toEqual([false, expect.stringContaining(why)]);
    const { code, json } = await onProfile('v3', ...given);
    expect([code, JSON.stringify(json)]).toEqual([ran.code, expect.stringContaining(why)]);
  });
});

it('a folder without anything that begins like a manifest says so', async () => {
  mkdirSync(path('folder'));
  for (const name of ['a.dat', 'b.dat']) writeFileSync(path(`folder/${name}`), fragments[0] as Uint8Array);
  expect((await onProfile('v3', 'dataset', 'inspect', path('folder'))).json).toMatchObject({ error: { code: 'update/no-data-set' } });
});
