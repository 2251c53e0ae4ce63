export interface Sum {
  readonly passed: number;
  /** File, name and first error of each. */
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
}
export function sumOfPlaywright(report: unknown): Sum;
export function sumOfRunner(report: string | undefined, exitCode: number | null, sum: (report: unknown) => Sum): Sum;
