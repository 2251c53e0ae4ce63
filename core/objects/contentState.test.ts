import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/hex.ts';
import { must } from '../result/result.ts';
import { contentState, usedBytes } from './contentState.ts';
import { entry, isLocked, parseMetadata, type Metadata } from './metadata.ts';

const zeros = new Uint8Array(140);
const none: Metadata = [];

describe('whether an object has content', () => {
  it.each([
    ['zeros', 'data', zeros, 'empty'],
    ['the single zero that an erased object keeps', 'certificate', Uint8Array.of(0), 'empty'],
    ['no byte at all', 'trust-anchor', new Uint8Array(), 'empty'],
    ['a counter at 0 of 0', 'counter', new Uint8Array(8), 'empty'],
    ['a counter at 0 of 5', 'counter', Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 5), 'in-use'],
    ['one byte that is not zero, at the end', 'data', Uint8Array.of(0, 0, 1), 'in-use'],
    ['a figure of the chip that is zero', 'event-counter', Uint8Array.of(0), 'in-use'],
    ['a secret that was not read', 'data', 'secret', 'secret'],
    ['content that its conditions do not give out', 'certificate', 'not-readable', 'not-readable'],
  ] as const)('%s', (_, kind, content, state) => expect(contentState({ kind }, none, content)).toBe(state));

  it('a key object is judged by its metadata: an algorithm without a usage is not a key', () => {
    expect(contentState({ kind: 'ecc-key' }, [entry('algorithm', 0x03)], 'not-readable')).toBe('empty');
    expect(contentState({ kind: 'ecc-key' }, [entry('algorithm', 0x03), entry('key_usage', 0)], 'not-readable')).toBe('empty');
    expect(contentState({ kind: 'ecc-key' }, [entry('algorithm', 0x03), entry('key_usage', 0x10)], 'not-readable')).toBe('in-use');
    expect(contentState({ kind: 'aes-key' }, none, 'not-readable')).toBe('empty');
  });
});

describe('whether an object is locked', () => {
  it.each([
    ['creation', [entry('lcso', 0x01)], false],
    ['initialization', [entry('lcso', 0x03)], false],
    ['operational', [entry('lcso', 0x07)], true],
    ['termination', [entry('lcso', 0x0f)], true],
    ['without a lifecycle state of its own', [], false],
  ] as const)('%s', (_, metadata, locked) => expect(isLocked(metadata)).toBe(locked));
});

describe('how many bytes of an object are used', () => {
  const metadata = must(parseMetadata(hex('2008c40206c0c50206c0')));
  it.each([
    ['empty', 0],
    ['in-use', 1728],
    ['not-readable', 1728],
    [undefined, 1728],
  ] as const)('%s: %i', (state, bytes) => expect(usedBytes(metadata, state)).toBe(bytes));

  it('the maximum size when there is no used size; undefined when there is no size at all', () => {
    expect(usedBytes(must(parseMetadata(hex('2004c402008c'))), 'in-use')).toBe(140);
    expect(usedBytes(must(parseMetadata(hex('2003c00101'))), 'empty')).toBeUndefined();
  });
});
