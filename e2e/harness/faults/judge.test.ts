import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { seededRandom } from '../../../core/keys/testing/random.ts';
import type { ChipState } from '../../../core/simulator/chip/state.ts';
import { profiles } from '../../../core/simulator/profiles/profiles.ts';
import { cutsOf, writesOf } from './cuts.ts';
import { Conditions } from './invariants.ts';
import { filesLeft, holdsSecret, isInStep, strangeFiles } from './kills/disk.ts';
import { killKinds, killsOf } from './kills/kill.ts';

const secret = seededRandom('a secret')(32);
const others = seededRandom('others')(50);

describe('what the fault run judges by sees what is wrong', () => {
  const hidden: readonly (readonly [string, Buffer])[] = [
    ['as it is', Buffer.concat([others, secret, others])],
    ['in hexadecimal', Buffer.from(`x ${toHex(secret)} x`)],
    ['in capitals', Buffer.from(toHex(secret).toUpperCase())],
    ...[0, 1, 2].map((before) => [`in Base64, ${before} bytes before it`, Buffer.from(Buffer.concat([others.subarray(0, before), secret, others]).toString('base64'))] as const),
  ];
  it.each(hidden)('a secret, %s', (_, content) => expect(holdsSecret(content, [toHex(secret)])).toBe(true));

  it('no secret', () => expect(holdsSecret(Buffer.concat([others, secret.subarray(1)]), [toHex(secret)])).toBe(false));

  it('files that nobody expects', () => {
    const folder = mkdtempSync(join(tmpdir(), 'trust-bench-judge-'));
    mkdirSync(join(folder, 'journal'));
    for (const name of ['bench-key.pem', 'journal/2026-01-01.jsonl', 'journal/2026-01-01.head.json', 'journal/.x.0011.tmp', 'journal/.lock', 'tmp.txt']) writeFileSync(join(folder, name), '');
    expect(strangeFiles(filesLeft(folder), 1).sort()).toEqual(['journal/.lock', 'tmp.txt']);
    expect(strangeFiles(filesLeft(folder), 0)).toContain('journal/.x.0011.tmp');
    writeFileSync(join(folder, 'journal', '2026-01-01.jsonl'), '{"what":"step-begun"}\n{"what":"step-ended"}\n');
    expect(isInStep(join(folder, 'journal'))).toBe(false);
    rmSync(folder, { recursive: true });
  });

  it('a condition that is opened for a moment', () => {
    const { name: profile, objects } = profiles['trust-m-v3'];
    const withCondition = (metadata: string): ChipState => ({ version: 1, profile, objects: { ...objects, f1d5: { metadata } } });
    const [closed, open] = [withCondition('2006d001ffd10100'), withCondition('2006d00100d10100')];
    const conditions = new Conditions(closed);
    conditions.note(closed);
    expect([...conditions.opened]).toEqual([]);
    expect(conditions.strange(open)).toEqual(['f1d5']);
    conditions.note(open);
    expect([...conditions.opened]).toEqual(['f1d5']);
  });

  it('a write is torn from its first byte to its last but one, on the chip and on the board', () => {
    const apdu = new Uint8Array([0x82, 0x40, 0x00, 0x68, 0xe0, 0xe3, 0, 0, ...new Uint8Array(100)]);
    expect(writesOf(apdu)).toBe(100);
    const torn = cutsOf(0, 1, { request: apdu.length + 8, response: 12, writes: 100 }).filter(({ kind }) => kind === 'power lost in the middle of a write');
    expect(torn.map(({ says }) => says)).toEqual([0, 1, 25, 50, 74, 99].flatMap((bytes) => [`power@1:${bytes}`, `unplug@1:during.${bytes}`]));
    expect(writesOf(utf8('\u0001read'))).toBe(0);
  });

  it('every request is killed at in three ways, every journal line in one', () => {
    const kills = killsOf([{ requests: [28, 18, 300], lines: 4 }, { requests: [28], lines: 0 }]);
    expect(killKinds.map((kind) => kills.filter((kill) => kill.kind === kind).length)).toEqual([4, 4, 4, 4]);
    for (const kill of kills) if (kill.point === 'arriving') expect(kill.bytes).toBeGreaterThan(0);
  });
});
