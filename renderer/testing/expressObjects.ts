import type { ObjectRow } from '../../core/contract/objects.ts';
import { openWindow } from './openWindow.ts';

/** The objects of a simulated Express chip, in the form in which the program lists them. */
export async function expressObjects(): Promise<readonly ObjectRow[]> {
  const { program } = await openWindow();
  try {
    await program.ok('board/connect', { path: 'simulated:express' });
    return await program.ok('objects/list', {});
  } finally {
    await program.close();
  }
}
