import { plainAccess } from '../../../core/access/accessContext.ts';
import { conditionOf } from '../../../core/access/conditionOf.ts';
import { explain } from '../../../core/access/explain.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { chipCsr } from '../../../core/chip/exchange/chipSigner.ts';
import { readMetadata } from '../../../core/chip/read.ts';
import { encodeName } from '../../../core/certificates/name.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import { parseSpki, type PublicKey } from '../../../core/keys/publicKey.ts';
import { findObject, keyAlgorithms } from '../../../core/objects/catalogue.ts';
import { algorithmWords, keyUsageCodes } from '../../../core/objects/codes.ts';
import type { Metadata } from '../../../core/objects/metadata.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import type { GenerateKey } from '../../../core/plan/step.ts';
import type { StepOutput } from '../../../core/plan/stepKind.ts';
import { holdsKey } from '../../../core/plan/steps/generateKey.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { writeAtomic } from '../../files/write.ts';
import type { Action, Answered } from '../command.ts';
import { withChip, type Context, type Session } from '../context.ts';
import { tell, warn } from '../io.ts';
import { runPlanCommand } from '../runPlanCommand.ts';
import { readConfirmed, requireOid } from '../inputs.ts';

const usageWords = { sign: 'signature', auth: 'authentication', enc: 'encryption', agree: 'key_agreement' } as const;
const isUsageWord = (word: string): word is keyof typeof usageWords => Object.hasOwn(usageWords, word);

interface GenerateOptions {
  readonly id: string;
  readonly algorithm: string;
  readonly usage: string;
  readonly public?: string;
  readonly csr?: string;
  readonly subject?: string;
  readonly yesOverwrite?: readonly string[];
}

const usageFault = (message: string): Result<never> => err(fault('usage/bad-option', { message }));

function usageByte(text: string): Result<number> {
  const words = text.split(',').map((word) => word.trim());
  const unknown = words.find((word) => !isUsageWord(word));
  if (unknown !== undefined) return usageFault(`--usage: "${unknown}" is none of ${Object.keys(usageWords).join(', ')}.`);
  return ok(words.filter(isUsageWord).reduce((sum, word) => sum | keyUsageCodes[usageWords[word]], 0));
}

function algorithmFor(id: Oid, name: string): Result<GenerateKey['algorithm']> {
  const kind = findObject(id)?.kind;
  const takes = (kind === undefined ? undefined : keyAlgorithms[kind]) ?? [];
  const found = takes.find((algorithm) => algorithm === name.toLowerCase());
  if (found !== undefined && found !== 'sha256') return ok(found);
  return err(fault('exchange/wrong-algorithm', { object: formatOid(id), algorithm: name, takes: takes.map((algorithm) => algorithmWords[algorithm]).join(', ') }));
}

/** The chip signs a request with the new key: where it cannot, no key is made. */
function checkExecute(id: Oid, present: Metadata, identity: Session['identity']): Result<void, 'object/not-for-this'> {
  const { sentence, truth } = explain(conditionOf(present, 'execute'), plainAccess(present, identity));
  if (truth === true) return ok(undefined);
  const object = formatOid(id);
  return err(fault('object/not-for-this', { object, what: 'No key was made: its request could not be signed.', why: `The execute condition of ${object} is: ${sentence}; that is not met now.` }));
}

/** The step, checked against the object: a key that is there is lost only when its id was typed twice. */
async function stepFor({ chip, identity }: Session, id: Oid, options: GenerateOptions, confirmed: readonly string[]): Promise<Result<GenerateKey>> {
  const [algorithm, usage] = [algorithmFor(id, options.algorithm), usageByte(options.usage)];
  if (!algorithm.ok) return algorithm;
  if (!usage.ok) return usage;
  const present = await readMetadata(chip, id);
  if (!present.ok) return present;
  const signs = options.csr === undefined ? ok(undefined) : checkExecute(id, present.value, identity);
  if (!signs.ok) return signs;
  const overwrite = holdsKey(present.value) && confirmed.includes(formatOid(id));
  return ok({ id: 'generate-key', kind: 'generate-key', key: id, algorithm: algorithm.value, usage: usage.value, overwrite });
}

async function csrFor({ chip }: Session, id: Oid, publicKey: PublicKey, subject: string): Promise<Result<string>> {
  const der = await chipCsr(chip, id, publicKey, subject);
  return der.ok ? ok(encodePem('CERTIFICATE REQUEST', der.value)) : der;
}

interface Made {
  /** Absent for a secret key. */
  readonly spki?: Uint8Array;
  readonly state: string;
  readonly says: string;
}

async function generate(context: Context, session: Session, step: GenerateKey, confirmed: readonly string[]): Promise<Result<Made>> {
  const outputs = new Map<string, StepOutput>();
  const plan = { title: `Make a key in ${formatOid(step.key)}`, steps: [step] };
  const report = await runPlanCommand(context, session, { plan, materials: new Map(), confirmed, outputs });
  if (!report.ok) return report;
  const [outcome] = report.value.result.steps;
  const spki = outputs.get(step.id)?.publicKey;
  const about = { state: outcome?.state ?? '', says: outcome?.says ?? '' };
  if (step.algorithm.startsWith('aes')) return ok(about);
  if (spki === undefined) return err(fault('exchange/no-public-key', { object: formatOid(step.key) }));
  return ok({ ...about, spki });
}

/** Writes what was asked for. @returns lines that say so */
async function papers(session: Session, id: Oid, spki: Uint8Array, options: GenerateOptions): Promise<Result<string[]>> {
  const publicKey = parseSpki(spki);
  if (!publicKey.ok) return publicKey;
  const pem = encodePem('PUBLIC KEY', spki);
  if (options.public !== undefined) {
    const written = await writeAtomic(options.public, utf8(pem));
    if (!written.ok) return written;
  }
  if (options.csr !== undefined) {
    const csr = await csrFor(session, id, publicKey.value, options.subject ?? '');
    if (!csr.ok) return csr;
    const written = await writeAtomic(options.csr, utf8(csr.value));
    if (!written.ok) return written;
  }
  const names = [options.public, options.csr].filter((name) => name !== undefined);
  return ok([...(options.public === undefined ? pem.trimEnd().split('\n') : []), ...names.map((name) => `written: ${name}`)]);
}

async function make(context: Context, session: Session, id: Oid, options: GenerateOptions, confirmed: readonly string[]): Promise<Result<Answered>> {
  const step = await stepFor(session, id, options, confirmed);
  if (!step.ok) return step;
  const made = await generate(context, session, step.value, confirmed);
  if (!made.ok) return made;
  const { spki, state, says } = made.value;
  const lines = spki === undefined ? ok([]) : await papers(session, id, spki, options);
  if (!lines.ok) {
    // The chip tells a public key once: it must not be lost with the file that could not be made.
    warn(context.io, 'the key was made; its public key follows, since the chip does not tell it again');
    for (const line of encodePem('PUBLIC KEY', spki ?? new Uint8Array()).trimEnd().split('\n')) tell(context.io, line);
    return lines;
  }
  const json = {
    id: formatOid(id),
    algorithm: step.value.algorithm,
    usage: options.usage.split(',').map((word) => word.trim()),
    ...(spki === undefined ? {} : { publicKey: toHex(spki) }),
    proved: state === 'done',
    says,
    ...(options.public === undefined ? {} : { public: options.public }),
    ...(options.csr === undefined ? {} : { csr: options.csr }),
  };
  // The chip tells a public key once: without a file it must not be lost with the answer.
  const onlyOnce = spki === undefined || options.public !== undefined ? {} : { onlyOnce: `the public key of ${json.id}, which the chip does not tell again:\n${encodePem('PUBLIC KEY', spki)}` };
  return ok({ json, lines: [`${json.id}: ${says}`, ...lines.value], ...onlyOnce });
}

/** Before the key is made: afterwards a request that cannot be written would leave the user with half of it. */
function checkRequest({ csr, subject, usage, algorithm, public: publicFile }: GenerateOptions): Result<void> {
  if (algorithm.startsWith('aes') && (csr !== undefined || publicFile !== undefined)) return usageFault('An AES key has neither public key nor request.');
  if (csr === undefined) return ok(undefined);
  if (subject === undefined) return usageFault('--csr wants --subject, for example "CN=Device 1, O=Example".');
  if (!/sign|auth/.test(usage)) return usageFault('--csr wants a key that may sign: --usage with sign or auth.');
  const name = encodeName(subject);
  return name.ok ? ok(undefined) : name;
}

/** A key pair made on the chip; its request is signed by the chip and verified here before it is written. */
export const keysGenerate: Action<GenerateOptions> = async (context, options) => {
  const id = requireOid(options.id);
  if (!id.ok) return id;
  const fit = checkRequest(options);
  if (!fit.ok) return fit;
  const confirmed = readConfirmed(options.yesOverwrite);
  if (!confirmed.ok) return confirmed;
  return withChip(context, (session) => make(context, session, id.value, options, confirmed.value));
};
