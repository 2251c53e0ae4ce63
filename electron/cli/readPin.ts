import { StringDecoder } from 'node:string_decoder';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import type { Io } from './io.ts';

/** Maximum length of the input. Longer input is not a PIN. Characters */
const most = 1000;
const [enter, interrupt, endOfInput, backspace] = [/[\r\n]/, '\u0003', '\u0004', /[\u007f\b]/];

const cancelled = (): Result<never, 'usage/bad-option'> => err(fault('usage/bad-option', { message: 'The PIN comes from the keyboard, or from standard input on one line.' }));

/** Reads the first line of a pipe or file. */
async function fromPipe(): Promise<Result<string, 'usage/bad-option'>> {
  let text = '';
  const decoder = new StringDecoder('utf8');
  for await (const chunk of process.stdin) {
    text += decoder.write(Buffer.from(chunk as Uint8Array));
    if (enter.test(text) || text.length > most) break;
  }
  const [line = ''] = text.split(enter);
  return line === '' ? cancelled() : ok(line);
}

/** Reads what a person types until Enter, without showing it. */
function fromKeyboard(question: string, io: Io): Promise<Result<string, 'usage/bad-option'>> {
  const { stdin } = process;
  // Before the question, so that nothing typed after it is shown.
  stdin.setRawMode(true);
  stdin.resume();
  io.err(question);
  const decoder = new StringDecoder('utf8');
  return new Promise((resolve) => {
    let typed: string[] = [];
    const end = (result: Result<string, 'usage/bad-option'>): void => {
      stdin.off('data', take);
      stdin.setRawMode(false);
      stdin.pause();
      io.err('\n');
      typed = [];
      resolve(result);
    };
    const take = (chunk: Buffer): void => {
      for (const sign of decoder.write(chunk)) {
        if (enter.test(sign)) return end(ok(typed.join('')));
        if (sign === interrupt || sign === endOfInput) return end(cancelled());
        if (backspace.test(sign)) typed.pop();
        else if (typed.length < most) typed.push(sign);
      }
    };
    stdin.on('data', take);
  });
}

/** Reads a PIN from the keyboard without showing it, or from standard input. Never from an argument, which other users could read. */
export const readPin = (question: string, io: Io): Promise<Result<string, 'usage/bad-option'>> => (process.stdin.isTTY ? fromKeyboard(question, io) : fromPipe());
