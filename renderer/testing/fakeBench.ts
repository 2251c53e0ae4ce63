import type { FaultView } from '../../core/contract/board.ts';
import type { TicketView } from '../../core/contract/material.ts';
import type { BenchApi } from '../../core/contract/messages.ts';
import type { EventName, EventOf, OperationName, ReplyOf, RequestOf } from '../../core/contract/operations.ts';
import { connectedBoard, fakeChipPage, objects, ports, simulatedPort, traceRows } from './fakeChip.ts';
import { fakePlan, fakeRun } from './fakePlan.ts';
import { fakeRecords } from './fakeRecords.ts';
import { fakeAuthorization } from './fakeAuthorization.ts';
import { fakeReels } from './fakeReels.ts';
import { fakeStudio } from './fakeStudio.ts';
import { firstAnswers, newIntegrity, wizardView, withFile, type Held } from './fakeWizard.ts';

export interface FakeOptions {
  /** The rehearsal refuses the plan. */
  readonly refused?: boolean;
  /** Milliseconds between a run's steps; 0: the run stays where it began. */
  readonly stepMs?: number;
}

type Handlers = { [N in OperationName]: (request: RequestOf<N>) => ReplyOf<N> | Fail };

class Fail {
  constructor(readonly fault: FaultView) {}
}

const contentOf = (name: string): TicketView['content'] => {
  if (name.includes('encrypted')) return 'encrypted-key';
  if (name.includes('key') || name.includes('cert') || name.endsWith('.pem')) return 'key-material';
  if (name.includes('secret')) return 'secret';
  if (name.includes('plan')) return 'plan';
  return name.includes('set') ? 'data-set' : 'unknown';
};

/** An in-memory main process for unit tests and pictures. Never part of the product's bundle. */
export function createFakeBench({ refused = false, stepMs = 0 }: FakeOptions = {}) {
  const listeners: { [N in EventName]: Set<(event: EventOf<N>) => void> } = {
    'board/changed': new Set(),
    'run/changed': new Set(),
    'plan/void': new Set(),
    'trace/added': new Set(),
    'app/noticed': new Set(),
    'objects/row': new Set(),
    'reels/progress': new Set(),
    'reels/changed': new Set(),
    'series/changed': new Set(),
  };
  const emit = <N extends EventName>(name: N, event: EventOf<N>): void => listeners[name].forEach((listener) => listener(event));
  const calls: { readonly name: OperationName; readonly request: unknown }[] = [];
  const tickets = new Map<string, TicketView>();
  let held: Held = { answers: firstAnswers, device: {}, integrity: {}, secret: undefined };
  let board: ReplyOf<'board/state'> = { link: 'none', simulated: false };
  let settings: ReplyOf<'settings/get'> = { theme: 'system', zoom: 1, lastRoom: 'provision' };
  let run: ReplyOf<'run/state'>;

  const view = () => wizardView(held, board.chip !== undefined);
  const keep = (part: Partial<Held>) => ((held = { ...held, ...part }), view());
  const setBoard = (next: typeof board) => ((board = next), emit('board/changed', next), next);
  const plan = () => fakePlan(refused, board.simulated);
  const setRun = (next: ReplyOf<'plan/run'>) => ((run = next), emit('run/changed', next), next);
  const goOn = (done: number): void => {
    const total = plan().steps.length;
    if (stepMs === 0 || run?.state !== 'running') return;
    setTimeout(() => {
      if (run?.state === 'cancelling') setRun(fakeRun(plan(), done + 1, 'cancelled'));
      else if (run?.state === 'running') {
        setRun(fakeRun(plan(), done + 1, done + 1 === total ? 'finished' : 'running'));
        goOn(done + 1);
      }
    }, stepMs);
  };
  const begin = (from: number) => {
    const begun = setRun(fakeRun(plan(), from, 'running'));
    goOn(from);
    return begun;
  };
  const take = (name: string, size: number): TicketView => {
    const ticket: TicketView = { ticket: `t${tickets.size + 1}`, name, size, content: contentOf(name) };
    tickets.set(ticket.ticket, ticket);
    return ticket;
  };
  const saved = (name: string) => ({ name, folder: '/home/bench/Documents' });

  const handlers: Handlers = {
    'app/info': () => ({ version: '0.1.0', host: 'chromium', platform: 'linux' }),
    'app/notices': () => [],
    'app/open-link': () => ({ done: true }),
    'app/clear-clipboard': () => ({ done: true }),
    'app/licences': () => ({ text: 'example 1.0.0: MIT' }),
    'settings/get': () => settings,
    'settings/set': (part) => (settings = { ...settings, ...part }),
    'ports/list': () => [...ports],
    'board/state': () => board,
    'board/connect': ({ path }) => setBoard(connectedBoard(ports.find((port) => port.path === path) ?? simulatedPort)),
    'board/disconnect': () => setBoard({ link: 'none', simulated: false }),
    'board/health': () => ({
      stages: [
        { stage: 'port', state: 'ok', says: 'The port is open.' },
        { stage: 'bridge', state: 'ok', says: 'The bridge answers in 1.2 ms.' },
        { stage: 'chip', state: 'failed', says: 'The chip does not answer.', todo: 'Check that the shield sits on the board.' },
        { stage: 'application', state: 'not-reached', says: '' },
      ],
    }),
    ...fakeAuthorization(),
    'board/hand': ({ does }) => {
      if (does === 'unplug') {
        const done = run?.steps.findIndex(({ state }) => state === 'running') ?? -1;
        setBoard({ link: 'lost', port: simulatedPort, simulated: true });
        if (done >= 0) setRun(fakeRun(plan(), done, 'failed'));
        return board;
      }
      return setBoard(connectedBoard(simulatedPort));
    },
    'files/take': ({ name, size }) => take(name, size),
    'files/take-part': () => ({ done: true }),
    'files/take-text': ({ name, text }) => take(name, text.length),
    'files/forget': () => ({ done: true }),
    'wizard/state': view,
    'wizard/answer': (part) => keep({ answers: { ...held.answers, ...part } }),
    'wizard/material': ({ slot, ticket, password }) => {
      const file = tickets.get(ticket)?.name ?? '';
      if (file.includes('encrypted') && password !== 'bench') {
        return new Fail({ code: 'key/wrong-password', what: 'The password does not open the key.', object: file, why: 'Decrypted with it, the file holds no key.', todo: 'Check the password.' });
      }
      return keep(slot === 'device' ? { device: withFile(held.device, file) } : { integrity: withFile(held.integrity, file) });
    },
    'wizard/sort': ({ tickets: given }) => [{ tickets: [...given], files: given.map((one) => tickets.get(one)?.name ?? ''), says: '' }],
    'wizard/make-integrity': () => keep({ integrity: newIntegrity }),
    'wizard/secret': ({ ticket }) => keep({ secret: { id: 's1', file: tickets.get(ticket)?.name ?? '', length: 32 } }),
    'wizard/make-secret': () => keep({ secret: { id: 's2', file: 'made here', length: 32 } }),
    'wizard/clear': ({ slot }) => keep(slot === 'device' ? { device: {} } : slot === 'integrity' ? { integrity: {} } : { secret: undefined }),
    'wizard/reset': () => keep({ answers: firstAnswers, device: {}, integrity: {}, secret: undefined }),
    'plan/from-wizard': plan,
    'plan/from-edit': plan,
    'plan/open': plan,
    'plan/material': plan,
    'plan/from-data-set': plan,
    'plan/save': () => saved('device-0042.plan.json'),
    'plan/run': () => begin(0),
    'run/state': () => run,
    'run/cancel': () => (run === undefined ? undefined : setRun({ ...run, state: 'cancelling' })),
    'run/resume': () => begin(run?.steps.filter(({ state }) => state === 'done' || state === 'unchanged').length ?? 0),
    'run/save-report': ({ as }) => saved(`report.${as}`),
    'objects/list': () => [...objects],
    'objects/read': ({ id }) => ({ id, secret: false, data: '30820221' + '00112233445566778899aabbccddeeff'.repeat(20), decoded: [{ title: 'Certificate', rows: [{ label: 'Subject', text: 'CN=device-0042' }] }] }),
    'objects/export': ({ as }) => saved(`object.${as}`),
    'objects/compare': () => ({ file: 'file.bin', equal: true, says: 'Equal.' }),
    'objects/csr': () => saved('device.csr'),
    'objects/sign-test': ({ message }) => ({ message, digest: '', signature: '', algorithm: 'NIST P-256', publicKeyFrom: 'found', verifiedHere: true, verifiedByChip: true }),
    'chip/page': () => fakeChipPage,
    'chip/export': () => ({ ...saved('chip.json'), leftOut: [] }),
    'chip/import': () => ({ file: 'chip.json', objects: [] }),
    'chip/compare': () => [],
    ...fakeReels(),
    ...fakeStudio(plan),
    ...fakeRecords(plan),
    'trace/read': () => [...traceRows],
    'trace/save': () => saved('trace.json'),
  };

  const answer = <N extends OperationName>(name: N, request: RequestOf<N>) => {
    calls.push({ name, request });
    const value = handlers[name](request);
    return value instanceof Fail ? ({ ok: false, fault: value.fault } as const) : ({ ok: true, value } as const);
  };
  const api: BenchApi = {
    call: (name, request) => Promise.resolve(answer(name, request)),
    on: (name, listener) => {
      listeners[name].add(listener);
      return () => listeners[name].delete(listener);
    },
    takeFile: (file) => Promise.resolve(file instanceof File ? answer('files/take', { name: file.name, size: file.size }) : { ok: false, fault: { code: 'x', what: 'x', why: '', todo: '' } }),
  };
  return { api, calls, emit };
}
