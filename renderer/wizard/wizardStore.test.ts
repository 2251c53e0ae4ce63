import '../testing/noProgram.ts';
import { expect, it } from 'vitest';
import type { FaultView } from '../../core/contract/board.ts';
import type { WizardView } from '../../core/contract/wizard.ts';
import { heldClient, partOf } from '../testing/heldClient.ts';
import { createWizardStore } from './wizardStore.ts';

const view = (answers: object) => ({ ok: true as const, value: partOf<WizardView>({ answers }) });

it('the state after a refused answer does not replace an answer that was given meanwhile', async () => {
  const { client, asked } = heldClient();
  const store = createWizardStore(client);
  void store.getState().load();
  await asked('wizard/state')[0]?.answer(view({ target: '0xE0F1', anchorObject: '0xE0E8' }));
  void store.getState().answer({ target: 'none' });
  await asked('wizard/answer')[0]?.answer({ ok: false, fault: partOf<FaultView>({ code: 'object/unknown' }) });
  void store.getState().answer({ anchorObject: '0xE0E9' });
  await asked('wizard/state')[1]?.answer(view({ target: '0xE0F1', anchorObject: '0xE0E8' }));
  expect(store.getState().view?.answers).toEqual({ target: '0xE0F1', anchorObject: '0xE0E9' });
});
