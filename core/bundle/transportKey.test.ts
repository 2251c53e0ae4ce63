import { expect, it } from 'vitest';
import { transportKeyIn } from './transportKey.ts';

it.each([
  ['0a1b2c', '0a1b2c'],
  [' 0a1b2c\r\n', '0a1b2c'],
  ['Transport key value: 0a1b2c\n', '0a1b2c'],
  ['Reel: TB12\r\nTransport Key = 0a1b2c\r\nBatch: 77', '0a1b2c'],
  ['transport_key:0a1b2c', '0a1b2c'],
  ['key with blanks', 'key with blanks'],
  ['', ''],
])('%j holds the key %j', (text, key) => expect(transportKeyIn(text)).toBe(key));
