import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sniffMaterial } from '../certificates/material.ts';
import { utf8 } from '../bytes/bytes.ts';
import { fault, type Fault } from '../result/fault.ts';
import { toBase64 } from './base64.ts';
import { Derivation, ourEngine, type Derived, type KdfEngine } from './kdf.ts';
import { pkcs12Hashes, pkcs12Purposes, type Pkcs12Hash } from './pkcs12Kdf.ts';
import { parsePrivateKey } from './privateKey.ts';
import { pbkdf2Locked, pkcs12Locked, scryptLocked } from './testing/locked.ts';

/** Counts the requests, and returns zeros. */
function counting(rounds = 1_500_000): KdfEngine & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    rounds,
    scryptCost: 2 ** 21,
    asked,
    pbkdf2: (hash, _, __, asksFor, length) => (asked.push(`${hash} ${asksFor}`), new Uint8Array(length)),
    scrypt: (_, __, { cost, block, parallel }, length) => (asked.push(`scrypt ${cost} ${block} ${parallel}`), new Uint8Array(length)),
  };
}

function refused(der: Uint8Array, engine: KdfEngine): 'opened' | Fault {
  const found = parsePrivateKey(der, { file: 'locked.der', password: 'password', engine });
  return found.ok ? 'opened' : found.fault;
}

describe('a file that asks for more than a second is refused before anything is derived', () => {
  it.each([
    ['PBKDF2', pbkdf2Locked(1_500_001), 'PBKDF2 with 1,500,001 iterations; at most 1,500,000 are allowed'],
    ['PBKDF2 with SHA-1', pbkdf2Locked(10_000_000, 7), 'PBKDF2 with 10,000,000 iterations; at most 1,500,000 are allowed'],
    ['PBKDF2 with 2^40 rounds', pbkdf2Locked(2 ** 40), 'PBKDF2 with 1,099,511,627,776 iterations; at most 1,500,000 are allowed'],
    ['scrypt with 512 MB', scryptLocked(2 ** 19, 8, 1), 'scrypt with N = 524,288, r = 8, p = 1; at most N × r × p = 2,097,152 is allowed'],
    ['scrypt with much r', scryptLocked(2, 2 ** 30, 1), 'scrypt with N = 2, r = 1,073,741,824, p = 1; at most N × r × p = 2,097,152 is allowed'],
    ['scrypt with much p', scryptLocked(2 ** 14, 8, 100_000), 'scrypt with N = 16,384, r = 8, p = 100,000; at most N × r × p = 2,097,152 is allowed'],
    ['PKCS#12', pkcs12Locked(200_001), '200,001 rounds of the key derivation of PKCS#12 for the check value; at most 200,000 are allowed for that'],
  ])('%s', (_, der, why) => {
    const engine = counting();
    expect(refused(der, engine)).toEqual(fault('key/unsupported-encryption', { file: 'locked.der', name: why }));
    expect(engine.asked).toEqual([]);
  });

  it.each([
    ['no rounds', pbkdf2Locked(0), 'damaged parameters'],
    ['a cost that is not a power of two', scryptLocked(3, 8, 1), 'damaged parameters'],
    ['a cost of 1', scryptLocked(1, 8, 1), 'damaged parameters'],
    ['a cost that RFC 7914 excludes for this block size', scryptLocked(2 ** 16, 1, 1), 'damaged parameters'],
    ['an unknown function', pbkdf2Locked(1, 99), 'PBKDF2 with an unknown function (1.2.840.113549.2.99)'],
  ])('%s: said as that', (_, der, why) => expect(refused(der, counting())).toEqual(fault('key/unsupported-encryption', { file: 'locked.der', name: why })));
});

it('what is within the limits is derived as it says', () => {
  const engine = counting();
  for (const der of [pbkdf2Locked(1_500_000), pbkdf2Locked(2048, 7), scryptLocked(2 ** 18, 8, 1), scryptLocked(2 ** 14, 8, 16)]) refused(der, engine);
  expect(engine.asked).toEqual(['sha256 1500000', 'sha1 2048', 'scrypt 262144 8 1', 'scrypt 16384 8 16']);
});

it('keys of one file are counted together: three of the largest, and no fourth', () => {
  const pem = (der: Uint8Array): string => `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${toBase64(der)}\n-----END ENCRYPTED PRIVATE KEY-----\n`;
  const derivation = new Derivation(counting(1000));
  const derive = () => derivation.pbkdf2('sha256', utf8('a'), utf8('b'), 1000, 32);
  expect([derive(), derive(), derive(), derive()].map((derived) => 'refused' in derived)).toEqual([false, false, false, true]);
  const engine = counting();
  const found = sniffMaterial(utf8(pem(pbkdf2Locked(1_000_000)).repeat(50)), { file: 'many.pem', password: 'a', engine });
  expect(found.ok).toBe(false);
  expect(engine.asked.length).toBeLessThanOrEqual(2);
});

it('a container that nobody gave a password for takes a fifth of that at most, then the password is asked for', () => {
  for (const rounds of [40_001, 2 ** 31]) expect(sniffMaterial(pkcs12Locked(rounds), { file: 'a.p12' })).toMatchObject({ ok: false, fault: { code: 'key/encrypted' } });
  expect(ourEngine.rounds).toBe(100_000);
});

describe('what a refusal calls allowed is not refused', () => {
  const [password, salt] = [utf8('a'), utf8('b')];
  const engine = counting(1000);

  /** Asks for more and more, up to the first refusal; then for what it calls allowed, and for one more. */
  function boundary(derive: (derivation: Derivation, asked: number) => Derived, largest: number): readonly string[] {
    const ask = (asked: number): string => {
      const derived = derive(new Derivation(engine, largest), asked);
      return 'refused' in derived ? derived.refused : 'derived';
    };
    const first = ask(2 ** 40);
    const allowed = Number(/at most (?:N × r × p = )?([\d,]+)/.exec(first)?.[1]?.replaceAll(',', ''));
    return [...(allowed === 0 ? [] : [ask(allowed)]), ask(allowed + 1)].map((said) => said.replace(/^\D*[\d,]+ /, ''));
  }

  const share = fc.integer({ min: 0, max: 1000 }).map((part) => part / 100_000);
  const lengths = fc.integer({ min: 1, max: 64 });

  it('PBKDF2 and scrypt', () => {
    fc.assert(fc.property(share, lengths, (largest, length) => {
      for (const derive of [
        (derivation: Derivation, rounds: number) => derivation.pbkdf2('sha1', password, salt, rounds, length),
        (derivation: Derivation, parallel: number) => derivation.scrypt(password, salt, { cost: 1, block: 1, parallel }, length),
      ]) {
        const said = boundary(derive, largest);
        expect(said.slice(0, -1).filter((one) => one !== 'derived')).toEqual([]);
        expect(said.at(-1)).toMatch(/at most/);
      }
    }));
  });

  it('PBKDF1', () => {
    fc.assert(fc.property(share, fc.constantFrom('md5', 'sha1'), (largest, hash) => {
      const said = boundary((derivation, rounds) => derivation.pbkdf1(hash, password, salt, rounds, 16), largest);
      expect(said.slice(0, -1).filter((one) => one !== 'derived')).toEqual([]);
      expect(said.at(-1)).toMatch(/at most/);
    }), { numRuns: 50 });
  });

  it('PKCS#12, for every hash, purpose and number of blocks', () => {
    const hashes = fc.constantFrom(...(Object.keys(pkcs12Hashes) as Pkcs12Hash[]));
    fc.assert(fc.property(share, lengths, hashes, fc.constantFrom(...Object.values(pkcs12Purposes)), (largest, length, hash, purpose) => {
      const said = boundary((derivation, rounds) => derivation.pkcs12({ hash, password, salt, rounds, purpose, length }), largest);
      expect(said.slice(0, -1).filter((one) => one !== 'derived')).toEqual([]);
      expect(said.at(-1)).toMatch(/at most/);
    }), { numRuns: 50 });
  });
});
