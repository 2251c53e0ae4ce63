import { beforeAll, describe, expect, it } from 'vitest';
import { hex } from '../../bytes/hex.ts';
import { generateKey, type PrivateKey } from '../../keys/privateKey.ts';
import { seededRandom } from '../../keys/testing/random.ts';
import { oid } from '../../objects/oid.ts';
import { must } from '../../result/result.ts';
import { buildDataSet } from '../../update/dataSet.ts';
import { joinFragments } from '../fragments.ts';
import { kindOf } from './index.ts';
import type { Step } from '../step.ts';

let signer: PrivateKey;
beforeAll(async () => {
  signer = await generateKey('secp256r1', seededRandom('for good'));
});

function sending(metadata: string): Step {
  const spec = { target: oid(0xe0f1), trustAnchor: oid(0xe0e3), payloadVersion: 1, payload: { kind: 'metadata', bytes: hex(metadata), contentReset: 'as-object' }, signer } as const;
  const built = must(buildDataSet(spec));
  return { id: 's', kind: 'send-data-set', target: spec.target, manifest: built.manifest, fragments: { kind: 'inline', bytes: joinFragments(built.fragments) } };
}
const content = { kind: 'inline', bytes: hex('07') } as const;

describe('what is for good is told, in whatever words it comes', () => {
  it.each<[string, () => Step, boolean]>([
    ['a data set that raises the lifecycle', () => sending('2003c00107'), true],
    ['a data set with other conditions', () => sending('2003d30100'), false],
    ['the application\'s lifecycle', () => ({ id: 'w', kind: 'write-object', object: oid(0xf1c0), content, what: 'x' }), true],
    ['the chip\'s lifecycle, at an offset', () => ({ id: 'w', kind: 'write-at', object: oid(0xe0c0), offset: 0, content }), true],
    ['a content like any other', () => ({ id: 'w', kind: 'write-object', object: oid(0xf1d4), content, what: 'x' }), false],
  ])('%s', (_, step, forGood) => {
    const made = step();
    expect(kindOf(made).irreversible(made) !== undefined).toBe(forGood);
  });
});
