import { utf8 } from '../../../../core/bytes/bytes.ts';
import type { Job, JobFile } from '../../../../core/job/job.ts';
import { signJob } from '../../../../core/job/signature.ts';
import { ecGenerate } from '../../../../core/keys/ecdsa.ts';
import { ecPrivateKey } from '../../../../core/keys/privateKey.ts';
import type { PublicKey } from '../../../../core/keys/publicKey.ts';
import { seededRandom } from '../../../../core/keys/testing/random.ts';
import { testSigner } from '../../../../core/keys/testing/testSigner.ts';
import { formatOid, oid } from '../../../../core/objects/oid.ts';
import type { Plan, Step } from '../../../../core/plan/step.ts';
import { kindOf } from '../../../../core/plan/steps/index.ts';
import { must } from '../../../../core/result/result.ts';
import type { ChipState } from '../../../../core/simulator/chip/state.ts';
import { makeJob } from '../../../../electron/app/jobs/index.ts';
import { factory, p256 } from '../procedures.ts';
import { makeRig, openSession } from '../rig.ts';

/** A job with its units and all that its station needs. It is made from seeds, so that every process makes the same one. */
export interface JobProcedure {
  readonly name: string;
  /** Signed. */
  readonly file: JobFile;
  /** Who signed it. */
  readonly signer: PublicKey;
  /** The steps as the job has them. */
  readonly plan: Plan;
  /** The memory of each unit's chip before the job. There are as many chips as the job releases units. */
  readonly chips: readonly ChipState[];
  /** The memory of a chip that comes when the job's quantity is used. */
  readonly oneMore: ChipState;
  /** Files beside the job, by name. */
  readonly materialFiles: ReadonlyMap<string, string>;
  /** Secrets in hexadecimal. They must never be in a text of the program or on the station's disk. */
  readonly secrets: readonly string[];
}

/** The object that has the unit's serial number. */
export const serialObject = oid(0xf1d0);
const serialsOf = { from: 'counter', prefix: 'SN-', width: 4, first: 1 } as const;
const issuedAt = '2026-01-01T00:00:00Z';

const serialStep: Step = { id: 'serial', kind: 'write-object', object: serialObject, content: { kind: 'inline', bytes: utf8('SN-0000') }, what: 'serial number' };

const release: Pick<Job, 'id' | 'revision' | 'title' | 'issuedBy' | 'issuedAt' | 'quantity' | 'varies' | 'serial'> = {
  id: '0e0d5c3a-93f1-4c5e-8a53-5d6a1c2b7f10',
  revision: 1,
  title: 'Two units',
  issuedBy: 'Release',
  issuedAt,
  quantity: 2,
  varies: [{ step: serialStep.id, source: { kind: 'serial' } }],
  serial: serialsOf,
};

/** Makes a job for two chips: serial number, device certificate, anchor, key, proof, and the lock last. */
export async function twoUnits(): Promise<JobProcedure> {
  const { plan: sample, materials, materialFiles, secrets } = await p256();
  const { chip: _, ...general } = sample;
  const plan: Plan = { ...general, title: release.title, steps: [serialStep, ...sample.steps] };
  const rig = makeRig(factory());
  const work = must(await openSession(rig.board.port, rig.clock));
  const confirmed = plan.steps.filter(({ kind }) => kind === 'lock').map((step) => formatOid(kindOf(step).objects(step)[0]));
  const made = must(await makeJob({ plan, materials: materials(), release, confirmed, onReview: () => undefined }, work, { random: seededRandom('release'), clock: rig.clock }));
  const signer = testSigner(ecPrivateKey('secp256r1', ecGenerate('secp256r1', seededRandom('job signer'))));
  return {
    name: 'job of two units',
    file: must(await signJob(made.file, signer, 'job signer')),
    signer: signer.publicKey,
    plan,
    chips: [1, 2].map(factory),
    oneMore: factory(3),
    materialFiles,
    secrets,
  };
}
