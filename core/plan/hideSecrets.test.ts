import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/hex.ts';
import type { ChipSnapshot } from '../chip/snapshot.ts';
import { oid } from '../objects/oid.ts';
import { parseMetadata } from '../objects/metadata.ts';
import { parseUid } from '../objects/uid.ts';
import { must } from '../result/result.ts';
import { hideSecrets } from './hideSecrets.ts';
import type { Plan, Step } from './step.ts';

const object = oid(0xf1d5);
const write: Step = { id: 'content', kind: 'write-object', object, content: { kind: 'inline', bytes: hex('00112233') }, what: 'content' };
const metadata = (text: string): Step => ({ id: 'metadata', kind: 'write-metadata', object, changes: must(parseMetadata(hex(text))), purpose: 'test' });
const planOf = (...steps: Step[]): Plan => ({ title: 'Test', steps });

/** The object's present state. */
function chip(text: string): ChipSnapshot {
  const uid = must(parseUid(hex('cd16339301001c000500000a09a413000a002f002e801010712440')));
  return { uid, lcsG: 0x07, lcsA: 0x07, securityEvents: 0, objects: new Map([[object, { id: object, metadata: must(parseMetadata(hex(text))) }]]) };
}

const open = chip('2006c00101d10100');
const hidden = (plan: Plan, snapshot = open): boolean => JSON.stringify(hideSecrets(plan, snapshot).steps[0]).includes('"material"');

describe('a plan that is written down', () => {
  it.each<[string, Step[], boolean]>([
    ['nothing else', [], false],
    ['another condition', [metadata('2005d003e1fc07')], false],
    ['read = always', [metadata('2003d10100')], false],
    ['read = never', [metadata('2003d101ff')], true],
    ['readable until it is locked', [metadata('2005d103e1fc07')], true],
    ['type update secret', [metadata('2003e80123')], true],
    ['a lock', [{ id: 'lock', kind: 'lock', object, unreadable: false }], false],
    ['a lock that makes it unreadable', [{ id: 'lock', kind: 'lock', object, unreadable: true }], true],
  ])('content, then %s', (_, steps, is) => expect(hidden(planOf(write, ...steps))).toBe(is));

  it('content of what cannot be read now', () => expect(hidden(planOf(write), chip('2006c00101d101ff'))).toBe(true));

  it('is the same before and after the plan hid the content: a run is known again', () => {
    const plan = planOf(write, metadata('2003d101ff'));
    expect(hideSecrets(plan, open)).toEqual(hideSecrets(plan, chip('2006c00101d101ff')));
  });
});
