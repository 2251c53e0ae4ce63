/** Command codes of the manual's table 14, without the top bit. One line a command. */
export const commandCodes = {
  GetDataObject: 0x01,
  SetDataObject: 0x02,
  SetObjectProtected: 0x03,
  GetRandom: 0x0c,
  EncryptSym: 0x14,
  DecryptSym: 0x15,
  EncryptAsym: 0x1e,
  DecryptAsym: 0x1f,
  CalcHash: 0x30,
  CalcSign: 0x31,
  VerifySign: 0x32,
  CalcSSec: 0x33,
  DeriveKey: 0x34,
  GenKeyPair: 0x38,
  GenSymKey: 0x39,
  OpenApplication: 0x70,
  CloseApplication: 0x71,
} as const;
export type CommandName = keyof typeof commandCodes;

export const commandNames = new Map<number, CommandName>(
  (Object.entries(commandCodes) as [CommandName, number][]).map(([name, code]) => [code, name]),
);

/** Code with the top bit set: the chip then clears its last error first. Hosts normally set it. */
export const hostCode = (name: CommandName): number => commandCodes[name] | 0x80;

const replaceKeys = new Set<number | undefined>((['GenKeyPair', 'GenSymKey', 'SetObjectProtected'] as const).map(hostCode));

/** Whether a command may replace or remove the key in a key object. Writing data or metadata from the host never does. */
export const mayReplaceKey = ({ request }: { readonly request: Uint8Array }): boolean => replaceKeys.has(request[0]);
