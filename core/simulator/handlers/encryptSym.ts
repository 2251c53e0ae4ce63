import { refused } from '../chip/outcome.ts';
import type { Handler } from './handler.ts';
import { parseSymInput } from './symInput.ts';
import { symModes } from './symModes.ts';
import { symStep } from './symSteps.ts';

/**
 * AES ECB, CBC, CBC-MAC, CMAC with the key in E200, or HMAC with a pre-shared secret or a session's secret. The answer
 * is behind tag 61.
 */
export const encryptSym: Handler = (machine, param, data) => {
  const mode = symModes[param];
  if (mode === undefined) return 0x03;
  const input = parseSymInput(mode, data);
  if (refused(input)) return input;
  return input.expected === undefined ? symStep(machine, 'EncryptSym', param, mode, input) : 0x05;
};
