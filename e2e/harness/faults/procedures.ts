import { parseCertificate } from '../../../core/certificates/certificate.ts';
import { selfSign } from '../../../core/certificates/issue.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { hex, toHex } from '../../../core/bytes/hex.ts';
import { Secret } from '../../../core/bytes/secret.ts';
import { readChipFile } from '../../../core/chip/exchange/readChipFile.ts';
import { readWholeChip } from '../../../core/chip/exchange/wholeChip.ts';
import { readObjects, type ChipSnapshot } from '../../../core/chip/snapshot.ts';
import { ecGenerate } from '../../../core/keys/ecdsa.ts';
import { ecPrivateKey, rsaPrivateKey, type PrivateKey } from '../../../core/keys/privateKey.ts';
import { seededRandom } from '../../../core/keys/testing/random.ts';
import { keyUsageByte } from '../../../core/objects/codes.ts';
import { oid, type Oid } from '../../../core/objects/oid.ts';
import { joinFragments } from '../../../core/plan/fragments.ts';
import { planImport } from '../../../core/plan/importPlan.ts';
import type { Plan, Step } from '../../../core/plan/step.ts';
import { wizardPlan, type PrepareAnswers } from '../../../core/plan/wizard/steps.ts';
import { must } from '../../../core/result/result.ts';
import type { ChipState } from '../../../core/simulator/chip/state.ts';
import { profiles } from '../../../core/simulator/profiles/profiles.ts';
import { testRsaKey } from '../../../core/simulator/testing/rsaKeys.ts';
import { buildDataSet } from '../../../core/update/dataSet.ts';
import type { SpecPayload } from '../../../core/update/buildSpec.ts';
import { writeFileText } from '../../../core/update/text.ts';
import { makeRig, openSession } from './rig.ts';
import { testSigner } from '../../../core/keys/testing/testSigner.ts';
import { materialNames } from '../../../core/plan/wizard/plan.ts';

/** A procedure with all its inputs. It is made from seeds, so that every process makes the same one. */
export interface Procedure {
  readonly name: string;
  /** The memory of each chip before the procedure. A series has several chips. */
  readonly chips: readonly ChipState[];
  readonly plan: Plan;
  /** The secrets by name. They are made again for each run. */
  readonly materials: () => Map<string, Secret>;
  /** The same secrets as texts of files, for the command line. */
  readonly materialFiles: ReadonlyMap<string, string>;
  /** Secrets in hexadecimal. They must never appear in a report, in a journal or on a disk. */
  readonly secrets: readonly string[];
  /** The key that a person must give again when the run is resumed from the journal. */
  readonly device?: () => PrivateKey;
}

const anchor = oid(0xe0e3);
const secretObject = oid(0xf1d1);
const secretName = materialNames.secret;
const now = new Date(Date.UTC(2026, 0, 1));
const profile = profiles['trust-m-v3'];

/** Returns the chip as the `nth` one of its wafer: X and Y are the hexadecimal digits 34…41 of the UID. */
export function asNth(chip: ChipState, nth: number): ChipState {
  const uid = chip.objects['e0c2'];
  const data = (uid?.data ?? '').slice(0, 34) + nth.toString(16).padStart(8, '0') + (uid?.data ?? '').slice(42);
  return { ...chip, objects: { ...chip.objects, e0c2: { metadata: uid?.metadata ?? '2000', data } } };
}

export const factory = (nth = 0): ChipState => asNth({ version: 1, profile: profile.name, objects: profile.objects }, nth);

const certify = async (key: PrivateKey, subject: string, seed: string): Promise<Uint8Array> =>
  must(parseCertificate(must(await selfSign(testSigner(key), subject, { days: 365, now, random: seededRandom(seed) })))).der;

async function signer() {
  const key = ecPrivateKey('secp256r1', ecGenerate('secp256r1', seededRandom('signer')));
  return { key, certificate: await certify(key, 'CN=Signer', 'signer certificate') };
}

async function look(state: ChipState, ids: readonly Oid[]): Promise<ChipSnapshot> {
  const rig = makeRig(state);
  const session = must(await openSession(rig.board.port, rig.clock));
  return must(await readObjects(session.chip, session.identity, ids));
}

interface Update {
  readonly target: Oid;
  readonly payload: SpecPayload;
  readonly secret?: Uint8Array;
}

async function dataSet({ target, payload, secret }: Update) {
  const confidentiality =
    secret === undefined
      ? {}
      : { confidentiality: { secret: secretObject, value: new Secret(secret.slice()), label: utf8('faults'), seed: seededRandom('seed')(64) } };
  return must(await buildDataSet({ target, trustAnchor: anchor, payloadVersion: 3, payload, signer: testSigner((await signer()).key), ...confidentiality }));
}

const answersFor = async (target: Oid, update: PrepareAnswers['update'], lockAnchor: boolean): Promise<PrepareAnswers> => ({
  target,
  anchor,
  anchorCertificate: (await signer()).certificate,
  lockAnchor,
  update,
  flush: update !== 'data',
});

/** P-256: device certificate, anchor, unencrypted key, proof, anchor locked. */
export async function p256(): Promise<Procedure> {
  const target = oid(0xe0f1);
  const device = (): PrivateKey => ecPrivateKey('secp256r1', ecGenerate('secp256r1', seededRandom('device')));
  const key = device();
  const built = await dataSet({ target, payload: { kind: 'key', key, usage: keyUsageByte(['signature']) } });
  const joined = joinFragments(built.fragments);
  const chip = factory();
  const plan = wizardPlan(await answersFor(target, 'both', true), await look(chip, [target]), {
    certificateObject: oid(0xe0e1),
    certificate: await certify(key, 'CN=Device', 'device'),
    identityTag: true,
    manifest: built.manifest,
    fragments: { kind: 'material', name: 'key', length: joined.length },
  });
  return {
    name: 'P-256',
    chips: [chip],
    plan,
    materials: () => new Map([['key', new Secret(joined.slice())]]),
    materialFiles: new Map([['key', writeFileText(built)]]),
    secrets: [key.secret.open(toHex)],
    device,
  };
}

/** RSA-2048: encrypted, both locks, the secret unreadable at the end. */
async function rsa2048(): Promise<Procedure> {
  const target = oid(0xe0fc);
  const key = rsaPrivateKey(await testRsaKey(2048));
  const secret = seededRandom('shared secret')(64);
  const built = await dataSet({ target, payload: { kind: 'key', key, usage: keyUsageByte(['signature']) }, secret });
  const chip = factory();
  const answers: PrepareAnswers = {
    ...(await answersFor(target, 'both', true)),
    confidentiality: { object: secretObject, secret: { kind: 'material', name: secretName, length: secret.length }, lock: true, unreadable: true },
  };
  const plan = wizardPlan(answers, await look(chip, [target]), {
    certificateObject: oid(0xe0e1),
    certificate: await certify(key, 'CN=Device', 'device'),
    identityTag: false,
    manifest: built.manifest,
    fragments: { kind: 'inline', bytes: joinFragments(built.fragments) },
  });
  const { privateExponent } = await testRsaKey(2048);
  return {
    name: 'RSA-2048 with confidentiality and locks',
    chips: [chip],
    plan,
    materials: () => new Map([[secretName, new Secret(secret.slice())]]),
    materialFiles: new Map([[secretName, toHex(secret)]]),
    secrets: [toHex(secret), toHex(privateExponent)],
  };
}

/** Makes a plan that prepares the target, sends the update, and locks the anchor last. */
async function updatePlan(title: string, update: Update, kind: PrepareAnswers['update'], chip: ChipState): Promise<Plan> {
  const prepare = wizardPlan(await answersFor(update.target, kind, true), await look(chip, [update.target]));
  const built = await dataSet(update);
  const send: Step = { id: 'send', kind: 'send-data-set', target: update.target, manifest: built.manifest, fragments: { kind: 'inline', bytes: joinFragments(built.fragments) } };
  return { ...prepare, title, steps: [...prepare.steps, send] };
}

const plain = { materials: () => new Map<string, Secret>(), materialFiles: new Map<string, string>(), secrets: [] };

/** Three fragments into an object that is written atomically. */
async function data(): Promise<Procedure> {
  const chip = factory();
  const payload = { kind: 'data', bytes: seededRandom('payload')(1400), offset: 0, writeType: 'erase-write' } as const;
  return { name: 'data of three fragments', chips: [chip], plan: await updatePlan('Data', { target: oid(0xf1e0), payload }, 'data', chip), ...plain };
}

/** A metadata update that clears the content. */
async function metadata(): Promise<Procedure> {
  const target = oid(0xf1d5);
  const factoryState = factory();
  const object = factoryState.objects['f1d5'];
  const chip: ChipState = { ...factoryState, objects: { ...factoryState.objects, f1d5: { metadata: object?.metadata ?? '2000', data: 'aabbccdd' } } };
  const payload = { kind: 'metadata', bytes: hex('2005d003e1fc07'), contentReset: 'as-object' } as const;
  return { name: 'metadata update with flush', chips: [chip], plan: await updatePlan('Metadata', { target, payload }, 'metadata', chip), ...plain };
}

/** A file of a whole chip: contents, conditions, a lock, and a certificate that is not written atomically. */
async function imported(): Promise<Procedure> {
  const chip = factory();
  const content = (seed: string, length: number): string => toHex(seededRandom(seed)(length));
  const hidden = content('f1d5', 20);
  const file = {
    e0e2: { data: content('certificate', 500) },
    f1d5: { metadata: '2008d003e1fc07d101ff', data: hidden },
    f1d6: { metadata: '2003c00107', data: content('f1d6', 140) },
    f1e1: { data: content('f1e1', 1500) },
    e120: { data: '0000000000000064' },
    e0e8: { metadata: '2006e80111d30100', data: content('anchor', 400) },
  };
  const rig = makeRig(chip);
  const session = must(await openSession(rig.board.port, rig.clock));
  const whole = must(await readWholeChip(session.chip, session.identity));
  const read = must(readChipFile(utf8(JSON.stringify(file)), 'chip.json'));
  const { plan, objects } = await planImport(read, whole.snapshot, { random: seededRandom('import'), clock: rig.clock });
  if (plan === undefined) throw new Error(`nothing to import: ${JSON.stringify(objects)}`);
  // The content is hidden: it is written and compared, then read = never is set.
  return { ...plain, name: 'import of a whole chip', chips: [chip], plan, secrets: [hidden] };
}

/** The same plan for three chips, one after the other: certificate, anchor, its lock. */
async function series(): Promise<Procedure> {
  const chips = [1, 2, 3].map(factory);
  const target = oid(0xf1d7);
  const { chip: _, ...plan } = wizardPlan(await answersFor(target, 'data', true), await look(factory(), [target]));
  return { name: 'series on three chips', chips, plan: { ...plan, title: 'Series' }, ...plain };
}

export const procedures: readonly (() => Promise<Procedure>)[] = [p256, rsa2048, data, metadata, imported, series];
