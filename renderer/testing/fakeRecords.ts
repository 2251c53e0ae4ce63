import type { OperationName, ReplyOf, RequestOf } from '../../core/contract/operations.ts';
import type { PlanView } from '../../core/contract/plan.ts';
import type { RecordRow, RecordStep, RecordView } from '../../core/contract/records.ts';

type RecordName = Extract<OperationName, `records/${string}`>;
type RecordHandlers = { [N in RecordName]: (request: RequestOf<N>) => ReplyOf<N> };

const step = (id: string, title: string, state: RecordStep['state'], says = ''): RecordStep => ({
  id,
  kind: id,
  title,
  object: '0xE0E3',
  irreversible: id === 'lock',
  changes: [],
  state,
  says,
  ms: 40,
});

const row = (run: string, state: RecordRow['state'], startedAt: string, says = ''): RecordRow => ({
  run,
  title: 'Put a key into 0xE0F1',
  chipId: '0a09a413000a002f002e',
  simulated: true,
  startedAt,
  who: 'bench@factory',
  state,
  says,
  whole: true,
});

const fakeRows: readonly RecordRow[] = [
  row('r2', 'interrupted', '2026-11-22T09:00:00.000Z'),
  row('r1', 'finished', '2026-11-21T09:00:00.000Z'),
];

const fakeRecord = (run: string): RecordView => ({
  ...(fakeRows.find((known) => known.run === run) ?? row(run, 'finished', '2026-11-21T09:00:00.000Z')),
  file: '2026-11-22.jsonl',
  port: 'simulated',
  planSha256: '00'.repeat(32),
  steps: [step('write', 'Write the trust anchor into 0xE0E3', 'done', 'read back: 400 bytes, equal'), step('send', 'Send the data set', 'unknown'), step('lock', 'Lock 0xE0E3', 'waiting')],
});

export function fakeRecords(plan: () => PlanView): RecordHandlers {
  return {
    'records/list': () => ({ rows: [...fakeRows] }),
    'records/open': ({ run }) => fakeRecord(run),
    'records/report': ({ as }) => ({ name: `report.${as}`, folder: '/home/bench/Documents' }),
    'records/unfinished': () => undefined,
    'records/resume': () => plan(),
    'records/set-aside': () => ({ done: true }),
  };
}
