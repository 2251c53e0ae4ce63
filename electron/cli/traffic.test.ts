import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overhead } from '../../core/bridge/frame.ts';
import { commandLine } from './testing/commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'trust-bench-traffic-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string): string => join(folder, name);

interface Traffic {
  readonly exchanges: number;
  /** Bytes on the wire, both directions, with frames. */
  readonly bytes: number;
}

interface Counted extends Traffic {
  /** Pauses of over a second between requests, on a slow computer. Then the session reads the UID again, and the command its objects. */
  readonly pauses: number;
}

/** Runs a command on one chip. It must succeed. */
async function traffic(words: readonly string[]): Promise<Counted> {
  const sent = { exchanges: 0, bytes: 0, pauses: 0 };
  let last = Infinity;
  const ran = await commandLine(['--port', `simulated@${file('chip.json')}`, ...words], { TRUST_BENCH_STATE_DIR: file('state') }, ({ command, response, startedAt }) => {
    sent.exchanges += 1;
    sent.bytes += command.request.length + (response?.length ?? 0) + 2 * overhead;
    if (startedAt - last > 1_000) sent.pauses += 1;
    last = startedAt;
  });
  expect(ran.code, `${words.join(' ')}: ${ran.err}`).toBe(0);
  return sent;
}

const write = ['object', 'write', '--id', 'E0E1', '--in', file('device.pem')];
const prepare = ['prepare', '--target', 'E0F1', '--anchor', 'E0E3', '--anchor-certificate', file('integrity.pem'), '--update', 'both', '--flush'];
const update = ['update', '--id', 'E0F1', '--file', file('set.txt')];
const prove = ['prove', '--key', 'E0F1', '--certificate', 'E0E1'];

beforeAll(async () => {
  for (const name of ['device', 'integrity', 'other']) {
    const made = await commandLine(['keys', 'new', '--algorithm', 'secp256r1', '--out', file(`${name}-key.pem`), '--certificate', file(`${name}.pem`), '--subject', `CN=${name.padEnd(9, '.')}`], {});
    expect(made.code, made.err).toBe(0);
  }
  const built = await commandLine(['dataset', 'build', 'payload_version=1', 'trust_anchor_oid=E0E3', 'target_oid=E0F1', `priv_key=${file('integrity-key.pem')}`, 'payload_type=key', 'key_algo=3', 'key_usage=10', `key_data=${file('device-key.pem')}`], {});
  writeFileSync(file('set.txt'), built.out);
  writeFileSync(file('two.txt'), '0102');
  writeFileSync(file('wanted.json'), JSON.stringify({ f1d4: { data: '00' } }));
}, 60_000);

const commands: readonly (readonly [string, readonly string[], Traffic])[] = [
  ['object write', write, { exchanges: 10, bytes: 1235 }],
  ['prepare', prepare, { exchanges: 15, bytes: 1440 }],
  ['update', update, { exchanges: 13, bytes: 1195 }],
  ['prove', prove, { exchanges: 8, bytes: 820 }],
  ['object write of the same', write, { exchanges: 12, bytes: 1290 }],
  ['prepare of the same', prepare, { exchanges: 13, bytes: 1330 }],
  ['object write of another certificate of the same size', ['object', 'write', '--id', 'E0E1', '--in', file('other.pem')], { exchanges: 11, bytes: 1638 }],
  ['object write of two bytes at an offset', ['object', 'write', '--id', 'E0E1', '--offset', '100', '--in', file('two.txt')], { exchanges: 10, bytes: 805 }],
  ['object metadata, shown', ['object', 'metadata', '--id', 'E0E1'], { exchanges: 6, bytes: 243 }],
  ['object metadata --set', ['object', 'metadata', '--id', 'E0E1', '--set', '{"execute":"never"}'], { exchanges: 10, bytes: 830 }],
  ['object read', ['object', 'read', '--id', 'E0E1', '--out', file('read.pem')], { exchanges: 7, bytes: 685 }],
  ['object lock', ['object', 'lock', '--id', 'E0E1', '--yes-lock', 'E0E1'], { exchanges: 13, bytes: 990 }],
  ['counter', ['counter', '--id', 'E120'], { exchanges: 7, bytes: 279 }],
  ['keys generate', ['keys', 'generate', '--id', 'E0F2', '--algorithm', 'secp256r1', '--usage', 'sign', '--public', file('generated.pem')], { exchanges: 10, bytes: 576 }],
  ['info', ['info'], { exchanges: 5, bytes: 190 }],
  ['import of what is there', ['import', '--in', file('wanted.json')], { exchanges: 10, bytes: 482 }],
];

/** Serial numbers, signatures and data sets vary by a few bytes. */
const variation = 24;

// One after the other on one chip. A number that is too large says that traffic grew; one that is too small, that the budget can be lowered.
describe('the traffic of a command', () => {
  it.each(commands)('%s', async (_, words, budget) => {
    const { exchanges, bytes, pauses } = await traffic(words);
    if (pauses > 0) return expect(exchanges).toBeLessThanOrEqual(budget.exchanges + 4 * pauses);
    expect(exchanges).toBe(budget.exchanges);
    expect(bytes).toBeLessThanOrEqual(budget.bytes);
    expect(bytes).toBeGreaterThan(budget.bytes - variation);
  });
});
