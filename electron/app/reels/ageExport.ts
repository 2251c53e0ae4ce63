import { Encrypter } from 'age-encryption';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';

/** Encrypts to the owner of an age identity. @param recipient `age1…` */
export function encrypterTo(recipient: string): Result<Encrypter, 'bundle/bad-recipient'> {
  const wanted = recipient.trim();
  if (/^AGE-SECRET-KEY/i.test(wanted)) return err(fault('bundle/bad-recipient', { why: 'This is a private identity, not a recipient. Keep it to yourself.' }));
  if (!/^age1[0-9a-z]{20,}$/.test(wanted)) return err(fault('bundle/bad-recipient', { why: 'It is not an age recipient.' }));
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(wanted);
  } catch {
    return err(fault('bundle/bad-recipient', { why: 'A character of the recipient is wrong: its checksum does not match.' }));
  }
  return ok(encrypter);
}

/** Encrypts to the owner of an age identity. @param recipient `age1…` */
export async function encryptTo(recipient: string, bytes: Uint8Array): Promise<Result<Uint8Array, 'bundle/bad-recipient'>> {
  const encrypter = encrypterTo(recipient);
  return encrypter.ok ? ok(await encrypter.value.encrypt(bytes)) : encrypter;
}
