import type { ChipSnapshot } from '../../core/chip/snapshot.ts';
import type { BoardView, ChipView, HealthView, PortView } from '../../core/contract/board.ts';
import { lifecycleNames } from '../../core/objects/codes.ts';
import { toHex } from '../../core/bytes/hex.ts';
import { formatOid } from '../../core/objects/oid.ts';
import type { Result } from '../../core/result/result.ts';
import { ok } from '../../core/result/result.ts';
import { say } from '../../core/result/say.ts';
import { readIdentity } from '../../core/chip/snapshot.ts';
import { faultView } from '../ipc/faultView.ts';
import type { Board, BoardState } from '../session/board.ts';

export const familyNames = { 'trust-m-v1': 'OPTIGA Trust M V1', 'trust-m-v3': 'OPTIGA Trust M V3' } as const;

export const isSimulated = (path: string): boolean => path === 'simulated' || path.startsWith('simulated:') || path.startsWith('simulated@');

export function viewChip({ uid, lcsG, lcsA, securityEvents, authorized, shielded }: ChipSnapshot): ChipView {
  const state = (code: number): string => lifecycleNames.get(code) ?? 'unknown';
  return {
    family: uid.family,
    familyName: familyNames[uid.family],
    build: uid.build,
    uid: toHex(uid.raw),
    chipId: uid.chipId,
    lifecycle: { global: state(lcsG), application: state(lcsA) },
    securityEvents,
    ...(authorized === undefined || authorized.size === 0 ? {} : { authorized: [...authorized].map(formatOid) }),
    ...(shielded === true ? { shielded } : {}),
  };
}

export function portOf(path: string, ports: readonly PortView[]): PortView {
  const known = ports.find((port) => port.path === path);
  if (known !== undefined) return known;
  return isSimulated(path) ? { path, kind: 'simulated', title: 'Simulated board' } : { path, kind: 'other', title: path };
}

export function viewBoard(state: BoardState, ports: readonly PortView[]): BoardView {
  return {
    link: state.link,
    simulated: state.path !== undefined && isSimulated(state.path),
    ...(state.path === undefined ? {} : { port: portOf(state.path, ports) }),
    ...(state.identity === undefined ? {} : { chip: viewChip(state.identity) }),
    ...(state.activity === undefined ? {} : { activity: state.activity }),
    ...(state.fault === undefined ? {} : { fault: faultView(state.fault) }),
    ...(state.notice === undefined ? {} : { notice: state.notice }),
  };
}

type Stage = HealthView['stages'][number];

/** Port → bridge → chip → application: the first that fails is where to look. */
export async function health(board: Board): Promise<Result<HealthView>> {
  const { state } = board;
  const names = ['port', 'bridge', 'chip', 'application'] as const;
  const good = (failedAt: number, says: string, todo: string | undefined): Result<HealthView> =>
    ok({ stages: names.map((stage, i): Stage => lineOf(stage, i, failedAt, says, todo)) });
  if (state.path === undefined) return good(0, 'No port is open.', 'Connect a board.');
  const read = await board.run('Checking the link', ({ chip }) => readIdentity(chip));
  if (read.ok) return good(names.length, '', undefined);
  const { why, todo } = say(read.fault);
  const room = read.fault.code;
  const failedAt = room === 'link/closed' ? 0 : room.startsWith('link/') || room.startsWith('frame/') ? 1 : room === 'chip/refused' ? 3 : 2;
  return good(failedAt, why, todo);
}

const fine: Readonly<Record<Stage['stage'], string>> = {
  port: 'The port is open.',
  bridge: 'The board answers frames.',
  chip: 'The chip answers the board.',
  application: 'The chip\'s application is open.',
};

function lineOf(stage: Stage['stage'], index: number, failedAt: number, says: string, todo: string | undefined): Stage {
  if (index < failedAt) return { stage, state: 'ok', says: fine[stage] };
  if (index > failedAt) return { stage, state: 'not-reached', says: 'Not reached.' };
  return { stage, state: 'failed', says, ...(todo === undefined ? {} : { todo }) };
}
