import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/hex.ts';
import type { PublicKey } from '../keys/publicKey.ts';
import type { ChipAlgorithm } from './codes.ts';
import { keyPairs, type KeysAndCertificates } from './keyPairs.ts';
import { oid, type Oid } from './oid.ts';

const point = (byte: string): PublicKey => ({ kind: 'ec', curve: 'secp256r1', point: hex(byte.repeat(64)) });
const rsa: PublicKey = { kind: 'rsa', modulus: hex(`c1${'ab'.repeat(255)}`), exponent: hex('010001') };

const contents = (keys: Readonly<Record<number, ChipAlgorithm>>, certificates: Readonly<Record<number, PublicKey | 'unread'>>): KeysAndCertificates => ({
  keys: new Map(Object.entries(keys).map(([id, algorithm]) => [oid(Number(id)), algorithm])),
  certificates: new Map(Object.entries(certificates).map(([id, key]) => [oid(Number(id)), key])),
});
const shown = (keys: Readonly<Record<number, PublicKey>>): ReadonlyMap<Oid, PublicKey> => new Map(Object.entries(keys).map(([id, key]) => [oid(Number(id)), key]));

describe('which certificate belongs to which key', () => {
  it('nothing was shown: the pairs of the vendor’s convention, not proved', () => {
    const chip = contents({ 0xe0f0: 'secp256r1', 0xe0f1: 'secp256r1', 0xe0fc: 'rsa2048' }, { 0xe0e0: point('01'), 0xe0e1: point('02'), 0xe0e2: rsa });
    expect(keyPairs(chip, new Map())).toEqual([
      { key: 0xe0f0, certificate: 0xe0e0, sign: 'usual' },
      { key: 0xe0f1, certificate: 0xe0e1, sign: 'usual' },
      { key: 0xe0fc, certificate: 0xe0e2, sign: 'usual' },
    ]);
  });

  it('an empty object of a usual pair: no pair; a certificate that cannot be read: usual', () => {
    expect(keyPairs(contents({ 0xe0f1: 'secp256r1' }, { 0xe0e2: rsa }), new Map())).toEqual([]);
    expect(keyPairs(contents({}, { 0xe0e1: point('02') }), new Map())).toEqual([]);
    expect(keyPairs(contents({ 0xe0f1: 'secp256r1' }, { 0xe0e1: 'unread' }), shown({ 0xe0f1: point('02') }))).toEqual([{ key: 0xe0f1, certificate: 0xe0e1, sign: 'usual' }]);
  });

  it('the key was shown: proved with each certificate for it, wherever that is', () => {
    const chip = contents({ 0xe0f2: 'secp256r1' }, { 0xe0e3: point('03'), 0xf1e0: point('03'), 0xe0e1: point('02') });
    expect(keyPairs(chip, shown({ 0xe0f2: point('03') }))).toEqual([
      { key: 0xe0f2, certificate: 0xe0e3, sign: 'proved' },
      { key: 0xe0f2, certificate: 0xf1e0, sign: 'proved' },
    ]);
  });

  it('a usual pair with a certificate for another key: it differs, by what was shown or by the algorithm', () => {
    expect(keyPairs(contents({ 0xe0f1: 'secp256r1' }, { 0xe0e1: point('02'), 0xe0e3: point('03') }), shown({ 0xe0f1: point('03') }))).toEqual([
      { key: 0xe0f1, certificate: 0xe0e3, sign: 'proved' },
      { key: 0xe0f1, certificate: 0xe0e1, sign: 'differs' },
    ]);
    expect(keyPairs(contents({ 0xe0fc: 'rsa2048' }, { 0xe0e2: point('02') }), new Map())).toEqual([{ key: 0xe0fc, certificate: 0xe0e2, sign: 'differs' }]);
    expect(keyPairs(contents({ 0xe0f1: 'secp384r1' }, { 0xe0e1: point('02') }), new Map())).toEqual([{ key: 0xe0f1, certificate: 0xe0e1, sign: 'differs' }]);
  });

  it('a key that was shown and is no longer in its object is in no pair', () => {
    expect(keyPairs(contents({}, { 0xe0e1: point('02') }), shown({ 0xe0f1: point('02') }))).toEqual([]);
  });
});
