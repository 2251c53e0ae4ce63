import { sayChipId } from '../../../core/result/format.ts';
import { ok } from '../../../core/result/result.ts';
import { viewChip } from '../../app/chip/index.ts';
import type { Action } from '../command.ts';
import { withChip } from '../context.ts';
import { table } from '../io.ts';

export const info: Action<object> = (context) =>
  withChip(context, async ({ port, identity }) => {
    const { familyName, ...chip } = viewChip(identity);
    const { batch, x, y, romCode, firmwareId } = identity.uid;
    const json = { port, ...chip, batch, x, y, romCode, firmwareId };
    const rows = [
      ['port', port],
      ['family', familyName],
      ['build', chip.build],
      ['uid', chip.uid],
      ['chip id', sayChipId(chip.chipId)],
      ['lifecycle', `global ${chip.lifecycle.global}, application ${chip.lifecycle.application}`],
      ['security events', String(chip.securityEvents)],
    ];
    return ok({ json, lines: table(rows) });
  });
