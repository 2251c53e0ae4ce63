// A reporter of vitest: writes the sum of a run to the file that TRUST_BENCH_REPORT names.
import { writeFileSync } from 'node:fs';
import { sumOfVitest } from './sums.mjs';

export default class SumReporter {
  onTestRunEnd(modules, unhandled) {
    const file = process.env['TRUST_BENCH_REPORT'];
    if (file !== undefined) writeFileSync(file, JSON.stringify(sumOfVitest(modules, unhandled)));
  }
}
