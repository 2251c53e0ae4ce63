import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChromium } from '../../electron/host/chromium.ts';

/** From the start of the Chromium host until the first button can be used, ms: the middle one of three. */
export async function benchWindow(): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const base = mkdtempSync(join(tmpdir(), 'trust-bench-bench-'));
    const environment = {
      ...process.env,
      TRUST_BENCH_HEADLESS: '1',
      TRUST_BENCH_STATE_DIR: join(base, 'state'),
      TRUST_BENCH_PROFILE_DIR: join(base, 'profile'),
    };
    const started = performance.now();
    const host = await startChromium({ environment });
    await host.page.getByRole('button', { name: 'Use the simulated board' }).waitFor();
    times.push(performance.now() - started);
    await host.close();
    rmSync(base, { recursive: true, force: true, maxRetries: 3 });
  }
  return times.sort((a, b) => a - b)[1] as number;
}
