import { describe, expect, it } from 'vitest';
import { fault } from '../../../core/result/fault.ts';
import { faultView } from '../faultView.ts';
import { chipMemory, lineJob } from './testing/lineBench.ts';
import type { Rig } from './testing/lineRig.ts';
import { rigOfTest } from './testing/rigOfTest.ts';

const test = rigOfTest();
let rig: Rig;

const counting = { from: 'counter', prefix: 'N', width: 4, first: 1 } as const;
const open = async (before?: (slot: Rig['slot']) => void): Promise<void> => void (rig = await test.open({ slots: 1, job: lineJob({ serial: counting }), ...(before === undefined ? {} : { before }) }));
const inUse = fault('port/in-use', { port: 'COM3' });
const mute = fault('link/not-a-bridge', { port: 'COM3', answered: 'other' });

describe('a chip that was in its slot when the line was opened waits for the button', () => {
  it.each([[inUse], [mute]])('also when its port could not be used at first ($code)', async (why) => {
    await open((slot) => {
      slot(1).plug(chipMemory(1));
      slot(1).refusals.push(why, why);
    });
    await rig.until('refused', () => rig.state(1) === 'stopped');
    await rig.until('it waits', () => rig.state(1) === 'ready');
    expect(rig.line.start(1).ok).toBe(true);
    await rig.until('it passes', () => rig.state(1) === 'pass');
    // The next chip was not there before.
    rig.slot(1).plug(chipMemory(2));
    await rig.until('two pass', () => rig.line.view().counts.passed === 2);
  });

  it('a slot that was empty at first: its chip begins by itself, also when its port cannot be used at once', async () => {
    await open();
    await rig.until('seen empty', () => rig.line.slotState(1)?.whyEmpty?.code === 'port/not-found');
    rig.slot(1).refusals.push(inUse);
    rig.slot(1).plug(chipMemory(1));
    await rig.until('it passes', () => rig.state(1) === 'pass');
  });

  it('also when its board could not be told from another one at first, and when that happens later', async () => {
    const unclear = { path: undefined, fault: faultView(fault('slot/several-boards', { slot: 'Slot 1', ports: 'COM3, COM4' })) };
    await open();
    rig.tell(unclear);
    rig.slot(1).plug(chipMemory(1));
    rig.tell({});
    await rig.until('it waits', () => rig.state(1) === 'ready');
    rig.tell(unclear);
    await rig.until('unclear', () => rig.state(1) === 'stopped');
    rig.tell({});
    await rig.until('it waits again', () => rig.state(1) === 'ready');
    expect(rig.reports).toEqual([]);
    // The board is taken out, so the chip of the next one is new.
    rig.tell(unclear);
    rig.tell({ path: undefined });
    rig.tell({});
    await rig.until('it passes', () => rig.state(1) === 'pass');
  });
});

it('a slot whose port cannot be used shows the latest reason', async () => {
  await open((slot) => slot(1).refusals.push(inUse, ...Array.from({ length: 100 }, () => mute)));
  await rig.until('in use', () => rig.line.view().slots[0]?.fault?.code === 'port/in-use');
  await rig.until('no bridge', () => rig.line.view().slots[0]?.fault?.code === 'link/not-a-bridge');
  expect(rig.state(1)).toBe('stopped');
});
