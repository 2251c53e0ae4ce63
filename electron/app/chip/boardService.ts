import type { ChipSnapshot } from '../../../core/chip/snapshot.ts';
import type { BoardView, ChipView, PortView } from '../../../core/contract/board.ts';
import { lifecycleNames } from '../../../core/objects/codes.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { fault } from '../../../core/result/fault.ts';
import { sayLine } from '../../../core/result/say.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import { faultView } from '../faultView.ts';
import type { BoardState } from '../../board/boardState.ts';
import { isSimulated } from '../../simulated/simulatedNames.ts';

export const familyNames = { 'trust-m-v1': 'OPTIGA Trust M V1', 'trust-m-v3': 'OPTIGA Trust M V3' } as const;

export function viewChip({ uid, lcsG, lcsA, securityEvents, authorized, shielded }: ChipSnapshot): ChipView {
  const state = (code: number): string => lifecycleNames.get(code) ?? 'unknown';
  return {
    family: uid.family,
    familyName: familyNames[uid.family],
    build: uid.build,
    ...(uid.newBuild === true ? { buildWarning: sayLine(fault('chip/new-build', { build: uid.build })) } : {}),
    uid: toHex(uid.raw),
    chipId: uid.chipId,
    lifecycle: { global: state(lcsG), application: state(lcsA) },
    securityEvents,
    ...(authorized === undefined || authorized.size === 0 ? {} : { authorized: [...authorized].map(formatOid) }),
    ...(shielded === true ? { shielded } : {}),
  };
}

function portOf(path: string, ports: readonly PortView[]): PortView {
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
