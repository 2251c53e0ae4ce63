import { describe, expect, it } from 'vitest';
import { entry, isOperational, nextVersion, versionEntry, type Metadata } from './metadata.ts';

describe('the version that the chip accepts next', () => {
  it.each<[string, Metadata, number]>([
    ['no version yet', [], 1],
    ['version 0', [versionEntry(0)], 1],
    ['version 4', [versionEntry(4)], 5],
    ['version 4, update interrupted', [versionEntry(4, true)], 4],
    ['version 0, update interrupted', [versionEntry(0, true)], 1],
    ['the highest version', [versionEntry(0x7fff)], 0x7fff],
  ])('%s', (_, metadata, next) => expect(nextVersion(metadata)).toBe(next));
});

describe('operational', () => {
  it.each<[string, Metadata, boolean]>([
    ['creation', [entry('lcso', 0x01)], false],
    ['initialization', [entry('lcso', 0x03)], false],
    ['operational', [entry('lcso', 0x07)], true],
    ['termination', [entry('lcso', 0x0f)], true],
    ['no state of its own', [], true],
  ])('%s', (_, metadata, operational) => expect(isOperational(metadata)).toBe(operational));
});
