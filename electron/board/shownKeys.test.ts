import { describe, expect, it } from 'vitest';
import { mayReplaceKey } from '../../core/apdu/codes.ts';
import { genKeyPair } from '../../core/apdu/commands/genKeyPair.ts';
import { writeData, writeMetadata } from '../../core/apdu/commands/setDataObject.ts';
import { setObjectProtected } from '../../core/apdu/commands/setObjectProtected.ts';
import { hex } from '../../core/bytes/hex.ts';
import type { PublicKey } from '../../core/keys/publicKey.ts';
import { oid } from '../../core/objects/oid.ts';
import { ShownKeys } from './shownKeys.ts';

const key: PublicKey = { kind: 'ec', curve: 'secp256r1', point: hex('05'.repeat(64)) };

describe('public keys that this connection showed', () => {
  it('hold until a command may have replaced the key in the object', () => {
    const keys = new ShownKeys();
    keys.show(oid(0xe0f1), key);
    keys.show(oid(0xe0f2), key);
    keys.changed(oid(0xe0f1));
    expect([...keys.all.keys()]).toEqual([0xe0f2]);
    keys.changed(undefined);
    expect([...keys.all.keys()]).toEqual([]);
  });

  it('tell of every change, and of nothing else', () => {
    const keys = new ShownKeys();
    let told = 0;
    keys.onChange(() => told++);
    keys.forget();
    keys.changed(oid(0xe0f1));
    expect(told).toBe(0);
    keys.show(oid(0xe0f1), key);
    keys.changed(oid(0xe0f3));
    expect(told).toBe(1);
    keys.forget();
    expect(told).toBe(2);
  });

  it('a new key and a protected update may replace a key; data and metadata do not', () => {
    expect(mayReplaceKey(genKeyPair('secp256r1', oid(0xe0f1), 0x10))).toBe(true);
    expect(mayReplaceKey(setObjectProtected('start', hex('00'), oid(0xe0f1)))).toBe(true);
    expect(mayReplaceKey(setObjectProtected('final', hex('00')))).toBe(true);
    expect(mayReplaceKey(writeMetadata(oid(0xe0f1), hex('2003c00107')))).toBe(false);
    expect(mayReplaceKey(writeData(oid(0xe0e1), 0, hex('00')))).toBe(false);
  });
});
