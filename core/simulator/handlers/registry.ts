import type { CommandName } from '../../apdu/codes.ts';
import { calcHash } from './calcHash.ts';
import { calcSign } from './calcSign.ts';
import { calcSSec } from './calcSSec.ts';
import { closeApplication } from './closeApplication.ts';
import { decryptAsym } from './decryptAsym.ts';
import { decryptSym } from './decryptSym.ts';
import { deriveKey } from './deriveKey.ts';
import { encryptAsym } from './encryptAsym.ts';
import { encryptSym } from './encryptSym.ts';
import { genKeyPair } from './genKeyPair.ts';
import { genSymKey } from './genSymKey.ts';
import { getDataObject } from './getDataObject.ts';
import { getRandom } from './getRandom.ts';
import type { Handler } from './handler.ts';
import { openApplication } from './openApplication.ts';
import { setDataObject } from './setDataObject.ts';
import { setObjectProtected } from './setObjectProtected.ts';
import { verifySign } from './verifySign.ts';

/** Every command of the manual's table 14. It does not compile when one is missing. */
export const handlers: Readonly<Record<CommandName, Handler>> = {
  GetDataObject: getDataObject,
  SetDataObject: setDataObject,
  SetObjectProtected: setObjectProtected,
  GetRandom: getRandom,
  EncryptSym: encryptSym,
  DecryptSym: decryptSym,
  EncryptAsym: encryptAsym,
  DecryptAsym: decryptAsym,
  CalcHash: calcHash,
  CalcSign: calcSign,
  VerifySign: verifySign,
  CalcSSec: calcSSec,
  DeriveKey: deriveKey,
  GenKeyPair: genKeyPair,
  GenSymKey: genSymKey,
  OpenApplication: openApplication,
  CloseApplication: closeApplication,
};

/** Commands that V1 does not have. */
export const v3Commands: ReadonlySet<CommandName> = new Set(['EncryptSym', 'DecryptSym', 'GenSymKey']);
