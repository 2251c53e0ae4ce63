import { Secret } from '../../../core/bytes/secret.ts';
import { overhead, wireMs } from '../../../core/bridge/frame.ts';
import { Link } from '../../../core/bridge/link.ts';
import { Chip } from '../../../core/chip/chip.ts';
import { readConditions, readIdentity } from '../../../core/chip/snapshot.ts';
import { generateKey } from '../../../core/keys/privateKey.ts';
import { selfSign } from '../../../core/certificates/issue.ts';
import { parseCertificate } from '../../../core/certificates/certificate.ts';
import { keyUsageByte } from '../../../core/objects/codes.ts';
import { oid } from '../../../core/objects/oid.ts';
import { joinFragments } from '../../../core/plan/fragments.ts';
import { runPlan } from '../../../core/plan/run.ts';
import { wizardPlan } from '../../../core/plan/wizard/steps.ts';
import { must } from '../../../core/result/result.ts';
import { createChip } from '../../../core/simulator/chip/chip.ts';
import { createBoard } from '../../../core/simulator/firmware/board.ts';
import { profiles } from '../../../core/simulator/profiles/profiles.ts';
import { chipTimeMs } from '../../../core/simulator/timing/figures.ts';
import { buildDataSet } from '../../../core/update/dataSet.ts';
import { nodeClock } from '../../../electron/serial/clock.ts';
import { nodeRandomness } from '../../../electron/serial/randomness.ts';
import { keyFileSigner } from '../../../electron/signers/keyFile.ts';

const baud = 115_200;

/** Time of the traffic on an ideal host: bytes on the line in both directions, and the chip's own times. ms */
export class Limit {
  ms = 0;
  exchanges = 0;

  add(request: Uint8Array, response: Uint8Array): void {
    this.ms += wireMs(request.length + response.length + 2 * overhead, baud) + chipTimeMs(request, response);
    this.exchanges += 1;
  }
}

/** A simulated V3 board with datasheet times at 115200 baud, connected. */
export async function openBoard(limit: Limit) {
  const chip = createChip({ profile: profiles['trust-m-v3'], random: nodeRandomness, clock: nodeClock });
  const board = createBoard({ chip, clock: nodeClock, timing: 'datasheet', baud, onTransfer: (request, response) => limit.add(request, response) });
  const link = new Link(board.port, { clock: nodeClock, baud });
  must(await link.connect());
  return { board, chip: new Chip(link) };
}

async function identity(subject: string) {
  const key = await generateKey('secp256r1', nodeRandomness);
  const certificate = must(parseCertificate(must(await selfSign(keyFileSigner(key), subject, { days: 365, now: new Date(), random: nodeRandomness }))));
  return { key, certificate };
}

/** The P-256 procedure from OpenApplication to its proof. @returns seconds, and the limit for the same traffic */
export async function measureProcedure(): Promise<{ readonly ms: number; readonly limit: Limit }> {
  const [device, integrity] = [await identity('CN=Device'), await identity('CN=Integrity')];
  const target = oid(0xe0f1);
  const spec = {
    target,
    trustAnchor: oid(0xe0e3),
    payloadVersion: 1,
    payload: { kind: 'key', key: device.key, usage: keyUsageByte(['signature']) },
    signer: keyFileSigner(integrity.key),
  } as const;
  const built = must(await buildDataSet(spec));
  const joined = joinFragments(built.fragments);
  const limit = new Limit();
  const started = performance.now();
  const { board, chip } = await openBoard(limit);
  const identified = must(await readIdentity(chip));
  const snapshot = must(await readConditions(chip, identified, [target]));
  const answers = { target, anchor: oid(0xe0e3), anchorCertificate: integrity.certificate.der, lockAnchor: true, update: 'both', flush: true } as const;
  const plan = wizardPlan(answers, snapshot, {
    certificateObject: oid(0xe0e1),
    certificate: device.certificate.der,
    identityTag: true,
    manifest: built.manifest,
    fragments: { kind: 'material', name: 'key', length: joined.length },
  });
  const result = await runPlan(plan, { chip, identity: snapshot, materials: new Map([['key', new Secret(joined)]]), random: nodeRandomness });
  const ms = performance.now() - started;
  if (result.state !== 'finished') throw new Error(`the procedure ended ${result.state}`);
  board.unplug();
  return { ms, limit };
}
