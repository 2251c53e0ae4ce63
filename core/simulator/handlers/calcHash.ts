import { tlv } from '../../apdu/apdu.ts';
import { readUint } from '../../bytes/bytes.ts';
import { algorithmCodes } from '../../objects/codes.ts';
import { isKeyKind } from '../../objects/catalogue.ts';
import { oidAt } from '../../objects/oid.ts';
import { permit } from '../chip/access.ts';
import { objectAt, type Machine } from '../chip/machine.ts';
import { nothing, refused, type Outcome } from '../chip/outcome.ts';
import { exportContext, importContext, sha256Finish, sha256Start, sha256Update, type Sha256State } from '../chip/sha256State.ts';
import { readable } from '../chip/store.ts';
import { parseTlvs, type Tlvs } from '../chip/tlv.ts';
import type { Handler } from './handler.ts';

/** Low nibble of the sequence tag (manual, "CalcHash"). */
const steps = { start: 0, startFinal: 1, continue: 2, final: 3, terminate: 4, intermediate: 5 } as const;
const tags = [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x10, 0x11, 0x12, 0x13, 0x15, 0x06, 0x07];
const [importTag, exportTag] = [0x06, 0x07];

/** Part of an object as input: it must be readable, and the part within its used length (note 60). */
function fromObject(machine: Machine, reference: Uint8Array): Outcome<Uint8Array> {
  if (reference.length !== 6) return 0x05;
  const object = objectAt(machine, oidAt(reference));
  if (refused(object)) return object;
  if (isKeyKind(object.entry.kind)) return 0x07;
  const denied = permit(machine, object, 'read');
  if (denied !== undefined) return denied;
  const [offset, length] = [readUint(reference.subarray(2, 4)), readUint(reference.subarray(4))];
  const content = readable(object);
  return offset + length > content.length ? 0x08 : content.slice(offset, offset + length);
}

interface Parsed {
  readonly step: number;
  readonly message: Uint8Array;
  readonly context: Uint8Array | undefined;
  readonly exported: boolean;
}

function parse(machine: Machine, data: Uint8Array): Outcome<Parsed> {
  const tlvs: Outcome<Tlvs> = parseTlvs(data, tags);
  if (refused(tlvs)) return tlvs;
  const inputs = [...tlvs].filter(([tag]) => tag !== importTag && tag !== exportTag);
  const [input] = inputs;
  if (inputs.length !== 1 || input === undefined || (tlvs.get(exportTag)?.length ?? 0) !== 0) return 0x05;
  const [tag, value] = input;
  const step = tag & 0x0f;
  const message = tag >= 0x10 ? fromObject(machine, value) : value;
  if (refused(message)) return message;
  if (step === steps.startFinal && value.length === 0) return 0x05;
  const context = tlvs.get(importTag);
  if (context !== undefined && ![steps.continue, steps.final, steps.intermediate].some((s) => s === step)) return 0x05;
  const exported = tlvs.has(exportTag);
  return exported && step !== steps.start && step !== steps.continue ? 0x05 : { step, message, context, exported };
}

/** The state from which a step continues; 0B when no sequence was started. */
function stateFor(machine: Machine, { step, context }: Parsed): Outcome<Sha256State> {
  if (step === steps.start || step === steps.startFinal) return sha256Start();
  if (context !== undefined) return importContext(context) ?? 0x05;
  return machine.volatile.hash ?? 0x0b;
}

/** SHA-256 of data or objects, in one command or several; the intermediate context can be exported and imported. */
export const calcHash: Handler = (machine, param, data) => {
  if (param !== algorithmCodes.sha256) return 0x03;
  const parsed = parse(machine, data);
  if (refused(parsed)) return parsed;
  const { step, message, exported } = parsed;
  if (step === steps.terminate) {
    machine.volatile.hash = undefined;
    return message.length === 0 ? nothing : 0x05;
  }
  const before = stateFor(machine, parsed);
  if (refused(before)) return before;
  const state = sha256Update(before, message);
  const ends = step === steps.startFinal || step === steps.final;
  machine.volatile.hash = ends ? undefined : state;
  if (ends || step === steps.intermediate) return tlv(0x01, sha256Finish(state));
  return exported ? tlv(importTag, exportContext(state)) : nothing;
};
