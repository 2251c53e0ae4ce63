import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../../bytes/hex.ts';
import { openChip } from './chips.ts';
import recorded from './vectors/vendorRequests.json' with { type: 'json' };

/**
 * The recorded requests that a chip refuses, in the order of the recording. The recording was made with a stub; these
 * are the answers of an unprepared chip.
 */
const refusals: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  // F1D1 is delivered with 100 bytes, which is too long for a pre-shared secret (manual, note 86).
  'TLS PRF sha256, 32 bytes, from F1D1, exported': { 5: 0x05 },
  'HMAC sha256 with F1D1': { 5: 0x05 },
  // The delivered threshold is 0.
  'count E120 by 3': { 0: 0x0e },
  // E0E3 was made a trust anchor before, but contains no certificate.
  'protected update, one fragment': { 0: 0x29, 1: 0x0b },
  'protected update, three fragments': { 0: 0x29, 1: 0x0b, 2: 0x0b, 3: 0x0b },
  'read an object that does not exist (E0E7)': { 0: 0x01 },
};

describe('every request of the vendor\'s host library', () => {
  it('is answered as a chip would', async () => {
    const { chip } = await openChip();
    let sent = 0;
    for (const { operation, requests } of recorded.operations) {
      for (const [index, request] of requests.entries()) {
        const answer = await chip.transmit(hex(request));
        const expected = refusals[operation]?.[index];
        // E0E3 was made unreadable by an operation before the export.
        const unreadable = operation.startsWith('read the metadata of everything') && request.startsWith('81000006e0e3');
        const where = `${operation}, request ${index + 1}: ${request.slice(0, 40)}`;
        expect(answer[0], where).toBe(expected === undefined && !unreadable ? 0x00 : 0xff);
        expect(answer.length, where).toBe(4 + (answer[2] ?? 0) * 256 + (answer[3] ?? 0));
        if (expected !== undefined && !requests[index + 1]?.startsWith('01000006f1c2')) {
          expect((await chip.transmit(hex('01000006f1c200000001')))[4], where).toBe(expected);
        }
        sent += 1;
      }
    }
    expect(sent).toBe(305);
  });

  it('says why E0E7 was refused', async () => {
    const { chip } = await openChip();
    const [read, why] = recorded.operations.find(({ operation }) => operation.includes('E0E7'))?.requests ?? [];
    await chip.transmit(hex(read ?? ''));
    expect(toHex(await chip.transmit(hex(why ?? '')))).toBe('0000000101');
    expect(toHex(await chip.transmit(hex(why ?? '')))).toBe('0000000100');
  });
});
