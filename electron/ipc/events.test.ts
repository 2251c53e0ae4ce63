import { expect, it } from 'vitest';
import { checkedSender } from './events.ts';

const board = { link: 'none', simulated: false } as const;

it('sends what keeps the contract', () => {
  const sent: unknown[] = [];
  checkedSender((name, event) => sent.push([name, event]))('board/changed', board);
  expect(sent).toEqual([['board/changed', board]]);
});

it('logs and drops what breaks it, without its data', () => {
  const sent: unknown[] = [];
  const lines: string[] = [];
  const send = checkedSender((name) => sent.push(name), (line) => lines.push(line));
  send('board/changed', Object.assign({ key: 'SECRET' }, board));
  expect(sent).toEqual([]);
  expect(lines.join()).toContain('board/changed breaks the contract');
  expect(lines.join()).not.toContain('SECRET');
});

it('survives a window that is gone', () => {
  const lines: string[] = [];
  const send = checkedSender(() => { throw new Error('Object has been destroyed'); }, (line) => lines.push(line));
  send('board/changed', board);
  expect(lines.join()).toContain('was not sent');
});
