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
  showAllBytes: (count: number) => `Show all ${count} bytes`,
  showFewerBytes: 'Show fewer',
  bytes: (count: number) => (count === 1 ? '1 byte' : `${count} bytes`),
  notShown: 'The bytes are not shown.',
  empty: 'empty',
} as const;
