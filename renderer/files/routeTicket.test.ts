import '../testing/noProgram.ts';
import { describe, expect, it } from 'vitest';
import { appTexts } from '../app/texts.ts';
import { routeTicket } from './routeTicket.ts';

const objects = { room: 'objects', screen: 'steps', step: 0 };

describe('where a dropped file goes', () => {
  it('a certificate or a key on an open object that it could be meant for is asked about; elsewhere in Objects it is key material as ever', () => {
    expect(routeTicket('key-material', { ...objects, openObject: true })).toEqual({ to: 'ask-object' });
    expect(routeTicket('encrypted-key', { ...objects, openObject: true })).toEqual({ to: 'ask-object' });
    expect(routeTicket('key-material', objects)).toEqual({ to: 'ask-slot' });
    expect(routeTicket('key-material', { ...objects, room: 'provision', openObject: true })).toEqual({ to: 'material', slot: 'device' });
  });

  it('nobody is asked the purpose of a request or a public key: a request goes to Keys, a public key is refused; places for a key name it', () => {
    for (const where of [objects, { ...objects, openObject: true }, { ...objects, room: 'records' }, { ...objects, room: 'reels', lockedReel: true }]) {
      expect(routeTicket('request', where)).toEqual({ to: 'keys' });
      expect(routeTicket('public-key', where)).toEqual({ to: 'nowhere', why: appTexts.publicKeyWhy });
    }
    for (const content of ['request', 'public-key'] as const) {
      expect(routeTicket(content, { ...objects, room: 'provision' })).toEqual({ to: 'material', slot: 'device' });
      expect(routeTicket(content, { room: 'provision', screen: 'steps', step: 1 })).toEqual({ to: 'material', slot: 'integrity' });
      expect(routeTicket(content, { ...objects, room: 'keys' })).toEqual({ to: 'keys' });
      expect(routeTicket(content, { ...objects, room: 'datasets', studio: 'build' })).toEqual({ to: 'build', as: 'key' });
    }
  });

  it('a key on the screen that makes a job signs it; other files go where they go elsewhere', () => {
    const job = { room: 'provision', screen: 'job', step: 0 };
    expect(routeTicket('key-material', job)).toEqual({ to: 'job-key' });
    expect(routeTicket('encrypted-key', job)).toEqual({ to: 'job-key' });
    expect(routeTicket('plan', job)).toEqual({ to: 'review', as: 'plan' });
  });

  it('a job is asked about everywhere', () => {
    for (const room of ['provision', 'objects', 'reels', 'settings']) expect(routeTicket('job', { room, screen: 'steps', step: 0 })).toEqual({ to: 'job' });
  });

  it('what an object does not hold goes where it goes elsewhere', () => {
    expect(routeTicket('data-set', { ...objects, openObject: true })).toEqual({ to: 'inspect' });
    expect(routeTicket('secret', { ...objects, openObject: true })).toEqual({ to: 'secret' });
    expect(routeTicket('plan', { ...objects, openObject: true })).toEqual({ to: 'review', as: 'plan' });
  });
});
