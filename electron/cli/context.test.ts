import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { getRandom } from '../../core/apdu/commands/getRandom.ts';
import { eraseAndWrite, writeMetadata } from '../../core/apdu/commands/setDataObject.ts';
import { hex } from '../../core/bytes/hex.ts';
import { oid } from '../../core/objects/oid.ts';
import { must } from '../../core/result/result.ts';
import { parseFaults } from '../../core/simulator/faults/parse.ts';
import { nodeClock } from '../serial/clock.ts';
import { nodeRandomness } from '../serial/randomness.ts';
import { SimulatedBoards } from '../simulated/simulatedBoards.ts';
import { connect, type Context } from './context.ts';

const folder = mkdtempSync(join(tmpdir(), 'trust-bench-context-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('after a resynchronisation the chip is no longer authorized, and that is said', async () => {
  const rules = parseFaults('error@GetRandom#2');
  if ('bad' in rules) throw new Error(rules.bad);
  const boards = new SimulatedBoards({ clock: nodeClock, random: nodeRandomness, timing: 'none', faults: rules.rules }, () => undefined);
  const said: string[] = [];
  const io = { json: false, quiet: false, attach: () => undefined, attached: () => ({}), out: () => undefined, err: (text: string) => void said.push(text) };
  const [reference, content, file] = [oid(0xf1d0), '5a'.repeat(32), join(folder, 'reference.txt')];
  writeFileSync(file, content);
  const open = async (more: Partial<Context>) => must(await connect({ io, environment: {}, onInterrupt: () => () => undefined, ...more }, { port: 'simulated' }, must(boards.open('simulated'))));

  const { chip } = await open({});
  must(await chip.run(writeMetadata(reference, hex('2006e80131d30100'))));
  must(await chip.run(eraseAndWrite(reference, 0, hex(content))));

  const session = await open({ authorize: [`F1D0=${file}`] });
  expect(session.identity.authorized).toEqual(new Set([reference]));
  must(await session.chip.run(getRandom(16)));
  expect(session.identity.authorized).toBeUndefined();
  expect(said.join('')).toContain('link resynchronised; the chip is no longer authorized');
  await boards.close();
});
