import { describe, expect, it } from 'vitest';
import { encryptAesBlock } from '../../apdu/commands/encryptSym.ts';
import { hex, toHex } from '../../bytes/hex.ts';
import { Secret } from '../../bytes/secret.ts';
import { Chip } from '../../chip/chip.ts';
import { oid } from '../../objects/oid.ts';
import { must, ok } from '../../result/result.ts';
import type { ApduPort } from '../../apdu/apdu.ts';
import { decodePlan, encodePlan } from '../planFile.ts';
import type { StepTools } from '../stepKind.ts';
import { proveAes } from './proveAes.ts';

// FIPS 197, appendix C.1
const key = hex('000102030405060708090a0b0c0d0e0f');
const block = hex('00112233445566778899aabbccddeeff');
const cipher = '69c4e0d86a7b0430d8cdb78070b4c55a';
const step = { id: 'p', kind: 'prove-aes', key: oid(0xe200), known: { kind: 'material', name: 'AES key', length: 16 } } as const;

function benchOf(answer: string, sent: string[] = []): StepTools {
  const port: ApduPort = {
    exchange: async (command) => {
      sent.push(toHex(command.request));
      return ok(hex(`00000013610010${answer}`));
    },
  };
  return { chip: new Chip(port), materials: new Map([['AES key', new Secret(key.slice())]]), random: () => block.slice() } as unknown as StepTools;
}

describe('proof of an AES key by known answer', () => {
  it('asks for one block in ECB', () => {
    expect(toHex(encryptAesBlock(oid(0xe200), block).request)).toBe(`940800${'15'}e200010010${toHex(block)}`);
  });
  it('takes the answer of FIPS 197, and refuses another', async () => {
    const proof = await proveAes.verify(step, benchOf(cipher));
    expect(must(proof).says).toContain('AES-128');
    const other = await proveAes.verify(step, benchOf('00'.repeat(16)));
    expect(other.ok ? '' : other.fault.code).toBe('plan/proof-failed');
  });
  it('is in a plan file by name only', () => {
    const text = encodePlan({ title: 't', steps: [step] });
    expect(text).not.toContain(toHex(key));
    expect(must(decodePlan(text, 'f')).steps).toEqual([step]);
  });
});
