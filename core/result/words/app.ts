import type { FaultTable } from '../faultTable.ts';

/** The program itself: messages between window and main process, and errors that should never happen. */
export const appFaults = {
  'app/bad-message': (d: { operation: string; why: string }) => ({
    what: 'The window asked for something that does not exist.',
    object: d.operation,
    why: d.why,
    todo: 'Close the window and start the program again. If this happens again, report it with this text.',
  }),
  'app/operator-only': (d: { operation: string }) => ({
    what: "The operator's screen is open: only its own operations are answered.",
    object: d.operation,
    why: "Everything else belongs to the engineer's window.",
    todo: "Leave the operator's screen with the engineer's PIN first.",
  }),
  'app/bug': (d: { operation: string }) => ({
    what: 'The program has an error.',
    object: d.operation,
    why: 'The program reached a state that it cannot handle. Your input is not the cause.',
    todo: 'Read the chip before you continue. If this happens again, report it and say what you did last.',
  }),
  'app/not-saved': (d: { file: string }) => ({
    what: 'Nothing was saved.',
    object: d.file,
    why: 'The dialog was closed without a file name.',
    todo: 'Save again if you want to keep it.',
  }),
  'app/link-not-opened': (d: { address: string }) => ({
    what: 'No browser could be started.',
    object: d.address,
    why: 'This computer has no program that opens web addresses, or it did not start.',
    todo: `Copy the address into a browser: ${d.address}`,
  }),
  'app/clipboard-not-cleared': (_: Record<string, never>) => ({
    what: 'The clipboard still holds the secret.',
    object: 'clipboard',
    why: 'The system did not let it be overwritten.',
    todo: 'Copy something else to replace the secret in the clipboard.',
  }),
} satisfies FaultTable;
