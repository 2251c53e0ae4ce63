import { concat } from '../../bytes/bytes.ts';
import { tlv } from '../../apdu/apdu.ts';
import { objectTypeCodes } from '../../objects/codes.ts';
import { findKey, usage, useKey } from '../chip/keyUse.ts';
import type { Machine } from '../chip/machine.ts';
import { nothing, refused, type Outcome } from '../chip/outcome.ts';
import type { SymSequence } from '../chip/sequences.ts';
import type { SymInput } from './symInput.ts';
import { blockBytes, cipher, gathers, authenticate, type SymMode } from './symModes.ts';
import { useSecret } from './sharedSecret.ts';

/** AES needs a key with the usage encryption. MACs also accept a key for authentication or signatures. */
const macUsages = usage.encryption | usage.authentication | usage.sign;

async function secretFor(machine: Machine, mode: SymMode, { id }: SymInput): Promise<Outcome<Uint8Array>> {
  if (mode.kind === 'hmac') return useSecret(machine, id, objectTypeCodes.pre_sh_secret);
  const found = await findKey(machine, id, ['aes'], gathers(mode) ? macUsages : usage.encryption);
  if (refused(found)) return found;
  const denied = await useKey(machine, found);
  if (denied !== undefined) return denied;
  return found.key.kind === 'aes' ? found.key.key : 0x24;
}

/** The running sequence, or a new one. A start replaces a running sequence. Continuing without one is 0B. */
async function sequenceFor(
  machine: Machine,
  command: SymSequence['command'],
  param: number,
  mode: SymMode,
  input: SymInput,
): Promise<Outcome<SymSequence>> {
  const running = machine.volatile.sym;
  if (!input.starts) return running?.command === command && running.mode === param ? running : 0x0b;
  machine.volatile.sym = undefined;
  const key = await secretFor(machine, mode, input);
  if (refused(key)) return key;
  return { command, mode: param, key, iv: input.iv ?? new Uint8Array(blockBytes), gathered: nothing };
}

/** One step of a symmetric operation. MACs answer only at the end. */
export async function symStep(
  machine: Machine,
  command: SymSequence['command'],
  param: number,
  mode: SymMode,
  input: SymInput,
): Promise<Outcome<Uint8Array>> {
  const sequence = await sequenceFor(machine, command, param, mode, input);
  if (refused(sequence)) return sequence;
  machine.volatile.sym = input.ends ? undefined : sequence;
  if (gathers(mode)) {
    sequence.gathered = concat(sequence.gathered, input.input);
    return input.ends ? tlv(0x61, authenticate(mode, sequence.key, sequence.gathered)) : nothing;
  }
  const direction = command === 'EncryptSym' ? 'encrypt' : 'decrypt';
  const { output, iv } = cipher(mode, direction, sequence.key, sequence.iv, input.input);
  sequence.iv = iv;
  return tlv(0x61, output);
}
