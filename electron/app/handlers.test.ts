import { describe, expect, it } from 'vitest';
import { operations, type OperationName } from '../../core/contract/operations.ts';
import { ok } from '../../core/result/result.ts';
import { allHandlers, type Area, type Handlers } from './handlers.ts';

declare const settings: Area<'settings'>;
declare const rest: Omit<Handlers, keyof Area<'settings'>>;

/** Never called. It only shows the compiler what must not compile. */
export function onlyCompiled(): void {
  allHandlers({ settings, rest });
  // @ts-expect-error Two areas give the handlers of the settings.
  allHandlers({ settings, again: settings, rest });
  // @ts-expect-error No area gives the handlers of the settings.
  allHandlers({ rest });
}

describe('the handlers of all areas together', () => {
  const names = Object.keys(operations) as OperationName[];
  const whole = Object.fromEntries(names.map((name) => [name, async () => ok(name)])) as unknown as Handlers;

  it('are those that each area gives', () => {
    const { 'settings/get': get, ...others } = whole;
    expect(Object.keys(allHandlers({ get: { 'settings/get': get }, others })).sort()).toEqual([...names].sort());
  });

  it('a missing one is found at start, too', () => {
    const { 'settings/get': _, ...others } = whole;
    expect(() => allHandlers({ others } as unknown as { readonly whole: Handlers })).toThrow('An operation has no handler.');
  });
});
