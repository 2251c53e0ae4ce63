import { equal, equalSecret } from '../../bytes/bytes.ts';
import { objectTypeCodes } from '../../objects/codes.ts';
import { oidAt } from '../../objects/oid.ts';
import { isSession, type Machine } from '../chip/machine.ts';
import { nothing, refused, type Outcome } from '../chip/outcome.ts';
import type { Handler } from './handler.ts';
import { useSecret } from './sharedSecret.ts';
import { parseSymInput, type SymInput } from './symInput.ts';
import { authenticate, gathers, symModes, type SymMode } from './symModes.ts';
import { symStep } from './symSteps.ts';

/** Whether the input is session ‖ what GetRandom stored there ‖ anything. The random bytes are used up (manual, note 40). */
function takeRandom(machine: Machine, input: Uint8Array): boolean {
  const id = oidAt(input);
  const session = input.length >= 2 && isSession(id) ? machine.volatile.sessions.get(id) : undefined;
  if (session?.kind !== 'random') return false;
  machine.volatile.sessions.delete(id);
  return equal(input.subarray(2, 2 + session.random.length), session.random);
}

/**
 * Verifies an HMAC over optional data ‖ random bytes ‖ anything (without the session id before them) under an
 * authorization reference, and sets its Auto state. Any failure clears the state; 2F when the HMAC differs.
 */
async function authorize(machine: Machine, mode: SymMode, input: SymInput): Promise<Outcome<Uint8Array>> {
  machine.volatile.authorized.delete(input.id);
  if (!input.starts || !input.ends) return 0x05;
  const isRandomKnown = takeRandom(machine, input.input);
  const secret = await useSecret(machine, input.id, objectTypeCodes.authorization_ref);
  if (refused(secret)) return secret;
  const computed = authenticate(mode, secret, input.input.slice(2));
  if (!isRandomKnown || input.expected === undefined || !equalSecret(computed, input.expected)) return 0x2f;
  machine.volatile.authorized.add(input.id);
  return nothing;
}

/** AES ECB and CBC decryption, or (HMAC modes) the verification that sets an Auto state. Other MAC modes: 03. */
export const decryptSym: Handler = (machine, param, data) => {
  const mode = symModes[param];
  if (mode === undefined || (gathers(mode) && mode.kind !== 'hmac')) return 0x03;
  const input = parseSymInput(mode, data);
  if (refused(input)) return input;
  if (mode.kind === 'hmac') return isSession(input.id) ? 0x05 : authorize(machine, mode, input);
  return input.expected === undefined ? symStep(machine, 'DecryptSym', param, mode, input) : 0x05;
};
