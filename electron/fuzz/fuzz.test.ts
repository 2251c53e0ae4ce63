import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concat, u16, utf8 } from '../../core/bytes/bytes.ts';
import { hex } from '../../core/bytes/hex.ts';
import { getData } from '../../core/apdu/commands/getDataObject.ts';
import type { BytePort } from '../../core/bridge/bytePort.ts';
import { encodeFrame, errorFrame, startSequence } from '../../core/bridge/frame.ts';
import { Link } from '../../core/bridge/link.ts';
import { Chip } from '../../core/chip/chip.ts';
import { readIdentity } from '../../core/chip/snapshot.ts';
import { encodePem } from '../../core/keys/pem.ts';
import { oid } from '../../core/objects/oid.ts';
import { encodePlan } from '../../core/plan/planFile.ts';
import { must, ok } from '../../core/result/result.ts';
import { profiles } from '../../core/simulator/profiles/profiles.ts';
import { ManualClock } from '../../core/simulator/testing/manualClock.ts';
import { procedures } from '../../e2e/faults/procedures.ts';
import { identity } from '../services/testing/bench.ts';
import { parsers } from './parsers.ts';

/** `npm run fuzz` sets it; in `npm test` a few will do. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 150);
const longestMs = 1000;
const megabyte = 1_000_000;

let seeds: Uint8Array[] = [];
let inputs = 0;
let slowest = { name: '', ms: 0 };

/** Good files of every kind, to be spoilt. */
beforeAll(async () => {
  const { der, keyPem, certificatePem } = await identity();
  const { plan } = await (procedures[0] as (typeof procedures)[number])();
  const send = plan.steps.find((step) => step.kind === 'send-data-set');
  seeds = [
    der,
    utf8(keyPem),
    utf8(certificatePem),
    utf8(encodePem('CERTIFICATE REQUEST', der)),
    utf8(encodePlan(plan)),
    utf8(JSON.stringify(profiles['trust-m-v1'].objects).slice(0, 20_000)),
    ...(send?.kind === 'send-data-set' ? [send.manifest] : []),
    hex('2011c00101c4018cc50164d003e1fc07d10100'),
    hex('21e0e3fd20f1d1fee1fc07'),
    must(encodeFrame(hex('00000001aa'))),
    utf8('(LcsO < operational) or signed by 0xE0E3'),
    utf8('{"run":"a","as":"html","id":"0xE0E1","name":"x"}'),
  ];
});

function tried(name: string, bytes: Uint8Array): void {
  const started = performance.now();
  parsers[name]?.(bytes);
  const ms = performance.now() - started;
  inputs += 1;
  if (ms > slowest.ms) slowest = { name, ms };
  expect(ms, `${name}, ${bytes.length} bytes`).toBeLessThan(longestMs);
}

/** Cut, doubled, turned bits, other lengths: what a bad disk or a bad person makes of a good file. */
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

describe.each(Object.keys(parsers))('%s', (name) => {
  it('any bytes, any text: refused or taken, never thrown, under a second', () => {
    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.string({ maxLength: 400 }).map(utf8), fc.json().map(utf8)), (bytes) => tried(name, bytes)), { numRuns });
  });

  it('spoilt good files', () => {
    const arbitrary = fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat(255));
    fc.assert(fc.property(arbitrary, ([which, at, how, byte]) => tried(name, spoil(seeds[which % seeds.length] as Uint8Array, at, how, byte))), { numRuns });
  });

  it('a megabyte', () => {
    const fills = [0x00, 0x30, 0x41, 0x5b, 0x9f, 0xff];
    for (const fill of fills) tried(name, new Uint8Array(megabyte).fill(fill));
    tried(name, utf8('-----BEGIN CERTIFICATE-----\n'.repeat(megabyte / 28)));
    tried(name, utf8('{"a":'.repeat(20_000)));
    tried(name, concat(...Array.from({ length: 10_000 }, () => startSequence)));
  });
});

/** A bridge that answers what it likes; every write gets the next of its answers. */
class HostilePort implements BytePort {
  readonly name = 'hostile';
  readonly #answers: readonly Uint8Array[];
  readonly #listeners = new Set<(bytes: Uint8Array) => void>();
  #next = 0;
  written = 0;

  constructor(answers: readonly Uint8Array[]) {
    this.#answers = answers;
  }

  write(bytes: Uint8Array) {
    this.written += bytes.length;
    const answer = this.#answers[this.#next++ % this.#answers.length] ?? new Uint8Array();
    void Promise.resolve().then(() => {
      for (const listener of this.#listeners) listener(answer);
    });
    return Promise.resolve(ok(undefined));
  }

  onData(listener: (bytes: Uint8Array) => void) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onClose() {
    return () => undefined;
  }

  close() {
    return Promise.resolve();
  }
}

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
        const port = new HostilePort(answers);
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

afterAll(() => {
  process.stdout.write(`fuzz: ${inputs} inputs, ${Object.keys(parsers).length} parsers and a hostile bridge, slowest ${slowest.ms.toFixed(0)} ms (${slowest.name})\n`);
});
