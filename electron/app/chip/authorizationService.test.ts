import { afterEach, describe, expect, it } from 'vitest';
import { eraseAndWrite, writeMetadata } from '../../../core/apdu/commands/setDataObject.ts';
import { hex } from '../../../core/bytes/hex.ts';
import { Secret } from '../../../core/bytes/secret.ts';
import { objectTypeCodes } from '../../../core/objects/codes.ts';
import { encodeMetadata, entry } from '../../../core/objects/metadata.ts';
import { oid, type Oid } from '../../../core/objects/oid.ts';
import { must, ok } from '../../../core/result/result.ts';
import { parseFaults } from '../../../core/simulator/faults/parse.ts';
import { createTickets } from '../../files/tickets.ts';
import { nodeClock } from '../../serial/clock.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { Board, type Work } from '../../board/board.ts';
import { SimulatedBoards } from '../../simulated/simulatedBoards.ts';
import { AuthorizationService } from './authorizationService.ts';
import { sniff } from '../material/sniff.ts';

const first = oid(0xf1d0);
const second = oid(0xf1d1);
const right = '5a'.repeat(32);
const wrong = 'a5'.repeat(32);

let close: () => Promise<unknown> = () => Promise.resolve();
afterEach(() => close());

/** A board with a chip that has two authorization references with the same secret. */
async function station(faults = '') {
  const rules = parseFaults(faults);
  if ('bad' in rules) throw new Error(rules.bad);
  const boards = new SimulatedBoards({ clock: nodeClock, random: nodeRandomness, timing: 'none', faults: rules.rules }, () => undefined);
  const board = new Board({ clock: nodeClock, openPort: (path) => Promise.resolve(boards.open(path)), onExchange: () => undefined, timeoutMs: 200 });
  close = async () => [await board.disconnect(), await boards.close()];
  must(await board.connect('simulated'));
  const change = async (object: Oid, ...changes: ReturnType<typeof entry>[]) => must(await board.run('setting up', async ({ chip }) => chip.run(writeMetadata(object, encodeMetadata(changes)))));
  for (const object of [first, second]) {
    await change(object, entry('type', objectTypeCodes.authorization_ref), entry('execute', 0x00));
    must(await board.run('setting up', async ({ chip }) => chip.run(eraseAndWrite(object, 0, hex(right)))));
  }
  let secret = right;
  const service = new AuthorizationService({ board, tickets: createTickets(sniff, () => 1000), random: nodeRandomness, reels: { referenceOf: () => ok(new Secret(hex(secret))) } });
  const authorize = (reference: string, withSecret = right) => ((secret = withSecret), service.authorize(reference));
  return { board, service, authorize, change, authorized: () => [...(board.state.identity?.authorized ?? [])] };
}

describe('what is authorized', () => {
  it('is each reference that was proved', async () => {
    const { authorize, authorized } = await station();
    await authorize('0xF1D0');
    expect(must(await authorize('0xF1D1')).authorized).toEqual(['0xF1D0', '0xF1D1']);
    expect(authorized()).toEqual([first, second]);
  });

  it('is not what was before a resynchronisation in the middle of the next authorization', async () => {
    const { board, authorize, authorized } = await station('error@GetRandom#2');
    await authorize('0xF1D0');
    expect(must(await authorize('0xF1D1')).authorized).toEqual(['0xF1D1']);
    expect(board.resynchronisations).toBe(1);
    expect(authorized()).toEqual([second]);
  });

  it('is nothing after a resynchronisation in the middle of the proof', async () => {
    const { authorize, authorized } = await station('error@DecryptSym#2');
    await authorize('0xF1D0');
    expect(await authorize('0xF1D1')).toMatchObject({ ok: false, fault: { code: 'link/resynchronised' } });
    expect(authorized()).toEqual([]);
  });

  it('stays when nothing was sent to the chip', async () => {
    const { authorize, authorized, change } = await station();
    await authorize('0xF1D0');
    await change(first, entry('execute', 0xff));
    expect(await authorize('0xF1D0')).toMatchObject({ ok: false, fault: { code: 'chip/not-authorizable' } });
    expect(authorized()).toEqual([first]);
  });

  it('is lost with a wrong secret, and only that', async () => {
    const { authorize, authorized } = await station();
    await authorize('0xF1D0');
    await authorize('0xF1D1');
    expect(await authorize('0xF1D1', wrong)).toMatchObject({ ok: false, fault: { code: 'chip/other-reference' } });
    expect(authorized()).toEqual([first]);
  });
});

it('a piece of work sees what is known now', async () => {
  const { board } = await station();
  const seen = await board.run('looking', async (work: Work) => {
    board.reached({ authorized: first });
    board.reached({ authorized: second });
    board.reached({ notAuthorized: first });
    board.reached({ shielded: true });
    return ok({ authorized: [...(work.identity.authorized ?? [])], shielded: work.identity.shielded });
  });
  expect(must(seen)).toEqual({ authorized: [second], shielded: true });
});
