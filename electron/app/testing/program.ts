import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePem } from '../../../core/keys/pem.ts';
import { encodePrivateKeyPem, generateKey, type KeyAlgorithm, type PrivateKey } from '../../../core/keys/privateKey.ts';
import { selfSign } from '../../../core/certificates/issue.ts';
import { operations, reviewIn, type EventName, type EventOf, type OperationName, type ReplyOf, type RequestOf } from '../../../core/contract/operations.ts';
import type { RunView } from '../../../core/contract/plan.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { err, must, type Result } from '../../../core/result/result.ts';
import { createProgram } from '../../compose.ts';
import { savesIntoChosen } from '../../files/save.ts';
import type { Program } from '../../composition.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { keyFileSigner } from '../../signers/keyFile.ts';

/** The composed main process on a simulated board, without a window. Tests call it as a page would. */
export interface TestProgram {
  readonly main: Program;
  readonly folder: string;
  readonly events: { readonly name: EventName; readonly event: EventOf<EventName> }[];
  call<N extends OperationName>(name: N, request: RequestOf<N>): Promise<Result<ReplyOf<N>>>;
  /** Returns the value of a reply. If the reply is a fault, the test fails with its code. */
  ok<N extends OperationName>(name: N, request: RequestOf<N>): Promise<ReplyOf<N>>;
  /** Returns the fault of a reply. Without a fault, the test fails. */
  fault<N extends OperationName>(name: N, request: RequestOf<N>): Promise<Fault>;
  /** Passes content like a dropped file. @returns its ticket */
  take(name: string, content: string | Uint8Array): Promise<string>;
  /** The chip's memory on disk. */
  memory(profile?: string): string;
  /** A file that was saved. */
  saved(name: string): string;
  /** Waits until the run has ended. */
  ended(): Promise<RunView>;
  close(): Promise<void>;
}

/**
 * Starts the program for a test.
 * @param kept a folder that is not deleted, so that the program can be started there again
 * @param operatorJob a job file with which the program is started
 */
export async function openProgram(environment: Readonly<Record<string, string>> = {}, kept?: string, operatorJob?: string): Promise<TestProgram> {
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'trust-bench-'));
  const main = await createProgram({
    userData: join(folder, 'state'),
    host: 'chromium',
    savesTo: savesIntoChosen(join(folder, 'saved')),
    clipboard: { read: () => Promise.resolve(undefined), clear: () => Promise.resolve(true) },
    openLink: () => Promise.resolve(err(fault('app/link-not-opened', { address: 'none in tests' }))),
    environment: { TRUST_BENCH_SIM_TIMING: 'none', ...environment },
    ...(operatorJob === undefined ? {} : { operatorJob }),
  });
  const events: TestProgram['events'] = [];
  main.onEvent((name, event) => events.push({ name, event }));
  // Behaves like a host: a review counts as shown when the page has received it.
  const call: TestProgram['call'] = async (name, request) => {
    const refused = main.refuses(name);
    if (refused !== undefined) return err(refused) as never;
    const answer: Result<ReplyOf<typeof name>> = await main.handlers[name](request as never);
    if (answer.ok) {
      // Behaves like the router: a reply that violates the contract never reaches the page.
      operations[name].reply.parse(answer.value);
      const planId = reviewIn(name, answer.value);
      if (planId !== undefined) main.reviewShown(planId);
    }
    return answer as never;
  };
  return {
    main,
    folder,
    events,
    call,
    ok: async (name, request) => must(await call(name, request)),
    async fault(name, request) {
      const answer = await call(name, request);
      if (answer.ok) throw new Error(`${name} was not refused`);
      return answer.fault;
    },
    async take(name, content) {
      const bytes = typeof content === 'string' ? utf8(content) : content;
      return must(await call('files/take', { name, size: bytes.length, content: Uint8Array.from(bytes) })).ticket;
    },
    memory: (profile = 'trust-m-v3') => readFileSync(join(folder, 'state', `simulated-${profile}.json`), 'utf8'),
    saved: (name) => readFileSync(join(folder, 'saved', name), 'utf8'),
    async ended() {
      for (;;) {
        const run = must(await call('run/state', {}));
        if (run !== undefined && run.state !== 'running' && run.state !== 'cancelling') return run;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    async close() {
      await main.close();
      if (kept === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Identity {
  readonly key: PrivateKey;
  readonly der: Uint8Array;
  readonly keyPem: string;
  readonly certificatePem: string;
}

/** A fresh key with its self-signed certificate. */
export async function identity(
  algorithm: KeyAlgorithm = 'secp256r1',
  options: { readonly now?: Date; readonly days?: number; readonly subject?: string } = {},
): Promise<Identity> {
  const key = await generateKey(algorithm, nodeRandomness);
  const { now = new Date(), days = 365, subject = 'CN=Test' } = options;
  const der = must(await selfSign(keyFileSigner(key), subject, { days, now, random: nodeRandomness }));
  return { key, der, keyPem: encodePrivateKeyPem(key), certificatePem: encodePem('CERTIFICATE', der) };
}
