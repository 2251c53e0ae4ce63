import { describe, expect, it } from 'vitest';
import { count as countCommand } from '../../apdu/commands/setDataObject.ts';
import { toHex } from '../../bytes/hex.ts';
import { connect, type Connected } from '../../chip/exchange/testing/chips.ts';
import { readMetadata, readObject } from '../../chip/read.ts';
import { readObjects } from '../../chip/snapshot.ts';
import { replaceObject } from '../../chip/write.ts';
import { encodeCounter } from '../../objects/counter.ts';
import { entry, fieldNumber } from '../../objects/metadata.ts';
import { oid } from '../../objects/oid.ts';
import { must } from '../../result/result.ts';
import { decodePlan, encodePlan } from '../planFile.ts';
import { rehearse } from '../rehearse.ts';
import { runPlan, type RunResult } from '../run.ts';
import type { Step } from '../step.ts';
import { kindOf } from './index.ts';

const data = oid(0xf1d5);
const counter = oid(0xe120);

/** Runs a step after writing it to a plan file and reading it back. */
const run = ({ chip, identity, tools }: Connected, step: Step): Promise<RunResult> =>
  runPlan(must(decodePlan(encodePlan({ title: 'x', steps: [step] }), 'x')), { chip, identity, materials: new Map(), random: tools.random });

const inline = (...bytes: number[]) => ({ kind: 'inline', bytes: Uint8Array.from(bytes) }) as const;

describe('edits of an object as steps', () => {
  it('writes into the middle; other bytes are kept; the same again changes nothing', async () => {
    const connected = await connect('trust-m-v3');
    must(await replaceObject(connected.chip, data, Uint8Array.of(1, 2, 3, 4, 5)));
    const step: Step = { id: 'w', kind: 'write-at', object: data, offset: 1, content: inline(0xaa, 0xbb) };
    expect((await run(connected, step)).steps[0]?.outcome).toMatchObject({ state: 'done', says: 'read back: 2 bytes at offset 1, equal' });
    expect(toHex(must(await readObject(connected.chip, data)))).toBe('01aabb0405');
    expect((await run(connected, step)).steps[0]?.outcome.state).toBe('unchanged');
  });

  it('past the end is refused by the chip, and named', async () => {
    const connected = await connect('trust-m-v3');
    const result = await run(connected, { id: 'w', kind: 'write-at', object: data, offset: 139, content: inline(1, 2) });
    expect(result.fault).toMatchObject({ code: 'chip/refused', data: { status: 0x08 } });
  });

  it('erases to one zero byte, proved; the same again changes nothing', async () => {
    const connected = await connect('trust-m-v3');
    must(await replaceObject(connected.chip, data, Uint8Array.of(1, 2, 3, 4, 5)));
    const step: Step = { id: 'e', kind: 'erase', object: data };
    expect((await run(connected, step)).steps[0]?.outcome.state).toBe('done');
    expect(toHex(must(await readObject(connected.chip, data)))).toBe('00');
    expect(fieldNumber(must(await readMetadata(connected.chip, data)), 'used_size')).toBe(1);
    expect((await run(connected, step)).steps[0]?.outcome.state).toBe('unchanged');
  });

  it('counts once: run again from the same plan it counts no further, and says when another counted', async () => {
    const connected = await connect('trust-m-v3');
    must(await replaceObject(connected.chip, counter, encodeCounter({ value: 3, threshold: 10 })));
    const step: Step = { id: 'c', kind: 'count', object: counter, by: 2, from: 3 };
    expect((await run(connected, step)).steps[0]?.outcome).toMatchObject({ state: 'done', says: 'read back: 5 of 10' });
    expect((await run(connected, step)).steps[0]?.outcome.state).toBe('unchanged');
    must(await connected.chip.run(countCommand(counter, 1)));
    expect((await run(connected, step)).fault).toMatchObject({ code: 'plan/counter-moved', data: { from: 3, value: 6 } });
  });

  it('stops at the threshold', async () => {
    const connected = await connect('trust-m-v3');
    must(await replaceObject(connected.chip, counter, encodeCounter({ value: 9, threshold: 10 })));
    expect((await run(connected, { id: 'c', kind: 'count', object: counter, by: 200, from: 9 })).steps[0]?.outcome).toMatchObject({ state: 'done', says: 'read back: 10 of 10' });
  });

  it('what a count takes away is said; an erased object can be written again', () => {
    const loses = (step: Step): string | undefined => kindOf(step).loses?.(step);
    expect(loses({ id: 'c', kind: 'count', object: counter, by: 1, from: 0 })).toContain('only goes up');
    expect(loses({ id: 'e', kind: 'erase', object: data })).toBeUndefined();
  });
});

it.each<[string, Step]>([
  ['a write', { id: 's', kind: 'write-object', object: data, content: inline(1), what: 'content' }],
  ['new metadata', { id: 's', kind: 'write-metadata', object: data, changes: [entry('change', 0)], purpose: 'is opened' }],
  ['a step down of its lifecycle', { id: 's', kind: 'write-metadata', object: data, changes: [entry('lcso', 1)], purpose: 'is opened' }],
])('of a terminated object, %s: refused in the rehearsal, and said to be that', async (_, step) => {
  const { chip, identity, test, tools } = await connect('trust-m-v3');
  await test.ok('82010009f1d500002003c0010f');
  const snapshot = must(await readObjects(chip, identity, [data]));
  const rehearsal = await rehearse({ title: 'x', steps: [step] }, snapshot, { materials: new Map(), ...tools });
  expect(rehearsal.verdict).toBe('refused');
  expect(rehearsal.steps[0]?.fault).toMatchObject({ code: 'chip/refused', data: { why: expect.stringContaining('0xF1D5 is terminated') } });
});
