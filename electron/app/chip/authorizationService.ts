import type { Randomness } from '../../../core/bridge/bytePort.ts';
import { wipedAfter, type Secret } from '../../../core/bytes/secret.ts';
import { gainAuthorization, checkShielded, readGuarded } from '../../../core/chip/authorization.ts';
import type { ReachView } from '../../../core/contract/authorization.ts';
import { findObject } from '../../../core/objects/catalogue.ts';
import { formatOid, parseOid, type Oid } from '../../../core/objects/oid.ts';
import type { ChipId } from '../../../core/objects/uid.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import type { Tickets } from '../../files/tickets.ts';
import type { Board, Work } from '../../board/board.ts';
import { parseSecret } from '../material/index.ts';

/** The open reels. */
interface References {
  /** Copies the authorization reference of a chip on an open, unlocked reel. The receiver wipes the copy. */
  referenceOf(chipId: ChipId): Result<Secret>;
}

export interface ReachParts {
  readonly board: Board;
  readonly tickets: Tickets;
  readonly random: Randomness;
  readonly reels: References;
}

async function viewOf(work: Work): Promise<Result<ReachView>> {
  const guarded = await readGuarded(work.chip, work.identity);
  if (!guarded.ok) return guarded;
  const { identity } = work;
  const rows = guarded.value.map(({ object, ...rest }) => ({ object: formatOid(object), name: findObject(object)?.name ?? '', ...rest }));
  return ok({ authorized: [...(identity.authorized ?? [])].map(formatOid), shielded: identity.shielded === true, guarded: rows });
}

/** Gives this connection additional rights on the chip: Auto states, and a shielded connection. */
export class AuthorizationService {
  readonly #parts: ReachParts;

  constructor(parts: ReachParts) {
    this.#parts = parts;
  }

  view(): Promise<Result<ReachView>> {
    return this.#parts.board.run('Reading access conditions', viewOf);
  }

  async authorize(reference: string, ticket?: string): Promise<Result<ReachView>> {
    const object = parseOid(reference);
    if (!object.ok) return object;
    const { board } = this.#parts;
    return board.run(`Authorizing with ${formatOid(object.value)}`, async (work) => {
      const secret = this.#secret(work.identity.uid.chipId, ticket);
      if (!secret.ok) return secret;
      const now = await this.#authorize(work, object.value, secret.value);
      return now.ok ? viewOf(work) : now;
    });
  }

  async tryShielded(): Promise<Result<ReachView>> {
    const { board } = this.#parts;
    return board.run('Checking the shielded connection', async (work) => {
      const now = await checkShielded(work.chip, work.identity);
      board.reached({ shielded: now.ok });
      return now.ok ? viewOf(work) : now;
    });
  }

  async #authorize({ chip, identity }: Work, reference: Oid, secret: Secret): Promise<Result<unknown>> {
    const { board, random } = this.#parts;
    let sent = false;
    const now = await wipedAfter(secret, () => gainAuthorization(chip, identity, reference, secret, random, () => (sent = true)));
    if (now.ok) board.reached({ authorized: reference });
    else if (sent) board.reached({ notAuthorized: reference });
    return now;
  }

  #secret(chipId: ChipId, ticket: string | undefined): Result<Secret> {
    const { tickets, reels } = this.#parts;
    if (ticket === undefined) return reels.referenceOf(chipId);
    const file = tickets.open(ticket);
    if (!file.ok) return file;
    const secret = parseSecret(file.value.bytes, file.value.name);
    tickets.forget(ticket);
    return secret;
  }
}
