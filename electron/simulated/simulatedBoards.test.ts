import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { toHex } from '../../core/bytes/hex.ts';
import { oid } from '../../core/objects/oid.ts';
import { must } from '../../core/result/result.ts';
import { ManualClock } from '../../core/simulator/testing/manualClock.ts';
import { SimulatedBoards } from './simulatedBoards.ts';

const anchor = oid(0xe0e8);
const write = (byte: number): Uint8Array => Uint8Array.of(0x82, 0x40, 0, 204, 0xe0, 0xe8, 0, 0, ...Array<number>(200).fill(byte));

const folder = mkdtempSync(join(tmpdir(), 'trust-bench-boards-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the memory of a chip that another board has', () => {
  const path = join(folder, 'chip.json');
  const boards = (): SimulatedBoards => new SimulatedBoards({ clock: new ManualClock(), random: (length) => new Uint8Array(length).fill(7), timing: 'none' }, () => undefined);

  it('in this program: the file is named, and that it is this program', async () => {
    const first = boards();
    must(first.open(`simulated@${path}`));
    const refused = boards().open(`simulated:v3@${path}`);
    expect(refused).toMatchObject({ ok: false, fault: { code: 'port/memory-in-use', data: { port: `simulated:v3@${path}`, file: 'chip.json' } } });
    expect(!refused.ok && refused.fault.data).not.toHaveProperty('process');
    must(await first.close());
    const again = boards();
    must(again.open(`simulated:v3@${path}`));
    must(await again.close());
  });

  /** Describes the parent process as an owner. */
  const ownerOfParent = () => ({ pid: process.ppid, started: readFileSync(`/proc/${process.ppid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')[19] ?? '', host: hostname() });

  it('in another program: its process is named; one that is gone does not count', async () => {
    const parent = { ...ownerOfParent(), token: 'x' };
    writeFileSync(`${path}.lock`, JSON.stringify(parent));
    const refused = boards().open(`simulated@${path}`);
    expect(refused).toMatchObject({ ok: false, fault: { code: 'port/memory-in-use', data: { file: 'chip.json', process: process.ppid } } });
    // Owners that are gone: an ended process, one with the parent's number but another start time, and texts that name no process.
    for (const gone of [JSON.stringify({ ...parent, pid: 999_999_999 }), JSON.stringify({ ...parent, started: '1' }), '', 'x']) {
      writeFileSync(`${path}.lock`, gone);
      const taken = boards();
      must(taken.open(`simulated@${path}`));
      must(await taken.close());
    }
  });
});

describe('the board of a simulated port', () => {
  it.each([3, 100])('loses its power after as many bytes of a write as the fault says: %i', async (bytes) => {
    const boards = new SimulatedBoards({ clock: new ManualClock(), random: (length) => new Uint8Array(length).fill(7), timing: 'none' }, () => undefined);
    must(boards.open('simulated'));
    const chip = boards.find('simulated')?.chip;
    await chip?.transmit(Uint8Array.of(0xf0, 0, 0, 0x10, ...Buffer.from('d27600000447656e417574684170706c', 'hex')));
    await chip?.tear(write(0x33), bytes);
    expect(toHex(chip?.object(anchor)?.data ?? new Uint8Array()).replace(/(00)+$/, '')).toBe('33'.repeat(bytes));
  });
});
