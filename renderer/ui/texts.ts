import { sayBytes } from '../../core/result/format.ts';

/** Texts of the components that every room uses. */
export const uiTexts = {
  copy: 'Copy',
  copied: 'Copied',
  dismiss: 'Dismiss',
  close: 'Close',
  heightOf: (title: string) => `Height: ${title}`,
  before: 'Before',
  after: 'After',
  changedByte: 'changed',
  showAllBytes: (count: number) => `Show all ${sayBytes(count)}`,
  showFewerBytes: 'Show fewer',
  bytes: sayBytes,
  notShown: 'The bytes are not shown.',
  empty: 'empty',
} as const;
