import { shell } from 'electron';
import { fault } from '../../core/result/fault.ts';
import { err, ok } from '../../core/result/result.ts';
import type { OpenLink } from '../ports.ts';
import { links } from './links.ts';

/** Opens links through Electron. */
export const openLink: OpenLink = async (link) => {
  const address = links[link];
  try {
    await shell.openExternal(address);
    return ok(undefined);
  } catch {
    return err(fault('app/link-not-opened', { address }));
  }
};
