import type { LinkName } from '../../core/contract/app.ts';

/** Every address outside that the program opens. The window names one; it never sends an address. */
export const links: Readonly<Record<LinkName, `https://${string}`>> = {
  'cloud-id': 'https://cirrent.com',
};
