import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signerFingerprint } from '../../../../core/job/signature.ts';
import { seededRandom } from '../../../../core/keys/testing/random.ts';
import { fault, type Fault } from '../../../../core/result/fault.ts';
import { must } from '../../../../core/result/result.ts';
import { JobService, TrustStore, UnitRun, type UnitReport } from '../../../../electron/app/jobs/index.ts';
import { thisOwner, type Owner } from '../../../../electron/files/owner.ts';
import { openJournal } from '../../../../electron/journal/openJournal.ts';
import { CutPort } from '../cutPort.ts';
import type { Cut } from '../cuts.ts';
import { openSession, type Rig } from '../rig.ts';
import { chipIdOf } from './count.ts';
import type { JobProcedure } from './jobProcedure.ts';

/** How a try of a unit ended, as the station sees it. */
export type Ended = { readonly how: 'died' } | { readonly how: 'fault'; readonly fault: Fault } | { readonly how: 'unit'; readonly report: UnitReport };

export const faultOf = (ended: Ended): Fault | undefined => {
  if (ended.how === 'fault') return ended.fault;
  return ended.how === 'unit' ? ended.report.fault : undefined;
};

/** Names a process that does not exist, because its number is higher than Linux gives. */
const goneOwner = (token: string): Owner => ({ ...thisOwner(token), pid: 1 << 30 });
const secondMs = 1000;

/** Trusts the signer of the job at a station. @param folder its own folder */
export async function trustSigner({ signer: publicKey }: JobProcedure, folder: string): Promise<void> {
  must(await new TrustStore(folder).add({ publicKey, fingerprint: signerFingerprint(publicKey), name: 'Release', since: '2026-01-01T00:00:00.000Z' }));
}

/** A station that does the units of a job. Its folders are on the disk; its programs run one after the other in this process. */
export class JobStation {
  /** Contains only the program's own files. */
  readonly folder = mkdtempSync(join(tmpdir(), 'trust-bench-job-'));
  /** The job's folder with its materials. */
  readonly #given = mkdtempSync(join(tmpdir(), 'trust-bench-given-'));
  readonly #procedure: JobProcedure;
  /** The clock is a second later each time it is read. ms since 1970 */
  #now = Date.UTC(2026, 0, 2);

  constructor(procedure: JobProcedure) {
    this.#procedure = procedure;
    mkdirSync(this.journal, { mode: 0o700 });
    for (const [name, text] of procedure.materialFiles) writeFileSync(join(this.#given, name), text);
  }

  get journal(): string {
    return join(this.folder, 'journal');
  }

  /** Starts the program, which does the unit on the rig, and ends it. @param cut ends it earlier */
  async unit(rig: Rig, cut?: Cut): Promise<{ readonly ended: Ended; readonly port: CutPort }> {
    const port = new CutPort(rig.board.port, cut?.host, () => rig.board.unplug());
    const ended = await Promise.race([this.#work(rig, port), port.died.then((): Ended => ({ how: 'died' }))]);
    return { ended, port };
  }

  async #work(rig: Rig, port: CutPort): Promise<Ended> {
    const now = (): Date => new Date((this.#now += secondMs));
    const journal = openJournal(this.folder, seededRandom('station'), now);
    const jobs = JobService.in(this.folder, journal, now);
    const { parts } = await jobs.toRun(this.#procedure.file, this.#given, { clock: rig.clock, random: seededRandom('run') });
    if (!parts.ok) return { how: 'fault', fault: parts.fault };
    try {
      const session = await openSession(port, rig.clock);
      if (!session.ok) return { how: 'fault', fault: session.fault };
      const [own, found] = [chipIdOf(rig.chip.snapshot()), session.value.identity.uid.chipId];
      // If the chip was exchanged before the program saw the first one, the other chip would be treated as any unit.
      if (found !== own) return { how: 'fault', fault: fault('chip/other', { expected: own, found }) };
      // When a program of this station starts, the ones before must count as gone, although all of them are this process.
      return { how: 'unit', report: await new UnitRun({ ...parts.value, owner: goneOwner }, { work: session.value, port: port.name }).run() };
    } finally {
      parts.value.sources.wipe();
    }
  }

  close(): void {
    for (const folder of [this.folder, this.#given]) rmSync(folder, { recursive: true, force: true });
  }
}
