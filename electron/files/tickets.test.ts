import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createTickets, type HandedOver } from './tickets.ts';

const folder = mkdtempSync(join(tmpdir(), 'trust-bench-tickets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'key.pem');
writeFileSync(path, 'abc');

const content = new TextEncoder().encode('abc');
const sniff = (_: string, bytes: Uint8Array) => (bytes[0] === 0x61 ? 'key-material' : 'unknown');

describe('tickets', () => {
  it.each<[string, HandedOver]>([
    ['by path', { name: 'key.pem', size: 3, path }],
    ['by content', { name: 'key.pem', size: 3, content }],
    ['under a name with folders', { name: '/home/me/key.pem', size: 3, content }],
  ])('holds a file %s, and shows no path', async (_, file) => {
    const tickets = createTickets(sniff);
    const taken = await tickets.take(file);
    expect(taken).toMatchObject({ ok: true, value: { name: 'key.pem', size: 3, content: 'key-material' } });
    expect(JSON.stringify(taken)).not.toMatch(/\/|\\/);
    if (taken.ok) expect(tickets.open(taken.value.ticket)).toMatchObject({ ok: true, value: { name: 'key.pem', bytes: content } });
  });

  it.each<[string, HandedOver, string]>([
    ['empty content', { name: 'a', size: 0, content: new Uint8Array() }, 'file/empty'],
    ['nothing at all', { name: 'a', size: 0 }, 'file/empty'],
    ['too much content', { name: 'a', size: 3, content: new Uint8Array(101) }, 'file/too-large'],
    ['a size over the limit, without content', { name: 'a', size: 101 }, 'file/too-large'],
    ['a folder, which has no content', { name: 'a', size: 4096, content: undefined }, 'file/too-large'],
    ['a small folder', { name: 'a', size: 60 }, 'file/unreadable'],
    ['one that changed before its content came', { name: 'a', size: 60, changed: true }, 'file/changed'],
    ['a path that is gone', { name: 'a', size: 3, path: join(folder, 'none') }, 'file/not-found'],
    ['a folder by path', { name: 'a', size: 3, path: folder }, 'file/unreadable'],
  ])('refuses %s', async (_, file, code) => {
    expect(await createTickets(sniff, () => 100).take(file)).toMatchObject({ ok: false, fault: { code } });
  });

  it('overwrites what it forgets', async () => {
    const tickets = createTickets(sniff);
    const taken = await tickets.take({ name: 'a', size: 3, content });
    if (!taken.ok) throw new Error('not taken');
    const opened = tickets.open(taken.value.ticket);
    tickets.forget(taken.value.ticket);
    expect(opened.ok && [...opened.value.bytes]).toEqual([0, 0, 0]);
    expect(tickets.open(taken.value.ticket)).toMatchObject({ fault: { code: 'file/ticket-gone' } });
    expect([...content]).toEqual([0x61, 0x62, 0x63]);
  });

  it('takes text, and lets the oldest go when there are too many', () => {
    const tickets = createTickets(sniff);
    const made = Array.from({ length: 2054 }, (_, index) => tickets.takeText('pasted', `a${index}`));
    const open = made.map((one) => one.ok && tickets.open(one.value.ticket).ok);
    expect(open).toEqual([...Array.from({ length: 6 }, () => false), ...Array.from({ length: 2048 }, () => true)]);
    expect(tickets.takeText('pasted', '')).toMatchObject({ fault: { code: 'file/empty' } });
    tickets.close();
    expect(made.some((one) => one.ok && tickets.open(one.value.ticket).ok)).toBe(false);
  });

  describe('in parts', () => {
    const part = (upload: string, at: number, text: string, size = 6) => ({ upload, name: 'big.7z', size, at, content: new TextEncoder().encode(text) });

    it('holds the whole, once', async () => {
      const tickets = createTickets(sniff, () => 6);
      expect([part('u', 0, 'abc'), part('u', 3, 'def')].map((one) => tickets.takePart(one).ok)).toEqual([true, true]);
      const taken = await tickets.take({ name: 'big.7z', size: 6, upload: 'u' });
      expect(taken).toMatchObject({ ok: true, value: { name: 'big.7z', size: 6, content: 'key-material' } });
      if (taken.ok) expect(tickets.open(taken.value.ticket)).toMatchObject({ value: { bytes: new TextEncoder().encode('abcdef') } });
      expect(await tickets.take({ name: 'big.7z', size: 6, upload: 'u' })).toMatchObject({ ok: false, fault: { code: 'file/unreadable' } });
    });

    it.each([
      ['a gap', part('u', 4, 'de')],
      ['a piece twice', part('u', 2, 'cde')],
      ['more than was said', part('u', 3, 'defg')],
      ['another file', part('other', 3, 'def')],
      ['nothing', part('u', 3, '')],
    ])('refuses %s, and the file that lacks it', async (_, wrong) => {
      const tickets = createTickets(sniff, () => 6);
      tickets.takePart(part('u', 0, 'abc'));
      expect(tickets.takePart(wrong)).toMatchObject({ ok: false, fault: { code: 'app/bad-message' } });
      expect(await tickets.take({ name: 'big.7z', size: 6, upload: 'u' })).toMatchObject({ ok: false, fault: { code: 'file/unreadable' } });
    });

    it('lets go what came of a file that changed', async () => {
      const tickets = createTickets(sniff, () => 6);
      tickets.takePart(part('u', 0, 'abc'));
      expect(await tickets.take({ name: 'big.7z', size: 6, changed: true })).toMatchObject({ ok: false, fault: { code: 'file/changed' } });
      expect(tickets.takePart(part('u', 3, 'def'))).toMatchObject({ ok: false, fault: { code: 'app/bad-message' } });
    });

    it('refuses a file over the limit at its first part, before there is memory for it', () => {
      expect(createTickets(sniff, () => 5).takePart(part('u', 0, 'abc'))).toMatchObject({ ok: false, fault: { code: 'file/too-large', data: { bytes: 6, limit: 5 } } });
    });
  });
});
