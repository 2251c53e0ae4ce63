import { describe, expect, it } from 'vitest';
import { getLastError, getMetadata } from '../apdu/commands/getDataObject.ts';
import type { ApduPort } from '../apdu/apdu.ts';
import { equal } from '../bytes/bytes.ts';
import { hex } from '../bytes/hex.ts';
import { oid } from '../objects/oid.ts';
import { twinPort } from '../plan/twin.ts';
import { ok } from '../result/result.ts';
import { Chip } from './chip.ts';
import { connect, type Connected } from './exchange/testing/chips.ts';
import { checkShielded, readGuarded } from './authorization.ts';

/** A chip that refuses the metadata of one object with `status`. */
function refusing({ test }: Connected, status: string): Chip {
  const port = twinPort(test.chip);
  const refused = getMetadata(oid(0xe0e1)).request;
  let last = false;
  const spoilt: ApduPort = {
    exchange(command) {
      const isQuestion = last && equal(command.request, getLastError().request);
      last = equal(command.request, refused);
      if (last) return Promise.resolve(ok(hex('ff000000')));
      return isQuestion ? Promise.resolve(ok(hex(`00000001${status}`))) : port.exchange(command);
    },
  };
  return new Chip(spoilt);
}

describe('metadata that the chip refuses', () => {
  it.each([['reading what is guarded', readGuarded], ['looking for the shielded connection', checkShielded]] as const)('%s: an object that is not there is passed over, any other refusal is told', async (_, look) => {
    const connected = await connect('trust-m-v3');
    const usual = await look(connected.chip, connected.identity);
    const absent = await look(refusing(connected, '01'), connected.identity);
    expect(absent.ok ? 'ok' : absent.fault.code).toBe(usual.ok ? 'ok' : usual.fault.code);
    expect(await look(refusing(connected, '0e'), connected.identity)).toMatchObject({ ok: false, fault: { code: 'chip/refused', data: { status: 0x0e } } });
  });
});
