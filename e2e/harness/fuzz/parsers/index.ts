import { bundleParsers } from './bundle.ts';
import { fileParsers } from './files.ts';
import type { Parsers } from './parser.ts';
import { textParsers } from './texts.ts';
import { wireParsers } from './wire.ts';

/** Every parser of bytes and texts from outside, by its name in a failure. */
export const parsers: Parsers = { ...wireParsers, ...fileParsers, ...bundleParsers, ...textParsers };
