import { describe, expect, it } from 'vitest';
import { granted, type World } from '../testing/accessTable.ts';
import { apdu, openChip, type TestChip } from '../testing/chips.ts';
import { anchorCertificate } from '../testing/dataSets.ts';

/** Every kind of term, true and false in one of the states, with every comparison. */
const terms = [
  '00', 'ff',
  ...['e1', 'e0', '70'].flatMap((kind) => ['fa', 'fb', 'fc'].flatMap((comparison) => ['03', '07'].map((state) => kind + comparison + state))),
  '1020', '9020', '9001', '20e140', '21e140', '21e0e8', '20f1d1', '23f1d5', '40e120', '40e121',
];

interface Use {
  readonly what: string;
  readonly object: string;
  /** Metadata tag of the condition that decides about the command. */
  readonly tag: 'd0' | 'd1' | 'd3';
  /** Prepares content or a key before the condition is set. */
  readonly before?: (chip: TestChip) => Promise<unknown>;
  readonly command: string;
  /** Error code when access is allowed and the command fails for another reason; absent: it succeeds. */
  readonly otherwise?: number;
}

const write = (object: string, data: string) => apdu('8240', object, '0000', data);
const digest = '01' + '0020' + '5a'.repeat(32);
const signature = '02' + '0008' + '0202' + '1111' + '0202' + '2222';
const makeKey = (object: string) => apdu('b803', '010002', object, '02000111');

/** Counting depends on the execute condition, writing the counter on the change condition (manual, notes 12 and 13). */
const uses: readonly Use[] = [
  ...['f1d6', 'f1e0', 'e0e1', 'e0e9'].flatMap((object): Use[] => [
    { what: 'GetDataObject', object, tag: 'd1', before: (chip) => chip.ok(write(object, '11')), command: apdu('8100', object) },
    { what: 'SetDataObject', object, tag: 'd0', command: write(object, '22') },
    { what: 'SetDataObject (write)', object, tag: 'd0', command: apdu('8200', object, '0000', '33') },
  ]),
  { what: 'GetDataObject', object: 'e122', tag: 'd1', command: apdu('8100', 'e122') },
  { what: 'SetDataObject (count)', object: 'e122', tag: 'd3', before: (chip) => chip.ok(write('e122', '00000000000000ff')), command: apdu('8202', 'e122', '0000', '01') },
  { what: 'GenKeyPair', object: 'e0f1', tag: 'd0', command: makeKey('e0f1') },
  { what: 'CalcSign', object: 'e0f1', tag: 'd3', before: (chip) => chip.ok(makeKey('e0f1')), command: apdu('b111', digest, '030002', 'e0f1') },
  {
    what: 'EncryptSym (HMAC)',
    object: 'f1d6',
    tag: 'd3',
    before: async (chip) => {
      await chip.ok(write('f1d6', '44'.repeat(32)));
      await chip.ok(apdu('8201', 'f1d6', '0000', '2003e80121'));
    },
    command: apdu('9420', 'f1d6', '01', '0007', '6d657373616765'),
  },
  {
    what: 'VerifySign (certificate)',
    object: 'e0e9',
    tag: 'd3',
    before: (chip) => chip.ok(write('e0e9', anchorCertificate('secp256r1'))),
    command: apdu('b211', digest, signature, '040002', 'e0e9'),
    otherwise: 0x2c,
  },
];

/** Two states: after OpenApplication; and with the boot status cleared and the application advanced. */
async function enter(chip: TestChip, advanced: boolean): Promise<Omit<World, 'lcsO' | 'counterLeft'>> {
  await chip.ok(write('e120', '00000000000000ff'));
  if (advanced) {
    await chip.ok(apdu('8200', 'f1c1', '0000', 'df'));
    await chip.ok(apdu('8240', 'e0c1', '0000', '00'));
    await chip.ok(write('f1c0', '03'));
  }
  return { lcsA: advanced ? 0x03 : 0x01, lcsG: 0x07, status: advanced ? 0x00 : 0x20, authorized: false };
}

const byteHex = (value: number): string => value.toString(16).padStart(2, '0');

async function decide(use: Use, term: string, lcsO: number, advanced: boolean): Promise<void> {
  const chip = await openChip();
  await use.before?.(chip);
  const world = await enter(chip, advanced);
  const length = term.length / 2;
  await chip.ok(apdu('8201', use.object, '0000', `20${byteHex(5 + length)}c001${byteHex(lcsO)}${use.tag}${byteHex(length)}${term}`));
  const bytes = term.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? [];
  const allowed = granted(bytes, { ...world, lcsO, counterLeft: term === '40e120' });
  const label = `${use.what} ${use.object} ${use.tag}=${term} LcsO=${lcsO} ${advanced ? 'advanced' : 'fresh'}`;
  if (!allowed) expect(await chip.code(use.command), label).toBe(0x07);
  else if (use.otherwise !== undefined) expect(await chip.code(use.command), label).toBe(use.otherwise);
  else await chip.ok(use.command);
}

describe('access decisions: every term × lifecycle × command × kind of object', () => {
  it.each(uses.map((use) => [`${use.what} of 0x${use.object.toUpperCase()}`, use] as const))('%s', async (_, use) => {
    for (const term of terms) {
      for (const lcsO of [0x01, 0x03, 0x07]) {
        for (const advanced of [false, true]) await decide(use, term, lcsO, advanced);
      }
    }
  });
});
