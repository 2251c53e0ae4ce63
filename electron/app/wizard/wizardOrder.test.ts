import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { encodePrivateKeyPem } from '../../../core/keys/privateKey.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, must, ok } from '../../../core/result/result.ts';
import { createChip } from '../../../core/simulator/chip/chip.ts';
import { createBoard } from '../../../core/simulator/firmware/board.ts';
import { profiles } from '../../../core/simulator/profiles/profiles.ts';
import { ManualClock } from '../../../core/simulator/testing/manualClock.ts';
import { Board } from '../../board/board.ts';
import { limitOf } from '../../files/archive/limits.ts';
import { createTickets } from '../../files/tickets.ts';
import type { SaveFile } from '../../ports.ts';
import { nodeRandomness as random } from '../../serial/randomness.ts';
import { makePair, sniff } from '../material/index.ts';
import { WizardService, WizardState } from './index.ts';

const tickets = createTickets(sniff, limitOf);
const now = (): Date => new Date();
let board: Board;
let state: WizardState;
let service: WizardService;
/** Ends the dialogs in which the user chooses where to save. */
let dialogs: ((saved: Awaited<ReturnType<SaveFile>>) => void)[];

beforeEach(() => {
  const clock = new ManualClock();
  board = new Board({ clock, onExchange: () => undefined, openPort: async (name) => ok(createBoard({ chip: createChip({ profile: profiles['trust-m-v3'], random, clock }), clock, timing: 'none', name }).port) });
  dialogs = [];
  state = new WizardState({ load: async () => undefined, save: async () => ok(undefined) });
  service = new WizardService({ state, board, tickets, random, now, saveFile: () => new Promise((resolve) => dialogs.push(resolve)), written: { holds: () => false } });
});
afterEach(() => board.disconnect());

/** Does the waiting work, the newest first, until the promise has ended. */
async function newestFirst(ended: Promise<unknown>, waiting: (() => void)[]): Promise<void> {
  let isOver = false;
  void ended.then(() => (isOver = true));
  while (!isOver) {
    waiting.pop()?.();
    await new Promise((done) => setImmediate(done));
  }
}

it('answers that are reset while a new integrity key is saved hold no key afterwards', async () => {
  const made = service.makeIntegrity();
  while (dialogs.length === 0) await new Promise((done) => setImmediate(done));
  const both = Promise.all([made, service.reset()]);
  await newestFirst(both, [() => dialogs[1]?.(ok({ name: 'b.pem', folder: '/' })), () => dialogs[0]?.(ok({ name: 'a.pem', folder: '/' }))]);
  expect([state.integrity.key, state.integrity.certificate, state.notes]).toEqual([undefined, undefined, []]);
});

it('a pair that is chosen while the one before is being read takes the slot as a whole', async () => {
  const files: string[] = [];
  for (const name of ['one', 'two']) {
    const { key, certificate } = await makePair('secp256r1', `CN=${name}`, { days: 1, now: now(), random });
    files.push(must(tickets.takeText(`${name}-key.pem`, encodePrivateKeyPem(key))).ticket, must(tickets.takeText(`${name}-cert.pem`, encodePem('CERTIFICATE', certificate.der))).ticket);
  }
  must(await service.pairs(files));
  must(await board.connect('COM3'));
  const readings: (() => void)[] = [];
  vi.spyOn(board.knowledge, 'conditions').mockImplementation(() => new Promise((resolve) => readings.push(() => resolve(err(fault('plan/no-board', {}))))));
  await newestFirst(Promise.all([service.nextPair('pair-1'), service.nextPair('pair-2')]), readings);
  expect([state.pairs.current, state.device.key?.file, state.device.certificate?.file]).toEqual(['pair-2', 'two-key.pem', 'two-cert.pem']);
});
