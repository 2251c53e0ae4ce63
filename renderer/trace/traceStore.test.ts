import '../testing/noProgram.ts';
import { expect, it } from 'vitest';
import type { TraceRow } from '../../core/contract/board.ts';
import { heldClient } from '../testing/heldClient.ts';
import { createTraceStore } from './traceStore.ts';

const row = (id: number): TraceRow => ({ id, at: '2026-11-28T12:00:00.000Z', command: 'GetDataObject', says: 'ok', request: '', response: '', ms: 1, failed: false });

it('rows that were added while the earlier ones are being loaded are shown after them', async () => {
  const { client, asked, emit } = heldClient();
  const store = createTraceStore(client);
  void store.getState().load();
  emit('trace/added', [row(3)]);
  await asked('trace/read')[0]?.answer({ ok: true, value: [row(1), row(2)] });
  expect(store.getState().rows.map(({ id }) => id)).toEqual([1, 2, 3]);
});
