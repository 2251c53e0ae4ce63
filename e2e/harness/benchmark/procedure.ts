import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '../../../core/bytes/secret.ts';
import { overhead, wireMs } from '../../../core/bridge/frame.ts';
import { Link } from '../../../core/bridge/link.ts';
import { Chip } from '../../../core/chip/chip.ts';
import { connectChip } from '../../../core/chip/connect.ts';
import { readConditions } from '../../../core/chip/snapshot.ts';
import { generateKey } from '../../../core/keys/privateKey.ts';
import { selfSign } from '../../../core/certificates/issue.ts';
import { parseCertificate } from '../../../core/certificates/certificate.ts';
import { keyUsageByte } from '../../../core/objects/codes.ts';
import { formatOid, oid } from '../../../core/objects/oid.ts';
import { joinFragments } from '../../../core/plan/fragments.ts';
import { wizardPlan } from '../../../core/plan/wizard/steps.ts';
import { must } from '../../../core/result/result.ts';
import { createChip } from '../../../core/simulator/chip/chip.ts';
import { createBoard } from '../../../core/simulator/firmware/board.ts';
import { profiles } from '../../../core/simulator/profiles/profiles.ts';
import { chipTimeMs } from '../../../core/simulator/timing/figures.ts';
import { buildDataSet } from '../../../core/update/dataSet.ts';
import { reviewAndRun } from '../../../electron/app/run/index.ts';
import { openJournal } from '../../../electron/journal/openJournal.ts';
import { nodeClock } from '../../../electron/serial/clock.ts';
import { nodeRandomness } from '../../../electron/serial/randomness.ts';
import { keyFileSigner } from '../../../electron/signers/keyFile.ts';

export const baud = 115_200;

/** Records the traffic, and its time on an ideal host: the bytes on the line in both directions, and the chip's own times. ms */
export class Limit {
  ms = 0;
  exchanges = 0;
  /** Bytes on the wire, including frames. */
  bytes = 0;

  add(request: Uint8Array, response: Uint8Array): void {
    const bytes = request.length + response.length + 2 * overhead;
    this.ms += wireMs(bytes, baud) + chipTimeMs(request, response);
    this.exchanges += 1;
    this.bytes += bytes;
  }
}

/** A simulated V3 board with datasheet times at 115200 baud, and its link. */
function boardOf(limit: Limit) {
  const chip = createChip({ profile: profiles['trust-m-v3'], random: nodeRandomness, clock: nodeClock });
  const board = createBoard({ chip, clock: nodeClock, timing: 'datasheet', baud, onTransfer: (request, response) => limit.add(request, response) });
  return { board, link: new Link(board.port, { clock: nodeClock, baud }) };
}

/** Opens such a board and connects to it. */
export async function openBoard(limit: Limit) {
  const { board, link } = boardOf(limit);
  must(await link.connect());
  return { board, chip: new Chip(link) };
}

async function identity(subject: string) {
  const key = await generateKey('secp256r1', nodeRandomness);
  const certificate = must(parseCertificate(must(await selfSign(keyFileSigner(key), subject, { days: 365, now: new Date(), random: nodeRandomness }))));
  return { key, certificate };
}

const [target, anchor, certificateObject] = [oid(0xe0f1), oid(0xe0e3), oid(0xe0e1)];

export interface Procedure {
  readonly ms: number;
  readonly traffic: Limit;
}

/**
 * The P-256 plan of a new chip as window, command line and jobs run it: connect, rehearse, record, write, read back,
 * prove; with `lockAnchor` the anchor is tested and locked at the end.
 * @returns time from OpenApplication to the end of the record, and the traffic
 */
async function runOnce(lockAnchor: boolean, folder: string): Promise<Procedure> {
  const [device, integrity] = [await identity('CN=Device'), await identity('CN=Signer')];
  const payload = { kind: 'key', key: device.key, usage: keyUsageByte(['signature']) } as const;
  const built = must(await buildDataSet({ target, trustAnchor: anchor, payloadVersion: 1, payload, signer: keyFileSigner(integrity.key) }));
  const joined = joinFragments(built.fragments);
  const journal = openJournal(folder, nodeRandomness, () => new Date());
  const traffic = new Limit();
  const { board, link } = boardOf(traffic);
  const started = performance.now();
  const session = must(await connectChip(link, { clock: nodeClock }));
  const work = { chip: session.chip.remembering(), identity: session.identity };
  const snapshot = must(await readConditions(work.chip, work.identity, [target]));
  const answers = { target, anchor, anchorCertificate: integrity.certificate.der, lockAnchor, update: 'both', flush: true } as const;
  const plan = wizardPlan(answers, snapshot, { certificateObject, certificate: device.certificate.der, identityTag: true, manifest: built.manifest, fragments: { kind: 'material', name: 'key', length: joined.length } });
  const around = { journal, random: nodeRandomness, clock: nodeClock, port: 'simulated', onReview: () => undefined, onStep: () => undefined, onFailed: () => undefined };
  must(await reviewAndRun({ plan, materials: new Map([['key', new Secret(joined)]]), confirmed: lockAnchor ? [formatOid(anchor)] : [] }, work, around));
  const ms = performance.now() - started;
  board.unplug();
  return { ms, traffic };
}

/** Measures the plan at a station that already has a journal: the fastest of three chips after the first one. */
export async function measureProcedure(lockAnchor: boolean): Promise<Procedure> {
  const folder = mkdtempSync(join(tmpdir(), 'trust-bench-benchmark-'));
  await runOnce(lockAnchor, folder);
  const runs: Procedure[] = [];
  for (let chip = 0; chip < 3; chip++) runs.push(await runOnce(lockAnchor, folder));
  rmSync(folder, { recursive: true, force: true });
  return runs.reduce((best, run) => (run.ms < best.ms ? run : best));
}
