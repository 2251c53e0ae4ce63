import { z } from 'zod';
import { hex } from '../../core/bytes/hex.ts';
import { isCurveName } from '../../core/keys/curves.ts';
import { parseMetadata } from '../../core/objects/metadata.ts';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import type { ChipState } from '../../core/simulator/chip/state.ts';

const hexText = z.string().max(20_000).regex(/^(?:[0-9a-f]{2})*$/i);
const numbers = { modulus: hexText, exponent: hexText, privateExponent: hexText, p: hexText, q: hexText };
const id = z.number().int().min(0).max(0xffff);

const key = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ec'), curve: z.string().refine(isCurveName), privateKey: hexText }),
  z.strictObject({ kind: z.literal('rsa'), ...numbers }),
  z.strictObject({ kind: z.literal('aes'), key: hexText }),
]);

const session = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('key'), key, usage: z.number().int() }),
  z.strictObject({ kind: z.enum(['secret', 'random']), bytes: hexText }),
]);

const object = z.strictObject({ metadata: hexText.refine((text) => parseMetadata(hex(text)).ok), data: hexText.exactOptional(), key: key.exactOptional() });

const stateFile = z.strictObject({
  version: z.literal(1),
  profile: z.string(),
  objects: z.record(z.string().regex(/^[0-9a-f]{4}$/), object).refine((objects) => 'e0c2' in objects),
  saved: z.strictObject({ handle: hexText, status: hexText, authorized: z.array(id).max(100), sessions: z.array(z.tuple([id, session])).max(100) }).exactOptional(),
});

/** Reads and checks the memory of a simulated chip. @param file name of the file in faults */
export function parseState(text: string, file: string): Result<ChipState> {
  try {
    const parsed = stateFile.safeParse(JSON.parse(text));
    if (parsed.success) return ok(parsed.data);
  } catch {
    /* The fault is returned below. */
  }
  return err(fault('file/unknown-content', { file, taken: 'the memory of a simulated chip' }));
}
