import '../testing/noProgram.ts';
import { expect, it } from 'vitest';
import type { RecordView } from '../../core/contract/records.ts';
import { heldClient, partOf } from '../testing/heldClient.ts';
import { createRecordsStore } from './store.ts';

const saved = { ok: true as const, value: { name: 'a.html', folder: '/' } };

it('a report is said to be saved only under its own record', async () => {
  const { client, asked } = heldClient();
  const store = createRecordsStore(client);
  const open = async (run: string): Promise<void> => {
    void store.getState().open(run);
    await asked('records/open').at(-1)?.answer({ ok: true, value: partOf<RecordView>({ run }) });
  };
  await open('one');
  void store.getState().save('html');
  await open('two');
  await asked('records/report')[0]?.answer(saved);
  expect(store.getState()).toMatchObject({ record: { run: 'two' }, saved: undefined });
});

it('a list is said to be exported only while its search is shown', async () => {
  const { client, asked } = heldClient();
  const store = createRecordsStore(client);
  void store.getState().exportCsv();
  store.getState().filter({ search: 'other' });
  await asked('records/export')[0]?.answer(saved);
  expect(store.getState().exported).toBeUndefined();
});
