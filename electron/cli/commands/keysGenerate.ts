import { utf8 } from '../../../core/bytes/bytes.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { chipCsr } from '../../../core/chip/exchange/chipSigner.ts';
import { readMetadata } from '../../../core/chip/read.ts';
import { encodeName } from '../../../core/certificates/name.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import { parseSpki, type PublicKey } from '../../../core/keys/publicKey.ts';
import { hasPublicKey, keyUsageByte, maySign, type KeyUsage } from '../../../core/objects/codes.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import { checkNewKey, newKeyStep, type NewKey } from '../../../core/plan/edit/newKey.ts';
import type { GenerateKey } from '../../../core/plan/step.ts';
import type { StepOutput } from '../../../core/plan/stepKind.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { checkMaySign, editTitles } from '../../app/objects/index.ts';
import { writeAtomic } from '../../files/write.ts';
import type { Action, Answered } from '../command.ts';
import { withChip, type Context, type Session } from '../context.ts';
import { tell, warn } from '../io.ts';
import { runPlanCommand } from '../runPlanCommand.ts';
import { readConfirmed, requireOid } from '../inputs.ts';
import { algorithmNamed } from './keys.ts';

/** Words of --usage. */
const usageWords: ReadonlyMap<string, KeyUsage> = new Map([['sign', 'signature'], ['auth', 'authentication'], ['enc', 'encryption'], ['agree', 'key_agreement']]);

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

const wordsOf = (list: string): string[] => list.split(',').map((word) => word.trim());

function readUsage(list: string): Result<KeyUsage[]> {
  const usage: KeyUsage[] = [];
  for (const word of wordsOf(list)) {
    const one = usageWords.get(word);
    if (one === undefined) return usageFault(`--usage: "${word}" is none of ${[...usageWords.keys()].join(', ')}.`);
    usage.push(one);
  }
  return ok(usage);
}

/** The step for the object's present content. An existing key is overwritten only when the object's id was typed as confirmation. */
async function stepFor({ chip, identity }: Session, asked: NewKey, { csr }: GenerateOptions, confirmed: readonly string[]): Promise<Result<GenerateKey>> {
  const present = await readMetadata(chip, asked.key);
  if (!present.ok) return present;
  const signs = csr === undefined ? ok(undefined) : checkMaySign(asked.key, present.value, identity);
  return signs.ok ? newKeyStep(asked, present.value, confirmed.includes(formatOid(asked.key))) : signs;
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
  const plan = { title: editTitles['generate-key'](formatOid(step.key)), steps: [step] };
  const report = await runPlanCommand(context, session, { plan, materials: new Map(), confirmed, outputs });
  if (!report.ok) return report;
  const [outcome] = report.value.result.steps;
  const spki = outputs.get(step.id)?.publicKey;
  const about = { state: outcome?.state ?? '', says: outcome?.says ?? '' };
  if (!hasPublicKey(step.algorithm)) return ok(about);
  if (spki === undefined) return err(fault('exchange/no-public-key', { object: formatOid(step.key) }));
  return ok({ ...about, spki });
}

/** Writes the requested files. @returns lines that say what was written */
async function writeRequested(session: Session, id: Oid, spki: Uint8Array, options: GenerateOptions): Promise<Result<string[]>> {
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

async function make(context: Context, session: Session, asked: NewKey, options: GenerateOptions, confirmed: readonly string[]): Promise<Result<Answered>> {
  const id = asked.key;
  const step = await stepFor(session, asked, options, confirmed);
  if (!step.ok) return step;
  const made = await generate(context, session, step.value, confirmed);
  if (!made.ok) return made;
  const { spki, state, says } = made.value;
  const lines = spki === undefined ? ok([]) : await writeRequested(session, id, spki, options);
  if (!lines.ok) {
    // The chip reveals a public key only once. If the file could not be written, the key is printed instead.
    warn(context.io, 'the key was made; its public key follows, because the chip does not send it again');
    for (const line of encodePem('PUBLIC KEY', spki ?? new Uint8Array()).trimEnd().split('\n')) tell(context.io, line);
    return lines;
  }
  const json = {
    id: formatOid(id),
    algorithm: step.value.algorithm,
    usage: wordsOf(options.usage),
    ...(spki === undefined ? {} : { publicKey: toHex(spki) }),
    proved: state === 'done',
    says,
    ...(options.public === undefined ? {} : { public: options.public }),
    ...(options.csr === undefined ? {} : { csr: options.csr }),
  };
  // The chip reveals a public key only once. Without an output file, the key is in the result for people too.
  const onlyOnce = spki === undefined || options.public !== undefined ? {} : { onlyOnce: `the public key of ${json.id}, which the chip does not send again:\n${encodePem('PUBLIC KEY', spki)}` };
  return ok({ json, lines: [`${json.id}: ${says}`, ...lines.value], ...onlyOnce });
}

/** Checks the requested files before the key is made. Otherwise a file that cannot be written would leave the work half done. */
function checkRequest({ csr, subject, public: publicFile }: GenerateOptions, { algorithm, usage }: NewKey): Result<void> {
  if (!hasPublicKey(algorithm) && (csr !== undefined || publicFile !== undefined)) return usageFault('An AES key has no public key and no request.');
  if (csr === undefined) return ok(undefined);
  if (subject === undefined) return usageFault('--csr requires --subject, for example "CN=Device 1, O=Example".');
  if (!maySign(keyUsageByte(usage))) return usageFault('--csr requires a key that can sign: --usage with sign or auth.');
  const name = encodeName(subject);
  return name.ok ? ok(undefined) : name;
}

/** Reads the options, with all checks that need no chip. */
function readAsked(options: GenerateOptions): Result<NewKey> {
  const [key, algorithm, usage] = [requireOid(options.id), algorithmNamed(options.algorithm), readUsage(options.usage)];
  if (!key.ok) return key;
  if (!algorithm.ok) return algorithm;
  if (!usage.ok) return usage;
  const asked = { key: key.value, algorithm: algorithm.value, usage: usage.value };
  const fits = [checkNewKey(asked), checkRequest(options, asked)].find((checked) => !checked.ok);
  return fits?.ok === false ? fits : ok(asked);
}

/** Makes a key pair on the chip. If a request is wanted, the chip signs it; the signature is verified here before it is written. */
export const keysGenerate: Action<GenerateOptions> = async (context, options) => {
  const asked = readAsked(options);
  if (!asked.ok) return asked;
  const confirmed = readConfirmed(options.yesOverwrite);
  if (!confirmed.ok) return confirmed;
  return withChip(context, (session) => make(context, session, asked.value, options, confirmed.value));
};
