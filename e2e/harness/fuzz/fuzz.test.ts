import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concat, u16, utf8 } from '../../../core/bytes/bytes.ts';
import { hex } from '../../../core/bytes/hex.ts';
import { getData } from '../../../core/apdu/commands/getDataObject.ts';
import { encodeFrame, errorFrame, startSequence } from '../../../core/bridge/frame.ts';
import { Link } from '../../../core/bridge/link.ts';
import { Chip } from '../../../core/chip/chip.ts';
import { readIdentity } from '../../../core/chip/snapshot.ts';
import { operations } from '../../../core/contract/operations.ts';
import { oid } from '../../../core/objects/oid.ts';
import { must } from '../../../core/result/result.ts';
import { ManualClock } from '../../../core/simulator/testing/manualClock.ts';
import { createRouter } from '../../../electron/ipc/router.ts';
import { stubHandlers } from '../../../electron/ipc/testing/stubHandlers.ts';
import { costs } from './costs.ts';
import { megabyte } from './megabytes.ts';
import { parsers } from './parsers/index.ts';
import { makeSeeds } from './seeds.ts';
import { HostilePort } from './testing/hostilePort.ts';

/** Number of runs. `npm run fuzz` sets it; `npm test` needs only a few. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 100);
/** A busy machine does fewer runs, so that everything ends in limited time. */
const bounded = { numRuns, interruptAfterTimeLimit: 1_000 };
const names = Object.keys(parsers).filter((name) => name.includes(process.env['FUZZ_ONLY'] ?? ''));
const longestMs = 1000;

let seeds: readonly Uint8Array[] = [];
let [inputs, failures, slowest] = [0, 0, { name: '', ms: 0 }];

/** Correct files of every kind, as a base for damaged ones. */
beforeAll(async () => {
  seeds = await makeSeeds();
});

/** Returns the processor time, which does not grow on a busy machine while a parser waits. ms */
const spent = (): number => (({ user, system }) => (user + system) / 1000)(process.cpuUsage());

function tried(name: string, bytes: Uint8Array): void {
  const [cpu, started] = [spent(), performance.now()];
  parsers[name]?.(bytes);
  const ms = Math.min(spent() - cpu, performance.now() - started);
  inputs += 1;
  if (ms > slowest.ms) slowest = { name, ms };
  expect(ms, `${name}, ${bytes.length} bytes`).toBeLessThan(longestMs);
}

/** Counts the failures, for the summary. The test still fails. */
function counted(check: () => void): void {
  try {
    check();
  } catch (thrown) {
    failures += 1;
    throw thrown;
  }
}

/** Damages a correct file as a bad disk or an attacker does: cuts it, duplicates a part, flips bits or changes lengths. */
function spoil(seed: Uint8Array, at: number, how: number, byte: number): Uint8Array {
  const place = seed.length === 0 ? 0 : at % seed.length;
  switch (how % 5) {
    case 0:
      return seed.subarray(0, place);
    case 1:
      return seed.map((old, index) => (index === place ? old ^ (byte | 1) : old));
    case 2:
      return concat(seed.subarray(0, place), seed);
    case 3:
      return seed.map((old, index) => (index >= place && index < place + 4 ? 0xff : old));
    default:
      return concat(seed.subarray(0, place), Uint8Array.of(byte), seed.subarray(place));
  }
}

describe.each(names)('%s', (name) => {
  it('any bytes, any text: refused or taken, never thrown, under a second', () => {
    const anything = fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.string({ maxLength: 400 }).map(utf8), fc.json().map(utf8));
    counted(() => fc.assert(fc.property(anything, (bytes) => tried(name, bytes)), bounded));
  });

  it('good files of every kind, and spoilt ones', () => {
    const arbitrary = fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat(255));
    counted(() => {
      for (const seed of seeds) tried(name, seed);
      fc.assert(fc.property(arbitrary, ([which, at, how, byte]) => tried(name, spoil(seeds[which % seeds.length] as Uint8Array, at, how, byte))), bounded);
    });
  });

  it('a megabyte of one byte', () => {
    counted(() => {
      for (const fill of [0x00, 0x30, 0x5b, 0xff]) tried(name, new Uint8Array(megabyte).fill(fill));
    });
  });
});

/** Measuring all costs takes half a minute of processor time, so `npm test` measures only the slowest of each kind. */
const measured = numRuns > 100 ? costs : costs.filter(({ name }) => /sha512|256 MB|more than|RSA|secp521r1|200 certificates/.test(name));

describe.runIf(!('FUZZ_ONLY' in process.env))('what takes time by design keeps its limit', () => {
  it.each(measured)('$name', { timeout: 300_000 }, ({ name, limit, prepare }) => {
    const run = prepare();
    counted(() => {
      const best = Math.min(...[0, 1].map(() => {
        const cpu = spent();
        run();
        return spent() - cpu;
      }));
      inputs += 1;
      if (best > slowest.ms) slowest = { name, ms: best };
      expect(best, `${name}, processor time in ms`).toBeLessThan(limit);
    });
  });
});

describe('a hostile bridge', () => {
  const answer = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.uint8Array({ maxLength: 60 }).map((apdu) => must(encodeFrame(apdu))),
    fc.nat(0xffff).map((length) => concat(startSequence, u16(length))),
    fc.constant(errorFrame),
    fc.constant(must(encodeFrame(hex('00000000')))),
    fc.constant(must(encodeFrame(hex('ff000000')))),
  );

  it('wrong lengths, endless frames, answers to questions not asked: a fault or an answer, bounded, never thrown', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 8 }), async (answers) => {
        const port = new HostilePort((say, _, nth) => say(answers[nth % answers.length] as Uint8Array));
        const chip = new Chip(new Link(port, { clock: new ManualClock() }));
        const read = await chip.run(getData(oid(0xe0c2)));
        const known = await readIdentity(chip);
        inputs += 1;
        expect([read.ok, known.ok].every((good) => typeof good === 'boolean')).toBe(true);
        // Two requests, each repeated once, each with three rounds of resynchronisation at most.
        expect(port.written).toBeLessThan(8 * 3 * 2_100);
      }),
      { numRuns: Math.min(numRuns, 400) },
    );
  });
});

describe('the door of the window', () => {
  const name = fc.oneof(fc.constantFrom(...Object.keys(operations), '__proto__', 'constructor', 'toString'), fc.anything());
  const sender = fc.record({ url: fc.constantFrom('bench://app/index.html', 'https://example.com/', ''), mainFrame: fc.boolean() });

  it('any message: an answer, never thrown', async () => {
    const route = createRouter({ handlers: stubHandlers({}), origin: 'bench://app/', takesPaths: false, log: () => undefined });
    const message = fc.record({ door: fc.constantFrom('call', 'take'), name, request: fc.anything(), sender });
    await fc.assert(
      fc.asyncProperty(message, async ({ door, ...rest }) => {
        inputs += 1;
        expect((await route({ ...rest, door: door === 'take' ? 'take' : 'call' })).ok).toBe(false);
      }),
      { numRuns },
    );
  });
});

afterAll(() => {
  const figures = { parsers: names.length, inputs, crashes: failures, slowest };
  const file = process.env['FUZZ_FIGURES'];
  if (file !== undefined) writeFileSync(file, JSON.stringify(figures));
});
