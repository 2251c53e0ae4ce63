import { hex, toHex } from '../../../../core/bytes/hex.ts';
import { utf8 } from '../../../../core/bytes/bytes.ts';
import { parseUid } from '../../../../core/objects/uid.ts';
import { must } from '../../../../core/result/result.ts';
import type { ChipState } from '../../../../core/simulator/chip/state.ts';
import { reportJob } from '../../../../electron/app/jobs/index.ts';
import { brokenJournals, filesLeft, holdsSecret, strangeFiles } from '../kills/disk.ts';
import { serialObject, type JobProcedure } from './jobProcedure.ts';

export const chipIdOf = ({ objects }: ChipState): string => must(parseUid(hex(objects['e0c2']?.data ?? ''))).chipId;

/**
 * Checks the count when all units have passed. The journal must have one pass of each chip, with the serial number that
 * is in the chip, no open unit, and one refused chip.
 * @param folder folder of the station
 * @param states memory of each unit's chip
 * @returns what is wrong
 */
export async function wrongCount(folder: string, { file: { job } }: JobProcedure, states: readonly ChipState[]): Promise<string[]> {
  const wrong: string[] = [];
  const { passed, open, left, failed, toCheck, gap, units } = await reportJob(`${folder}/journal`, job);
  const refused = units.filter(({ result }) => result === 'refused').length;
  const numbers = JSON.stringify({ passed, open, left, failed, toCheck, refused, gap });
  if (numbers !== JSON.stringify({ passed: states.length, open: 0, left: job.quantity - states.length, failed: 0, toCheck: 0, refused: 1 })) wrong.push(`the count is ${numbers}`);
  const passes = units.filter(({ result }) => result === 'pass');
  for (const state of states) {
    const own = passes.filter(({ chipId }) => chipId === chipIdOf(state));
    if (own.length !== 1) wrong.push(`a chip has ${own.length} passes`);
    const inChip = state.objects[serialObject.toString(16)]?.data ?? '';
    if (own.some(({ serial }) => toHex(utf8(serial)) !== inChip)) wrong.push(`the serial number in the chip is ${inChip}, in the report ${own.map(({ serial }) => serial).join(', ')}`);
  }
  if (new Set(passes.map(({ serial }) => serial)).size !== passes.length) wrong.push('two units have one serial number');
  return wrong;
}

/** Checks the station's files. @param killed how many processes died here @returns what is wrong */
export async function wrongFiles(folder: string, { secrets }: JobProcedure, killed: number): Promise<string[]> {
  const files = filesLeft(folder);
  const told = [...files].filter(([, content]) => holdsSecret(content, secrets)).map(([name]) => `a secret is in ${name}`);
  return [...(await brokenJournals(`${folder}/journal`)), ...told, ...strangeFiles(files, killed).map((name) => `${name} is left behind`)];
}
