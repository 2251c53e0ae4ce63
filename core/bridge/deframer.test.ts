import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat } from '../bytes/bytes.ts';
import { hex, toHex } from '../bytes/hex.ts';
import { must } from '../result/result.ts';
import { Deframer, type Deframed } from './deframer.ts';
import { encodeFrame, errorFrame, maxFramedApdu, startSequence } from './frame.ts';

// Recorded from the vendor's host library (UART build, Linux x86-64); see core/simulator/testing for the whole set.
const golden = [
  ['f0000010d27600000447656e417574684170706c', 'beefdead0014f0000010d27600000447656e417574684170706ce4f6'],
  ['81010002e0e0', 'beefdead000681010002e0e04b66'],
  ['ff000000', 'beefdead0004ff000000f83a'],
] as const;

const anyApdu = fc.uint8Array({ minLength: 1, maxLength: 300 });

function all(chunks: readonly Uint8Array[]): Deframed[] {
  const deframer = new Deframer();
  const found: Deframed[] = [];
  for (const chunk of chunks) {
    deframer.push(chunk);
    for (let next = deframer.next(); next.kind !== 'need-more'; next = deframer.next()) found.push(next);
  }
  return found;
}

function cut(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const at = [0, ...cuts.map((value) => value % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, i) => bytes.subarray(at[i], end));
}

describe('frames', () => {
  it.each(golden)('%s', (apdu, frame) => {
    expect(toHex(must(encodeFrame(hex(apdu))))).toBe(frame);
    expect(all([hex(frame)])).toEqual([{ kind: 'frame', apdu: hex(apdu) }]);
  });

  it('are never longer than the firmware\'s buffer', () => {
    expect(encodeFrame(new Uint8Array(maxFramedApdu)).ok).toBe(true);
    expect(encodeFrame(new Uint8Array(maxFramedApdu + 1))).toMatchObject({ fault: { code: 'frame/too-long' } });
  });
});

describe('deframer', () => {
  it('finds frames in any cut of the stream', () => {
    fc.assert(
      fc.property(fc.array(anyApdu, { maxLength: 5 }), fc.array(fc.nat(), { maxLength: 20 }), (apdus, cuts) => {
        const stream = concat(...apdus.map((apdu) => must(encodeFrame(apdu))));
        expect(all(cut(stream, cuts))).toEqual(apdus.map((apdu) => ({ kind: 'frame', apdu })));
      }),
    );
  });

  it('finds a frame behind any garbage without a start sequence', () => {
    const garbage = fc.uint8Array({ maxLength: 200 }).filter((bytes) => !toHex(bytes).includes('be'));
    fc.assert(
      fc.property(garbage, anyApdu, (bytes, apdu) => {
        expect(all([concat(bytes, must(encodeFrame(apdu)))])).toEqual([{ kind: 'frame', apdu }]);
      }),
    );
  });

  it('finds a frame behind a cut start sequence', () => {
    for (let length = 1; length <= 3; length++) {
      const stream = concat(startSequence.subarray(0, length), must(encodeFrame(Uint8Array.of(1, 2))));
      expect(all([stream])).toEqual([{ kind: 'frame', apdu: Uint8Array.of(1, 2) }]);
    }
  });

  it('never takes a frame with a flipped bit as the frame that was sent', () => {
    fc.assert(
      fc.property(anyApdu, fc.nat(), (apdu, where) => {
        const frame = must(encodeFrame(apdu));
        const bit = where % (frame.length * 8);
        frame[bit >> 3] = (frame[bit >> 3] as number) ^ (1 << (bit & 7));
        const frames = all([frame]).filter(({ kind }) => kind === 'frame');
        expect(frames).toEqual([]);
      }),
    );
  });

  it('tells the error frame, which has no CRC', () => {
    expect(all([errorFrame])).toEqual([{ kind: 'error-frame' }]);
  });

  it('does not wait for a body that no firmware can send', () => {
    expect(all([hex('beefdead9000')])).toMatchObject([{ kind: 'fault', fault: { code: 'frame/too-long' } }]);
  });

  it('is done with a megabyte of error frames at once, and keeps no more of it than an answer needs', () => {
    const deframer = new Deframer();
    const started = performance.now();
    deframer.push(hex('beefdeadffff'.repeat(170_000)));
    let frames = 0;
    for (; deframer.next().kind === 'error-frame'; ) frames += 1;
    expect(performance.now() - started).toBeLessThan(1000);
    expect(frames).toBe(16_384 / 6 - (16_384 % 6) / 6);
    expect(deframer.skipped).toBe(170_000 * 6);
  });

  it('does not check a whole frame for each header of a megabyte of headers', () => {
    const started = process.cpuUsage();
    const chunks = Array.from({ length: 250 }, () => hex('beefdead07c6'.repeat(667)));
    const apdu = hex('00000001aa');
    const found = all([...chunks, new Uint8Array(2000), must(encodeFrame(apdu))]);
    expect(found.length).toBeLessThan(30_000);
    expect(found.at(-1)).toEqual({ kind: 'frame', apdu });
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(1000);
  });

  it('goes on after a damaged frame', () => {
    const good = must(encodeFrame(Uint8Array.of(9)));
    expect(all([concat(hex('beefdead0004ff000000f83b'), good)]).map(({ kind }) => kind)).toEqual(['fault', 'frame']);
  });
});
