import { fault, type Fault } from '../../core/result/fault.ts';

export type OpenFault = 'port/not-found' | 'port/in-use' | 'port/no-permission' | 'port/failed';

/** Windows says "File not found" or "Access denied" (another program has it open). Linux and macOS give errno's words and lock errors. */
const table: readonly (readonly [RegExp, Exclude<OpenFault, 'port/failed'>])[] = [
  [/cannot lock port|EBUSY|resource busy|temporarily unavailable/i, 'port/in-use'],
  [/ENOENT|no such file|file not found/i, 'port/not-found'],
  [/EACCES|EPERM|permission denied/i, 'port/no-permission'],
];

/** Translates serialport's message. On Windows, access denied means "open elsewhere", because ports have no owner there. */
export function openFault(port: string, message: string, platform: NodeJS.Platform): Fault<OpenFault> {
  if (platform === 'win32' && /access denied/i.test(message)) return fault('port/in-use', { port });
  const code = table.find(([pattern]) => pattern.test(message))?.[1];
  return code === undefined ? fault('port/failed', { port, reason: `The system says: ${message.replace(/^Error: /, '')}` }) : fault(code, { port });
}
