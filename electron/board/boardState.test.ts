import { describe, expect, it } from 'vitest';
import type { ChipSnapshot } from '../../core/chip/snapshot.ts';
import { oid } from '../../core/objects/oid.ts';
import type { ChipId } from '../../core/objects/uid.ts';
import { fault } from '../../core/result/fault.ts';
import { next, noBoard, type BoardEvent, type BoardState } from './boardState.ts';

/** A chip with only the fields that the state uses. */
const chip = (chipId: string, more: Partial<ChipSnapshot> = {}): ChipSnapshot => ({
  uid: { raw: new Uint8Array(27), chipId: chipId as ChipId, family: 'trust-m-v3', build: '2440' } as ChipSnapshot['uid'],
  lcsG: 1,
  lcsA: 1,
  securityEvents: 0,
  objects: new Map(),
  ...more,
});
const [one, two] = [chip('01'.repeat(10)), chip('02'.repeat(10))];
const authorized = chip('01'.repeat(10), { authorized: new Set([oid(0xf1d0)]) });
const path = '/dev/ttyACM0';
const closed = fault('link/closed', { port: path });
const dead = fault('link/dead', {});
const missing = fault('port/not-found', { port: path });
const inUse = fault('port/in-use', { port: path });

const connecting: BoardState = { link: 'connecting', path };
const connected: BoardState = { link: 'connected', path, identity: one };
const noticed: BoardState = { ...connected, notice: 'The board is back' };
const busy: BoardState = { ...connected, link: 'busy', activity: 'Reading all objects' };
const lost: BoardState = { link: 'lost', path, fault: closed, identity: one };
const watched: BoardState = { link: 'connecting', path };
const absent: BoardState = { link: 'lost', path, fault: missing };
const seesOther: BoardState = { link: 'connecting', path, identity: one };

const table: readonly (readonly [string, BoardState, BoardEvent, BoardState])[] = [
  ['a port is asked for', noBoard, { what: 'asked-for', path }, connecting],
  ['a port is asked for while another board is lost: nothing of that one stays', lost, { what: 'asked-for', path: 'other' }, { link: 'connecting', path: 'other' }],
  ['it answers', connecting, { what: 'connected', path, identity: one }, connected],
  ['it cannot be opened', connecting, { what: 'not-connected', path, fault: missing }, { link: 'not-connected', path, fault: missing }],
  ['what is on it is not a bridge', connecting, { what: 'not-connected', path, fault: dead }, { link: 'not-a-bridge', path, fault: dead }],
  ['disconnected', noticed, { what: 'disconnected' }, noBoard],
  ['work begins: a notice was seen by now', noticed, { what: 'work-begun', activity: 'Reading all objects' }, busy],
  ['work ends', busy, { what: 'work-ended' }, connected],
  ['something was authorized', busy, { what: 'reached', identity: authorized }, { ...busy, identity: authorized }],
  ['the link was brought into step, and nothing was lost by it', busy, { what: 'reopened', why: 'resynchronised', lost: false, identity: one }, { ...busy, notice: 'Link resynchronised' }],
  ['the chip was restarted, and is no longer authorized', { ...connected, identity: authorized }, { what: 'reopened', why: 'restarted', lost: true, identity: one }, { ...connected, notice: 'The chip was restarted. The chip is no longer authorized.' }],
  ['the board goes in the middle of work: who it was stays known', busy, { what: 'lost', path, fault: closed }, lost],
  ['another chip answers', connected, { what: 'other-chip' }, seesOther],
  ['the board comes back with its chip', lost, { what: 'back', path, identity: one }, { ...connected, notice: 'The board is back' }],
  ['the board comes back with another chip', lost, { what: 'back', path, identity: two }, { ...connected, identity: two, notice: 'Another chip is on this port now: 020202020202 0202 0202', noticeStays: true }],
  ['work begins, and the notice is about another chip', { ...noticed, noticeStays: true }, { what: 'work-begun', activity: 'Reading all objects' }, { ...busy, notice: 'The board is back', noticeStays: true }],
  ['brought into step after that: the newer notice goes with the next work', { ...busy, notice: 'other', noticeStays: true }, { what: 'reopened', why: 'resynchronised', lost: false, identity: one }, { ...busy, notice: 'Link resynchronised' }],
  ['the port is there again, and does not answer', lost, { what: 'still-lost', fault: dead }, { ...lost, fault: dead }],
  ['the other chip does not answer', seesOther, { what: 'still-lost', fault: closed }, { ...lost }],
  ['a port is watched', noBoard, { what: 'watched', path }, watched],
  ['why nothing answers on a watched port', watched, { what: 'still-lost', fault: missing }, absent],
  ['a watched port is there, and another program has it', absent, { what: 'still-lost', fault: inUse }, { ...absent, fault: inUse }],
  ['a board is plugged in on a watched port, and has not answered yet', absent, { what: 'opened', path }, watched],
  ['the same after one that was pulled out', { ...absent, fault: closed }, { what: 'opened', path }, watched],
  ['it never answers', watched, { what: 'still-lost', fault: dead }, { ...absent, fault: dead }],
  ['it is pulled out on a watched port: who it was does not matter', connected, { what: 'lost', path, fault: closed, watched: true }, { ...absent, fault: closed }],
  ['a board answers on a watched port', absent, { what: 'back', path, identity: one }, { ...connected, notice: 'The board is back' }],
];

describe('the state of a board', () => {
  it.each(table)('%s', (_, before, event, after) => expect(next(before, event)).toEqual(after));

  it.each([
    ['work ends after the board went', lost, { what: 'work-ended' }],
    ['the port is still away', lost, { what: 'still-lost', fault: closed }],
    ['a watched port is still empty', absent, { what: 'still-lost', fault: missing }],
    ['the port cannot be opened yet', lost, { what: 'still-lost', fault: missing }],
  ] as const)('%s: nothing is told', (_, before, event) => expect(next(before, event)).toBe(before));
});
