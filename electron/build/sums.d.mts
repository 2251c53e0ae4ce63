export interface Sum {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
}
export function sumOfPlaywright(report: unknown): Sum;
export function sumOfRunner(report: string | undefined, exitCode: number | null, sum: (report: unknown) => Sum): Sum;
