import { concat } from '../../bytes/bytes.ts';
import { algorithmCodes, type ChipAlgorithm } from '../../objects/codes.ts';
import { oidBytes, type Oid } from '../../objects/oid.ts';
import { deadlines, encodeApdu, tlv, type Command } from '../apdu.ts';
import { hostCode } from '../codes.ts';

const deadline = (algorithm: ChipAlgorithm): number =>
  algorithm.startsWith('rsa') ? deadlines.rsaKeyPair : deadlines.key;

/** Makes a key pair in a key object or session context. @returns the public key, a DER BIT STRING behind tag 02 */
export function genKeyPair(algorithm: ChipAlgorithm, key: Oid, usage: number): Command<Uint8Array> {
  return {
    name: 'GenKeyPair',
    request: encodeApdu(
      hostCode('GenKeyPair'),
      algorithmCodes[algorithm],
      concat(tlv(0x01, oidBytes(key)), tlv(0x02, Uint8Array.of(usage))),
    ),
    timeoutMs: deadline(algorithm),
    changes: true,
    sensitive: false,
    object: key,
    read: (data) => data,
  };
}

/** Makes a key pair and returns both keys: private key behind tag 01, public key behind tag 02. */
export function genKeyPairExported(algorithm: ChipAlgorithm): Command<Uint8Array> {
  return {
    name: 'GenKeyPair (export)',
    request: encodeApdu(hostCode('GenKeyPair'), algorithmCodes[algorithm], tlv(0x07, new Uint8Array())),
    timeoutMs: deadline(algorithm),
    changes: false,
    sensitive: true,
    read: (data) => data,
  };
}
