import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getMetadata } from '../../../core/apdu/commands/getDataObject.ts';
import { Link } from '../../../core/bridge/link.ts';
import { Chip } from '../../../core/chip/chip.ts';
import { oid } from '../../../core/objects/oid.ts';
import { must } from '../../../core/result/result.ts';
import { nodeClock } from '../../../electron/serial/clock.ts';
import { openSerial } from '../../../electron/serial/openSerial.ts';

const exchanges = 2_000;

/** Exchanges per second over a pty with the simulator as a separate program. Undefined when socat is missing. */
export async function measurePty(program: string): Promise<number | undefined> {
  if (spawnSync('socat', ['-V'], { stdio: 'ignore' }).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'trust-bench-benchmark-'));
  const path = join(folder, 'tty');
  const peer = spawn('socat', [`pty,rawer,link=${path}`, `exec:${process.execPath} ${program} simulate --stdio`], { stdio: 'ignore' });
  try {
    for (let waits = 0; waits < 200 && !existsSync(path); waits++) await new Promise((resolve) => setTimeout(resolve, 20));
    const port = must(await openSerial(path, { baud: 115_200 }));
    const link = new Link(port, { clock: nodeClock });
    must(await link.connect());
    const chip = new Chip(link);
    const started = performance.now();
    for (let i = 0; i < exchanges; i++) must(await chip.run(getMetadata(oid(0xe0f1))));
    const rate = (exchanges * 1000) / (performance.now() - started);
    await port.close();
    return rate;
  } finally {
    peer.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}
