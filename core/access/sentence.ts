import { lifecycleCodes } from '../objects/codes.ts';
import { bindingSecret, parseOid } from '../objects/oid.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { encodeCondition, parseCondition } from './bytes.ts';
import { always, lcsO, never, terms, type Comparison, type Condition, type Term } from './condition.ts';
import { conditionFromJson } from './words.ts';

type Read = Result<Condition, 'access/bad-words' | 'access/malformed'>;

const comparisons: Readonly<Record<string, Comparison>> = { before: '<', after: '>', is: '==' };
const scopes: Readonly<Record<string, 'lcsG' | 'lcsA' | 'lcsO'>> = { 'global ': 'lcsG', 'application ': 'lcsA', '': 'lcsO' };
const byObject = { 'update signed by': 'int', 'update encrypted with': 'conf', 'authorized with': 'auto', 'counted by': 'luc' } as const;

function stateOf(word: string): number | undefined {
  if (Object.hasOwn(lifecycleCodes, word)) return lifecycleCodes[word as keyof typeof lifecycleCodes];
  return /^0x[0-9a-f]{1,2}$/i.test(word) ? Number.parseInt(word, 16) : undefined;
}

function readLifecycle(text: string): Term | undefined {
  const [, scope = '', comparison = '', word = ''] = /^(global |application |)lifecycle (before|after|is) (\S+)$/.exec(text) ?? [];
  const [kind, sign, state] = [scopes[scope], comparisons[comparison], stateOf(word)];
  return kind === undefined || sign === undefined || state === undefined ? undefined : { kind, comparison: sign, state };
}

function readStatus(text: string): Term | undefined {
  const [, scope, mask = ''] = /^(global|application) security status has 0x([0-9a-f]{1,2})$/.exec(text) ?? [];
  if (scope === undefined) return undefined;
  return { kind: scope === 'global' ? 'secStaG' : 'secStaA', mask: Number.parseInt(mask, 16) };
}

function readTerm(text: string): Term | undefined {
  if (text === 'until operational') return lcsO('<', 'operational');
  const [, how] = /^over the shielded connection \((integrity|encrypted)\)$/.exec(text) ?? [];
  if (how !== undefined) return { kind: how === 'integrity' ? 'int' : 'conf', oid: bindingSecret };
  const [, words = '', id = ''] = /^(.*) (0x[0-9a-f]{4})$/.exec(text) ?? [];
  const object = Object.hasOwn(byObject, words) ? parseOid(id) : undefined;
  if (object?.ok === true) return { kind: byObject[words as keyof typeof byObject], oid: object.value };
  return readLifecycle(text) ?? readStatus(text);
}

function readSentence(text: string): Condition | string {
  if (text === 'always') return always;
  if (text === 'never') return never;
  const groups: Term[][] = [];
  for (const part of text.split(/,?\s+or\s+/)) {
    const group: Term[] = [];
    for (const words of part.split(/\s+and\s+/)) {
      const term = readTerm(words.trim());
      if (term === undefined) return words.trim();
      group.push(term);
    }
    groups.push(group);
  }
  return terms(...groups);
}

/** Reads a condition as people write it: as our sentence ("until operational, or update signed by 0xE0E3"), or in the vendor's words. */
export function conditionFromText(text: string): Read {
  const plain = text.trim().replace(/\s+/g, ' ').toLowerCase();
  const words = conditionFromJson(plain);
  if (words.ok) return words;
  const sentence = readSentence(plain);
  if (typeof sentence !== 'string') return parseCondition(encodeCondition(sentence));
  // The text looks like the vendor's form, so the fault of the vendor's parser is returned.
  if (/&&|\|\||^(lcs|int|conf|auto|luc|sec)/.test(plain) || plain === '') return words;
  return err(fault('access/bad-words', { why: `"${sentence}" is no condition`, at: 0 }));
}

/** The condition's bytes, for a metadata tag. */
export function conditionBytes(text: string): Result<Uint8Array, 'access/bad-words' | 'access/malformed'> {
  const read = conditionFromText(text);
  return read.ok ? ok(encodeCondition(read.value)) : read;
}
