import { describe, expect, it } from 'vitest';
import { formatPlace, litRoom, parsePlace } from '../navigation/place.ts';
import { routeTicket, type Whereabouts } from '../files/routeTicket.ts';
import { appTexts } from './texts.ts';

const rooms = ['provision', 'objects', 'settings'];

describe('place', () => {
  it.each([
    ['provision:3', { room: 'provision', step: 3 }],
    ['objects', { room: 'objects', step: 0 }],
    ['reels', { room: 'provision', step: 0 }],
    ['provision:99', { room: 'provision', step: 0 }],
    ['', { room: 'provision', step: 0 }],
  ])('%j', (text, place) => expect(parsePlace(text, rooms)).toEqual(place));
  it('goes there and back', () => expect(parsePlace(formatPlace({ room: 'provision', step: 5 }), rooms)).toEqual({ room: 'provision', step: 5 }));
});

describe('litRoom', () => {
  it.each([
    ['provision', 'review', 'datasets', 'datasets'],
    ['provision', 'run', 'datasets', 'datasets'],
    ['provision', 'run', 'provision', 'provision'],
    ['provision', 'steps', 'datasets', 'provision'],
    ['keys', 'run', 'datasets', 'keys'],
  ])('in %s with %s, asked for by %s: %s', (room, screen, origin, lit) => expect(litRoom({ room, screen }, origin)).toBe(lit));
});

describe('routeTicket', () => {
  const at = (step: number, screen = 'steps', room = 'provision'): Whereabouts => ({ room, screen, step });
  it.each([
    ['key-material', at(0), { to: 'material', slot: 'device' }],
    ['encrypted-key', at(1), { to: 'material', slot: 'integrity' }],
    ['key-material', at(4), { to: 'ask-slot' }],
    ['key-material', at(0, 'review'), { to: 'ask-slot' }],
    ['key-material', at(0, 'steps', 'objects'), { to: 'ask-slot' }],
    ['secret', at(0), { to: 'secret' }],
    ['plan', at(0), { to: 'review', as: 'plan' }],
    ['data-set', at(2), { to: 'inspect' }],
    ['encrypted-key', at(0, 'steps', 'keys'), { to: 'keys' }],
    ['data-set', at(0, 'steps', 'keys'), { to: 'inspect' }],
  ] as const)('%s', (content, where, route) => expect(routeTicket(content, where)).toEqual(route));
  it.each([
    ['key-material', false, { to: 'anchor', otherwise: { to: 'ask-slot' } }],
    ['encrypted-key', false, { to: 'ask-slot' }],
    ['secret', true, { to: 'transport-key' }],
    ['unknown', true, { to: 'transport-key' }],
    ['secret', false, { to: 'nowhere', why: appTexts.secretHere }],
    ['bundle', true, { to: 'reels' }],
    ['data-set', true, { to: 'inspect' }],
  ] as const)('in Reels: %s, waiting for the transport key: %s', (content, lockedReel, route) => {
    expect(routeTicket(content, { room: 'reels', screen: 'steps', step: 0, lockedReel })).toEqual(route);
  });
  it.each([
    ['key-material', 'no-set', { to: 'inspect' }],
    ['key-material', 'set', { to: 'check', as: 'certificate' }],
    ['encrypted-key', 'build', { to: 'build', as: 'key' }],
    ['key-material', 'series', { to: 'series' }],
    ['secret', 'no-set', { to: 'inspect' }],
    ['secret', 'set', { to: 'check', as: 'secret' }],
    ['secret', 'build', { to: 'build', as: 'secret' }],
    ['secret', 'series', { to: 'series' }],
    ['unknown', 'no-set', { to: 'inspect' }],
    ['unknown', 'set', { to: 'fragment' }],
    ['unknown', 'build', { to: 'build', as: 'data' }],
    ['unknown', 'series', { to: 'series' }],
    ['data-set', 'build', { to: 'inspect' }],
    ['plan', 'series', { to: 'review', as: 'plan' }],
  ] as const)('in Data sets: %s, on the screen: %s', (content, studio, route) => {
    expect(routeTicket(content, { room: 'datasets', screen: 'steps', step: 0, studio })).toEqual(route);
  });
  it('what nothing knows goes nowhere and says why', () => expect(routeTicket('unknown', at(0)).to).toBe('nowhere'));
  it('the export of a chip goes to the chip room, to be compared', () => expect(routeTicket('chip-export', at(0)).to).toBe('whole-chip'));
});
