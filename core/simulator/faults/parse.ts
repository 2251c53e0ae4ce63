import { commandCodes, type CommandName } from '../../apdu/codes.ts';
import { fromHex } from '../../bytes/hex.ts';
import { isInputFault, type FaultRule, type InjectedFault, type Selector } from './fault.ts';

const isCommand = (name: string): name is CommandName => Object.hasOwn(commandCodes, name);

function parseSelector(text: string): Selector | undefined {
  if (text === '*') return { kind: 'every' };
  if (/^[1-9]\d*$/.test(text)) return { kind: 'number', request: Number(text) };
  const [, name = '', nth] = /^([A-Za-z]+)(?:#([1-9]\d*))?$/.exec(text) ?? [];
  return isCommand(name) ? { kind: 'command', name, nth: nth === undefined ? undefined : Number(nth) } : undefined;
}

const number = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) : undefined;

function parseBit(kind: 'flip' | 'in-flip', argument: string | undefined): InjectedFault | undefined {
  const [, byte, bit] = /^(\d{1,5})\.([0-7])$/.exec(argument ?? '') ?? [];
  return byte === undefined ? undefined : { kind, byte: Number(byte), bit: Number(bit) };
}

function parseNumbered(kind: 'drop' | 'in-drop' | 'cut' | 'late', argument: string | undefined): InjectedFault | undefined {
  const value = number(argument);
  if (value === undefined) return undefined;
  if (kind === 'cut') return { kind, bytes: value };
  return kind === 'late' ? { kind, ms: value } : { kind, byte: value };
}

function parseUnplug(argument: string | undefined): InjectedFault | undefined {
  if (argument === 'before' || argument === 'after') return { kind: 'unplug', when: argument };
  const [whole, bytes] = /^during(?:\.(\d{1,7}))?$/.exec(argument ?? '') ?? [];
  if (whole === undefined) return undefined;
  return bytes === undefined ? { kind: 'unplug', when: 'during' } : { kind: 'unplug', when: 'during', bytes: Number(bytes) };
}

function parsePower(argument: string | undefined): InjectedFault | undefined {
  const bytes = number(argument);
  if (argument === undefined) return { kind: 'power' };
  return bytes === undefined ? undefined : { kind: 'power', bytes };
}

function parseFault(kind: string, argument: string | undefined): InjectedFault | undefined {
  switch (kind) {
    case 'drop':
    case 'in-drop':
    case 'cut':
    case 'late':
      return parseNumbered(kind, argument);
    case 'flip':
    case 'in-flip':
      return parseBit(kind, argument);
    case 'garbage': {
      const bytes = fromHex(argument ?? '');
      return bytes.ok && bytes.value.length > 0 ? { kind, bytes: bytes.value } : undefined;
    }
    case 'unplug':
      return parseUnplug(argument);
    case 'power':
      return parsePower(argument);
    case 'swap':
      return argument === 'before' || argument === 'error' || argument === 'silence' ? { kind, when: argument } : undefined;
    case 'error':
    case 'silence':
    case 'hang':
      return argument === undefined ? { kind } : undefined;
    default:
      return undefined;
  }
}

function parseRule(text: string): FaultRule | undefined {
  const [, kind = '', where = '', argument] = /^([a-z-]+)@([^:]+)(?::(.*))?$/.exec(text) ?? [];
  const [at, fault] = [parseSelector(where), parseFault(kind, argument)];
  if (at === undefined || fault === undefined) return undefined;
  return isInputFault(fault) && at.kind === 'command' ? undefined : { at, fault };
}

/** Parses a specification (grammar.ts). @returns the rules, or the first part that is not a rule */
export function parseFaults(text: string): { readonly rules: readonly FaultRule[] } | { readonly bad: string } {
  const rules: FaultRule[] = [];
  for (const part of text.split(/[,;]/).map((piece) => piece.trim())) {
    if (part === '') continue;
    const rule = parseRule(part);
    if (rule === undefined) return { bad: part };
    rules.push(rule);
  }
  return { rules };
}
