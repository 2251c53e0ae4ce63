import type { FaultTable } from '../faultTable.ts';

/** Wrong use of the command line. */
export const usageFaults = {
  'usage/bad-option': (d: { message: string }) => ({
    what: d.message,
    why: '',
    todo: 'See trust-bench --help, or trust-bench <command> --help.',
  }),
  'usage/secret-argument': (d: { option: string }) => ({
    what: `${d.option} takes a file, or - for standard input.`,
    why: 'Secrets are never taken as an argument: other users could read them.',
    todo: `Put it into a file and give its name to ${d.option}.`,
  }),
} satisfies FaultTable;
